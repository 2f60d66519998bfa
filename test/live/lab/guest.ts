// A guest of the lab in a QEMU of the test's own. It reaches only the test: its network is restricted to ports that are
// forwarded from loopback. It is ended when the test is over.

import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runProgram, type Finished } from "../../../src/base/platform/program.ts";
import { seconds, type Duration } from "../../../src/base/prelude/time.ts";

/** On a busy machine an emulated one may be slow. */
export const PATIENCE_MS = 900_000;

export type GuestOptions = {
  readonly disk: string;
  readonly folder: string;
  /** Further properties of its network. */
  readonly network?: string;
  /** Boot from network instead of disk. */
  readonly fromNetwork?: boolean;
};

export class RunningGuest {
  readonly #qemu: ChildProcess;
  readonly #folder: string;
  readonly #ports: { readonly http: number; readonly ssh: number };
  /** Why the machine has ended, as QEMU reports it. */
  readonly ended: Promise<string>;

  private constructor(
    qemu: ChildProcess,
    folder: string,
    ports: { http: number; ssh: number },
    ended: Promise<string>,
  ) {
    this.#qemu = qemu;
    this.#folder = folder;
    this.#ports = ports;
    this.ended = ended;
  }

  static async start({ disk, folder, network = "", fromNetwork = false }: GuestOptions): Promise<RunningGuest> {
    const [http, ssh] = [await freePort(), await freePort()];
    const forwards = `hostfwd=tcp:127.0.0.1:${http}-:80,hostfwd=tcp:127.0.0.1:${ssh}-:22`;
    const words = [
      "-machine",
      "pc,accel=tcg,graphics=off",
      "-m",
      "192",
      "-display",
      "none",
      "-no-reboot",
      "-qmp",
      "stdio",
      "-serial",
      `file:${join(folder, "console")}`,
      "-device",
      "pvpanic",
    ];
    words.push("-drive", `file=${disk},format=raw,if=virtio`, "-boot", fromNetwork ? "n" : "c");
    words.push("-nic", `user,model=virtio-net-pci,mac=${MAC},restrict=on,${forwards}${network}`);
    const qemu = spawn("qemu-system-x86_64", words, { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise<string>((resolve) => {
      let reason = "it was killed";
      createInterface({ input: qemu.stdout }).on("line", (line) => {
        const said = JSON.parse(line) as { event?: string; data?: { reason?: string } };
        if (said.event === "SHUTDOWN") reason = said.data?.reason ?? reason;
      });
      qemu.on("close", () => resolve(reason));
    });
    qemu.stdin.on("error", () => undefined); // it has ended meanwhile
    qemu.stdin.write('{"execute":"qmp_capabilities"}\n');
    return new RunningGuest(qemu, folder, { http, ssh }, ended);
  }

  /** The text and status of the health page; undefined without an answer within this time. */
  async health(patience: Duration): Promise<string | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.#ports.http}/cgi-bin/health`, {
        signal: AbortSignal.timeout(patience / 1000),
        headers: { connection: "close" },
      });
      return `${response.status} ${await response.text()}`;
    } catch {
      return undefined;
    }
  }

  /** The text of the health page as soon as it begins with this; fails at once if the machine ends. */
  async healthOnceIt(beginsWith: string): Promise<string> {
    let said: string | undefined;
    await this.#until(async () => (said = await this.health(seconds(20)))?.startsWith(beginsWith) === true);
    if (said?.startsWith(beginsWith)) return said;
    throw new Error(`the health page did not say ${beginsWith}; the console says:\n${this.console()}`);
  }

  /** As `ssh`, again until the command succeeds: on a busy machine a guest may be too slow for a login. */
  async sshOnceItAnswers(hostKey: string, command: string): Promise<Finished> {
    let finished = await this.ssh(hostKey, command);
    await this.#until(async () => finished.code === 0 || (finished = await this.ssh(hostKey, command)).code === 0);
    return finished;
  }

  /** Tries again and again, until it is so, the guest has ended, or patience is over. */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    let running = true;
    void this.ended.then(() => (running = false));
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end && running && !(await isSo())) await new Promise((later) => setTimeout(later, 200));
  }

  /** Runs a shell command in the guest, as root, and only if the guest has this host key. */
  ssh(hostKey: string, command: string): Promise<Finished> {
    const known = join(this.#folder, "known_hosts");
    writeFileSync(known, `[127.0.0.1]:${this.#ports.ssh} ${hostKey}\n`);
    const options = [
      "BatchMode=yes",
      "StrictHostKeyChecking=yes",
      `UserKnownHostsFile=${known}`,
      "GlobalKnownHostsFile=/dev/null",
      "IdentitiesOnly=yes",
    ].flatMap((option) => ["-o", option]);
    return runProgram(
      [
        "ssh",
        "-F",
        "none",
        ...options,
        "-i",
        join(this.#folder, "id"),
        "-p",
        String(this.#ports.ssh),
        "root@127.0.0.1",
        command,
      ],
      { timeout: seconds(120) },
    );
  }

  console(): string {
    return readFileSync(join(this.#folder, "console"), "utf8");
  }

  async end(): Promise<void> {
    this.#qemu.kill("SIGKILL");
    await this.ended;
  }
}

export const MAC = "52:54:00:99:03:01";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() =>
          address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
        );
      });
  });
}
