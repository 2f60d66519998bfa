// The power switch of a host, by the kind of its fence agent. A host counts as off only when the agent's status says so
// afterwards: an accepted command proves nothing.

import type { Argv, FenceAgent } from "../../inventory/inventory.ts";
import type { Clock } from "../../../base/platform/clock.ts";
import { complaintOf, type Finished } from "../../../base/platform/program.ts";
import { later, seconds, type Duration } from "../../../base/prelude/time.ts";
import type { Effects } from "../effects.ts";
import type { Power, PowerState } from "./power-switch.ts";
import { redfish } from "./redfish.ts";
import { tethered } from "../transport/tether.ts";
import { switching, type Switching } from "../hypervisor/virsh-commands.ts";

/** Timeout of one command to the agent. */
const WORD = seconds(20);
const BETWEEN_PROBES = seconds(0.5);

export function powerOf(agent: FenceAgent, effects: Effects): Power {
  const { clock } = effects;
  if (agent.kind === "redfish") return redfish(agent, WORD, effects);
  if (agent.kind !== "ssh")
    return byCommands(
      clock,
      (argv, signal) => effects.run(tethered(argv), { timeout: WORD, signal }),
      switching(agent),
    );
  const remote = effects.remote(agent.ssh);
  return byCommands(
    clock,
    async (argv, signal) => (await remote.run(argv, { timeout: WORD, signal })).finished,
    switching(agent),
  );
}

/** Switches the host on or off and waits until the agent's status confirms it, at most for `within`. */
export async function turnAndSee(
  power: Power,
  to: PowerState,
  within: Duration,
  signal: AbortSignal,
): Promise<"done" | { readonly reason: string }> {
  const { clock } = power;
  const end = later(clock.now(), within);
  if ((await power.status(signal)) === to) return "done";
  const turned = await power.turn(to, signal);
  if (turned !== "done") return turned;
  let seen = await power.status(signal);
  while (seen !== to && clock.now() < end && !signal.aborted) {
    await clock.pause(BETWEEN_PROBES, signal);
    seen = await power.status(signal);
  }
  if (seen === to) return "done";
  return { reason: typeof seen === "object" ? seen.reason : `it was switched ${to}, and its status is still ${seen}` };
}

type Run = (argv: Argv, signal: AbortSignal) => Promise<Finished>;

function byCommands(clock: Clock, run: Run, commands: Switching): Power {
  return {
    clock,
    async turn(to, signal) {
      const finished = await run(commands[to], signal);
      return finished.kind === "exited" && finished.code === 0 ? "done" : { reason: complaintOf(finished) };
    },
    async status(signal) {
      const finished = await run(commands.status, signal);
      if (finished.kind !== "exited" || finished.code !== 0) return { reason: complaintOf(finished) };
      return stateIn(finished.stdout) ?? { reason: `its status is neither on nor off: ${finished.stdout.trim()}` };
    },
  };
}

/** The last word decides: "Chassis Power is off", "shut off", "running", "on". */
function stateIn(text: string): PowerState | undefined {
  const word = text.trim().split(/\s+/).at(-1)?.toLowerCase();
  return word === "off" ? "off" : word === "on" || word === "running" ? "on" : undefined;
}
