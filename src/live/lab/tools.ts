// How the lab runs programs: in an environment by which they are recognised.

import { join } from "node:path";
import { runProgram } from "../../base/platform/program.ts";
import { seconds, type Duration } from "../../base/prelude/time.ts";
import { succeeded } from "./lab-problem.ts";
import { environmentOfLab, type LabPlan } from "./plan.ts";

/** Most programs take milliseconds; on a very busy machine, seconds. */
const PATIENCE = seconds(60);

export class Tools {
  readonly #plan: LabPlan;
  readonly signal: AbortSignal;

  constructor(plan: LabPlan, signal: AbortSignal) {
    this.#plan = plan;
    this.signal = signal;
  }

  /** The output of the program; throws a LabProblem that begins with `what` if it failed. */
  async run(
    what: string,
    argv: readonly string[],
    { input, timeout = PATIENCE }: { input?: string; timeout?: Duration } = {},
  ): Promise<string> {
    return succeeded(
      await runProgram(argv, {
        timeout,
        signal: this.signal,
        env: environmentOfLab(this.#plan),
        ...(input === undefined ? {} : { input }),
      }),
      what,
    );
  }

  /** Starts a program in a namespace; it outlives this process. Its output goes to the log of that name. */
  async start(what: string, namespace: string, log: string, argv: readonly string[]): Promise<void> {
    const { bin, log: logs } = this.#plan.paths;
    await this.run(what, [join(bin, "start"), namespace, join(logs, `${log}.log`), ...argv]);
  }

  /** Runs a command on a machine of the lab; its words must not need quoting. */
  ssh(what: string, address: string, ...words: readonly string[]): Promise<string> {
    return this.run(what, [...sshTo(this.#plan, address), ...words]);
  }
}

/** ssh and its arguments, up to the command. */
export function sshTo({ paths }: LabPlan, address: string): readonly string[] {
  const options = {
    IdentityFile: paths.identity,
    IdentitiesOnly: "yes",
    UserKnownHostsFile: paths.knownHosts,
    GlobalKnownHostsFile: "/dev/null",
    StrictHostKeyChecking: "yes",
    UpdateHostKeys: "no",
    BatchMode: "yes",
    ConnectTimeout: "5",
    LogLevel: "ERROR",
  };
  return [
    "ssh",
    "-F",
    "none",
    ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    `root@${address}`,
  ];
}
