// Commands on another machine, over SSH. Sessions to one machine share a connection, since a new one costs a third of a
// second. A session that does not answer in time is ended alone; only if the connection carries nothing any more is
// that ended too, so that the next begins afresh. Host keys are checked, always: a machine whose key is not known is
// not spoken to.

import { join } from "node:path";
import type { Argv, SshAccess } from "../../inventory/inventory.ts";
import { complaintOf, runProgram, type Finished } from "../../../base/platform/program.ts";
import { seconds } from "../../../base/prelude/time.ts";
import type { Ran, Remote, RemoteOptions } from "./remote.ts";
import { tethered } from "./tether.ts";

/** What ssh itself ends with when the connection fails… */
const SSH_FAILED = 255;
/**
 * …and what it says when there was none to begin with. One that was closed or reset later may have delivered the
 * command; so only what is said before anybody is logged in counts.
 */
const NO_CONNECTION = new RegExp(
  "^(ssh: connect to host |ssh: could not resolve hostname |host key verification failed|" +
    "\\S+@\\S+: permission denied \\(|received disconnect from .*too many authentication failures|" +
    "kex_exchange_identification: |.*banner exchange|unable to negotiate with )",
  "im",
);

const CONNECT_SECONDS = 5;
/** A connection that is alive answers sooner. */
const SIGN_OF_LIFE = seconds(3);

export class Ssh implements Remote {
  readonly #access: SshAccess;
  readonly #socket: string;
  /** While it is found out whether the shared connection is dead. */
  #doubt: Promise<void> | undefined;

  /** `folder` is private to us and has a short path: sockets live there. */
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

  /** Others may be at work over the connection: what hung may have been only what was asked for. */
  async #closeIfDead(): Promise<void> {
    const { kind } = await runProgram(
      tethered(["ssh", "-o", "ControlMaster=no", ...this.#options(), "--", this.#access.address, "true"]),
      { timeout: SIGN_OF_LIFE },
    );
    if (kind === "timed-out") await this.close();
  }

  /** Ends the shared connection, if there is one, with all that is under way over it. */
  async close(): Promise<void> {
    await runProgram(["ssh", ...this.#options(), "-O", "exit", this.#access.address], {
      timeout: seconds(CONNECT_SECONDS),
    });
  }

  /** ssh and its arguments, up to the address; what is run there is to follow. */
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

/** Why the way to a host failed. */
export function wayText(finished: Finished): string {
  return finished.stderr.trim() === "" ? "the connection broke" : complaintOf(finished);
}

/** One line that the shell at the other end takes apart into just these words. */
export function remoteLine(argv: Argv): string {
  return argv
    .map((word) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
