// Commands on another machine, over SSH. Sessions to one machine share a connection, since a new one takes a third of a
// second. A session that does not answer in time is ended alone; the connection is ended too only if it is dead, so
// that the next session opens a new one. Host keys are always checked: a machine with an unknown key is not contacted.

import { join } from "node:path";
import type { Argv, SshAccess } from "../../inventory/inventory.ts";
import { complaintOf, runProgram, type Finished } from "../../../base/platform/program.ts";
import { seconds } from "../../../base/prelude/time.ts";
import type { Ran, Remote, RemoteOptions } from "./remote.ts";
import { tethered } from "./tether.ts";

/** The exit code of ssh itself when the connection fails… */
const SSH_FAILED = 255;
/**
 * …and its messages when there never was a connection. One that was closed or reset later may have delivered the
 * command; so only messages from before the login count.
 */
const NO_CONNECTION = new RegExp(
  "^(ssh: connect to host |ssh: could not resolve hostname |host key verification failed|" +
    "\\S+@\\S+: permission denied \\(|received disconnect from .*too many authentication failures|" +
    "kex_exchange_identification: |.*banner exchange|unable to negotiate with )",
  "im",
);

const CONNECT_SECONDS = 5;
/** A live connection answers within this time. */
const SIGN_OF_LIFE = seconds(3);

export class Ssh implements Remote {
  readonly #access: SshAccess;
  readonly #socket: string;
  /** Pending while a check runs whether the shared connection is dead. */
  #doubt: Promise<void> | undefined;

  /** `folder` holds the sockets: it must be private to this process and have a short path. */
  constructor(access: SshAccess, folder: string) {
    this.#access = access;
    this.#socket = join(folder, `${access.user}@${access.address}-${access.port}`);
  }

  async run(argv: Argv, options: RemoteOptions): Promise<Ran> {
    await this.#doubt;
    const finished = await runProgram(tethered([...this.argv(), remoteLine(argv)]), options);
    if (finished.kind === "timed-out") this.#doubt ??= this.#closeIfDead().finally(() => (this.#doubt = undefined));
    if (finished.kind === "timed-out" || finished.kind === "ended") return { kind: "unanswered", finished };
    if (finished.kind === "not-started") return { kind: "undelivered", finished };
    if (finished.code !== SSH_FAILED) return { kind: "ran", finished };
    return { kind: NO_CONNECTION.test(finished.stderr) ? "undelivered" : "lost", finished };
  }

  /** Other sessions may use the connection: perhaps only the command hung. */
  async #closeIfDead(): Promise<void> {
    const { kind } = await runProgram(
      tethered(["ssh", "-o", "ControlMaster=no", ...this.#options(), "--", this.#access.address, "true"]),
      { timeout: SIGN_OF_LIFE },
    );
    if (kind === "timed-out") await this.close();
  }

  /** Ends the shared connection, if there is one, with everything under way over it. */
  async close(): Promise<void> {
    await runProgram(["ssh", ...this.#options(), "-O", "exit", this.#access.address], {
      timeout: seconds(CONNECT_SECONDS),
    });
  }

  /** ssh and its arguments, up to the address; the remote command is to be appended. */
  argv(): Argv {
    return ["ssh", ...this.#options(), "--", this.#access.address];
  }

  #options(): string[] {
    const { port, user, identity, knownHosts, options } = this.#access;
    const set: Record<string, string> = {
      ConnectTimeout: String(CONNECT_SECONDS),
      ServerAliveInterval: "5",
      ServerAliveCountMax: "2",
      LogLevel: "ERROR",
      ...options,
      BatchMode: "yes",
      StrictHostKeyChecking: "yes",
      NoHostAuthenticationForLocalhost: "no",
      UpdateHostKeys: "no",
      ControlMaster: "auto",
      ControlPersist: "30",
      ControlPath: this.#socket,
      ...(knownHosts === undefined ? {} : { UserKnownHostsFile: knownHosts, GlobalKnownHostsFile: "/dev/null" }),
      ...(identity === undefined ? {} : { IdentityFile: identity, IdentitiesOnly: "yes" }),
    };
    const own = identity === undefined ? [] : ["-F", "none"];
    return [
      ...own,
      "-T",
      "-p",
      String(port),
      "-l",
      user,
      ...Object.entries(set).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    ];
  }
}

/** Why the connection to a host failed. */
export function wayText(finished: Finished): string {
  return finished.stderr.trim() === "" ? "the connection broke" : complaintOf(finished);
}

/** One line that the shell at the other end splits into exactly these words. */
export function remoteLine(argv: Argv): string {
  return argv
    .map((word) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
