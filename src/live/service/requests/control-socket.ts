// The control socket: a Unix socket in the controller's folder, which only the folder's owner can open. The question
// and the answer are one line of JSON each. Each controller that shares the folder has a socket of its own name.

import { chmodSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Request } from "../../../core/controller/contract/event.ts";
import type { Duration } from "../../../base/prelude/time.ts";
import { privateFolder } from "../../../base/platform/files.ts";
import type { HappeningStatus, Status } from "../status/status.ts";

export type Question =
  | { readonly ask: "status" }
  /** The last happenings of "vm/gridce", "host/alfa01" or "controller"; a bare name is completed. */
  | { readonly ask: "why"; readonly subject: string }
  | { readonly ask: "request"; readonly request: Request };

export type ControlReply =
  | { readonly kind: "status"; readonly status: Status }
  | { readonly kind: "happened"; readonly subject: string; readonly happenings: readonly HappeningStatus[] }
  /** It is a standby; another controller leads. */
  | { readonly kind: "standby"; readonly leader: string }
  | { readonly kind: "refused"; readonly message: string }
  /** The answer is not available now. */
  | { readonly kind: "failed"; readonly message: string };

export type ControlSocket = { close(): void };

const SUFFIX = ".sock";
const LONGEST_LINE = 64_000;
/** The kernel's limit for the path of a socket, in bytes. */
const LONGEST_PATH = 107;

function folderOf(folder: string): string {
  return join(folder, "control");
}

/**
 * Rejects, with a sentence for the user, if a controller of this name is running already or the socket cannot be made.
 */
export async function serveControl(
  folder: string,
  name: string,
  answer: (question: unknown) => ControlReply,
): Promise<ControlSocket> {
  const path = join(privateFolder(folderOf(folder)), `${name}${SUFFIX}`);
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw new Error(
      `${path}: is too long for a socket, at most ${LONGEST_PATH} bytes; choose a shorter folder or name`,
    );
  if (await answers(path))
    throw new Error(`${path}: a controller of this name is already running here; give this one another --name`);
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

/** An exception while answering is reported to the client, and has no other effect. */
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

/** The answers of all controllers on this machine that share the folder. */
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

/** Undefined if there is no answer: the socket is of a controller that was killed, or of another machine. */
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
