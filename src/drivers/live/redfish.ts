// A management board that speaks Redfish (DMTF DSP0266): the power state of a ComputerSystem, and its action Reset.

import type { Duration } from "../../prelude/time.ts";
import type { Power, PowerState } from "./power.ts";

/** `url` is that of the system; the password is asked for at each word, and goes nowhere else. */
export function redfish(url: string, user: string, password: () => string, patience: Duration): Power {
  async function word(path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const authorization = `Basic ${Buffer.from(`${user}:${password()}`).toString("base64")}`;
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization, accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience / 1000)]),
      redirect: "error",
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return body === undefined ? JSON.parse(text) : undefined;
  }
  return {
    async turn(to, signal) {
      try {
        await word("/Actions/ComputerSystem.Reset", signal, { ResetType: to === "off" ? "ForceOff" : "On" });
        return "done";
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
    async status(signal) {
      try {
        const state = stateIn(await word("", signal));
        return state ?? { reason: "it does not tell its PowerState" };
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
  };
}

/** Off is only what is off for good: a system that is being switched on is no longer dead. */
function stateIn(system: unknown): PowerState | undefined {
  const state = typeof system === "object" && system !== null && "PowerState" in system ? system.PowerState : undefined;
  if (state === "Off") return "off";
  return state === "On" || state === "PoweringOn" || state === "PoweringOff" || state === "Paused" ? "on" : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "TimeoutError" ? "it did not answer in time" : error.cause instanceof Error ? error.cause.message : error.message;
}
