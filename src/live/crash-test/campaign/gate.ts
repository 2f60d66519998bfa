// The gate before each trial: it opens once every VM has been at home, and everything healthy, for a while.

import { probeHost, probeVm } from "../../driver/answering.ts";
import type { Reach } from "../../driver/reach.ts";
import { now, pause } from "../../../base/platform/clock.ts";
import { between, later, seconds, type Duration } from "../../../base/prelude/time.ts";
import type { Scenario } from "../../../core/scenario/scenario.ts";
import type { ProtectedVms } from "../observers/protected-vms.ts";
import type { Witness } from "../observers/witness.ts";

type Gate = {
  readonly scenario: Scenario;
  readonly reach: Reach;
  readonly witness: Witness;
  readonly protectedVms: Pick<ProtectedVms, "unseenAmong">;
  /** Why the campaign must end; undefined while nothing is wrong. */
  readonly why: () => string | undefined;
};

/** After this time the gate gives up. */
const GATE_PATIENCE = seconds(300);

/** Waits until the gate opens; returns the reason if it does not. */
export async function untilOpen(gate: Gate): Promise<string | undefined> {
  const stable = (2 * gate.scenario.settings.probes.retry) as Duration;
  const end = later(now(), GATE_PATIENCE);
  for (let since = now(), closed = ""; ; await pause(seconds(1))) {
    const ended = gate.why();
    if (ended !== undefined) return ended;
    const ill = await illness(gate);
    if (ill !== undefined) {
      since = now();
      closed = ill;
    } else if (between(since, now()) >= stable) return undefined;
    if (now() > end) return `the gate stays closed: ${closed}`;
  }
}

async function illness({ scenario: { site }, reach, witness, protectedVms }: Gate): Promise<string | undefined> {
  const { patience } = site.probing;
  const hosts = await Promise.all(
    site.hosts.map(async ({ name }) => ({
      name,
      answer: await probeHost(reach.host(name), patience),
    })),
  );
  const vms = await Promise.all(
    site.vms.map(async ({ name }) => ({ name, answer: await probeVm(reach.vm(name), reach, patience) })),
  );
  const ill = [...hosts, ...vms].find(({ answer }) => answer !== "service");
  if (ill !== undefined) return `${ill.name} answers ${ill.answer}`;
  const unseen = protectedVms.unseenAmong(site.vms);
  if (unseen !== undefined) return `${unseen}, which is not expendable, has not been seen to serve by its own observer`;
  if (!(await witness.round())) return "not every hypervisor answers";
  const away = site.vms.find(({ name, home }) => witness.hostsOf(name).join() !== home);
  return away === undefined
    ? undefined
    : `${away.name} runs on ${witness.hostsOf(away.name).join(" and ") || "no host"}, not on ${away.home}`;
}
