// A management board that speaks Redfish (DMTF DSP0266): the power state of a ComputerSystem, and its action Reset. Not
// with fetch: boards sign their certificates themselves, and fetch cannot be told whom to trust.

import { readFileSync } from "node:fs";
import { request as plainly, type IncomingMessage, type RequestOptions } from "node:http";
import { request as securely } from "node:https";
import type { FenceAgent } from "../../inventory/inventory.ts";
import type { Duration } from "../../../base/prelude/time.ts";
import type { Power, PowerState } from "./power.ts";

type Board = Extract<FenceAgent, { kind: "redfish" }>;

/** Password and certificate are read for each word, and go nowhere else. Each word may take as long as `patience`. */
export function redfish(board: Board, patience: Duration): Power {
  async function word(path: string, signal: AbortSignal, body?: object): Promise<unknown> {
    const text = await say(board, path, AbortSignal.any([signal, AbortSignal.timeout(patience / 1000)]), body);
    return body === undefined ? JSON.parse(text) : undefined;
  }
  return {
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
        return state ?? { reason: "it does not tell its PowerState" };
      } catch (error) {
        return { reason: reasonOf(error) };
      }
    },
  };
}

/** Where a system is switched, below its own address, and with what words. */
export const RESET = "/Actions/ComputerSystem.Reset";

export function resetTo(state: PowerState): { readonly ResetType: string } {
  return { ResetType: state === "off" ? "ForceOff" : "On" };
}

/** What the board answers. Rejects unless its status is a good one: it is not followed to where it points. */
async function say(
  { url, user, passwordFile, ca }: Board,
  path: string,
  signal: AbortSignal,
  body?: object,
): Promise<string> {
  const password = readFileSync(passwordFile, "utf8").trim();
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const options: RequestOptions = {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization,
      accept: "application/json",
      connection: "close",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    signal,
  };
  const address = new URL(`${url}${path}`);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked =
      address.protocol === "https:"
        ? securely(address, { ...options, ...(ca === undefined ? {} : { ca: readFileSync(ca) }) })
        : plainly(address, options);
    asked
      .on("response", resolve)
      .on("error", reject)
      .end(body === undefined ? "" : JSON.stringify(body));
  });
  const text = Buffer.concat(await response.toArray()).toString("utf8");
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
  return text;
}

/** Off is only what is off for good: a system that is being switched on is no longer dead. */
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
