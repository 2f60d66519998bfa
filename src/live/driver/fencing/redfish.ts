// A management board that speaks Redfish (DMTF DSP0266): the power state of a ComputerSystem, and its action Reset.

import type { Duration } from "../../../base/prelude/time.ts";
import type { Board, Effects } from "../effects.ts";
import type { Power, PowerState } from "./power-switch.ts";

/** `patience` is the timeout of each request. */
export function redfish(board: Board, patience: Duration, effects: Effects): Power {
  async function word(path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const text = await effects.askBoard(board, { path, body, timeout: patience, signal });
    return body === undefined ? JSON.parse(text) : undefined;
  }
  return {
    clock: effects.clock,
    async turn(to, signal) {
      try {
        await word(RESET, signal, resetTo(to));
        return "done";
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
    async status(signal) {
      try {
        const state = stateIn(await word("", signal));
        return state ?? { reason: "it does not report its PowerState" };
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
  };
}

/** The path of the action Reset, below the system's address. */
const RESET = "/Actions/ComputerSystem.Reset";

/** The body of a request that switches a system. */
export function resetTo(state: PowerState): { readonly ResetType: string } {
  return { ResetType: state === "off" ? "ForceOff" : "On" };
}

/** Only "Off" counts as off: a system that is being switched on or off is not proven dead. */
function stateIn(system: unknown): PowerState | undefined {
  const state = typeof system === "object" && system !== null && "PowerState" in system ? system.PowerState : undefined;
  if (state === "Off") return "off";
  return state === "On" || state === "PoweringOn" || state === "PoweringOff" || state === "Paused" ? "on" : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.name === "TimeoutError"
    ? "it did not answer in time"
    : error.message;
}
