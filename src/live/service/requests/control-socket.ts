// Where operators reach a controller: a Unix socket in its folder, which only the folder's owner can open. One line of
// JSON asks, one line of JSON answers. Controllers that share the folder each have a socket of their own name.

import { chmodSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Request } from "../../../core/controller/contract/event.ts";
import type { Duration } from "../../../base/prelude/time.ts";
import { privateFolder } from "../../../base/platform/files.ts";
import type { HappeningStatus, Status } from "../status/status.ts";

export type Question =
  | { readonly ask: "status" }
  /** The last things that happened to "vm/gridce", "host/alfa01" or "controller"; a bare name is found. */
  | { readonly ask: "why"; readonly subject: string }
  | { readonly ask: "request"; readonly request: Request };

export type ControlReply =
  | { readonly kind: "status"; readonly status: Status }
  | { readonly kind: "happened"; readonly subject: string; readonly happenings: readonly HappeningStatus[] }
  /** It stands by, and another leads. */
  | { readonly kind: "standby"; readonly leader: string }
  | { readonly kind: "refused"; readonly message: string }
  /** What it would take to answer is not to be had now. */
  | { readonly kind: "failed"; readonly message: string };

export type ControlSocket = { close(): void };

const SUFFIX = ".sock";
const LONGEST_LINE = 64_000;
/** What the kernel takes for the path of a socket, in bytes. */
const LONGEST_PATH = 107;

function folderOf(folder: string): string {
  return join(folder, "control");
}

/**
 * Rejects, with a sentence for the user, if a controller of this name is there already or the socket cannot be made.
 */
export async function serveControl(
  folder: string,
  name: string,
  answer: (question: unknown) => ControlReply,
): Promise<ControlSocket> {
  const path = join(privateFolder(folderOf(folder)), `${name}${SUFFIX}`);
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw new Error(
      `${path}: is too long for a socket, which may have ${LONGEST_PATH} bytes; choose a shorter folder or name`,
    );
  if (await answers(path))
    throw new Error(`${path}: a controller of this name is running here already; give this one another --name`);
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    converse(socket, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroySoon();
    },
  };
}

function converse(socket: Socket, answer: (question: unknown) => ControlReply): void {
  let text = "";
  socket.setEncoding("utf8").setTimeout(10_000, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (piece: string) => {
    text += piece;
    if (text.length > LONGEST_LINE) return void socket.destroy();
    if (!text.includes("\n")) return;
    const line = text.slice(0, text.indexOf("\n"));
    text = "";
    socket.end(`${JSON.stringify(answerOrFailure(line, answer))}\n`);
  });
}

/** What goes wrong with an answer is told to whoever asked, and harms nobody else. */
function answerOrFailure(line: string, answer: (question: unknown) => ControlReply): ControlReply {
  try {
    return answer(questionIn(line));
  } catch (error) {
    return { kind: "failed", message: `this cannot be answered now: ${(error as Error).message}` };
  }
}

function questionIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What the controllers on this machine that share the folder answer; none, if none is here. */
export async function askControllers(folder: string, question: Question, patience: Duration): Promise<ControlReply[]> {
  const paths = socketsIn(folder);
  const replies = await Promise.all(paths.map((path) => askOne(path, `${JSON.stringify(question)}\n`, patience)));
  return replies.filter((reply) => reply !== undefined);
}

function socketsIn(folder: string): string[] {
  try {
    return readdirSync(folderOf(folder))
      .filter((name) => name.endsWith(SUFFIX))
      .sort()
      .map((name) => join(folderOf(folder), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Undefined where nobody answers: a socket that a controller left when it was killed, or one of another machine. */
function askOne(path: string, line: string, patience: Duration): Promise<ControlReply | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path, () => socket.write(line));
    socket.setEncoding("utf8").setTimeout(patience / 1000, () => socket.destroy());
    socket.on("data", (piece: string) => (text += piece));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      const reply = questionIn(text);
      resolve(reply === undefined ? undefined : (reply as ControlReply));
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.on("connect", () => end(true)).on("error", () => end(false));
  });
}
