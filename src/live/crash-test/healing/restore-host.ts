// Restores a host: switched on, reachable, its virtual layer answering. Timeouts allow for machines with a long
// self-test; each wait ends as soon as its condition holds.

import { probeHost } from "../../driver/answering.ts";
import { turnAndSee } from "../../driver/fencing/power.ts";
import type { HostReach } from "../../driver/reach.ts";
import { seconds } from "../../../base/prelude/time.ts";
import { foundWell, PROBE_TIMEOUT, until } from "./is-well.ts";

/** Until the board reports that the host is on. */
const SHOWS_POWER = seconds(120);
/** From power to SSH. */
const BOOTS = seconds(1800);
/** From SSH, or from its start, to a virtual layer that answers. */
const STARTS_LAYER = seconds(120);

/** Why it could not be restored; undefined if it is healthy or the signal was given. */
export async function restoreHost(
  host: HostReach,
  say: (what: string) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const {
    entry: { name, restartLayer },
    ssh,
    libvirt,
    effects: { clock },
  } = host;
  const probe = () => probeHost(host, PROBE_TIMEOUT);
  if ((await foundWell(clock, async () => (await probe()) === "service", signal)) || signal.aborted) return undefined;
  say(`${name} is being restored`);
  await ssh.close(); // a connection from before would only hang
  const answers = () => libvirt.answers(PROBE_TIMEOUT);
  if ((await probe()) === "nothing") {
    const on = await turnAndSee(host.power, "on", SHOWS_POWER, signal);
    if (on !== "done") return `${name} cannot be switched on: ${on.reason}`;
    if (
      !(await until(
        clock,
        BOOTS,
        async () => (await ssh.run(["true"], { timeout: PROBE_TIMEOUT, signal })).finished.code === 0,
        signal,
      ))
    )
      return `${name} is on and cannot be reached`;
    if (await until(clock, STARTS_LAYER, answers, signal)) return undefined;
  }
  if (signal.aborted) return undefined;
  await ssh.run(restartLayer, { timeout: STARTS_LAYER, signal });
  return (await until(clock, STARTS_LAYER, answers, signal))
    ? undefined
    : `${name} is reachable, and its virtual layer does not answer`;
}
