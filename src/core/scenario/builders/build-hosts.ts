// Builds the physical hosts of a scenario.

import type { HostSpec } from "../../cluster/site.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import { expanded } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenCluster } from "../shape.ts";
import { phasesOf, sizeOf } from "../../../base/document/well-formed.ts";

export function buildHosts(cluster: WrittenCluster, complain: Complain): HostSpec[] {
  const boot = phasesOf(cluster.hostBoot ?? SCENARIO_DEFAULTS.hostBoot);
  const layer = phasesOf(cluster.layerStart ?? SCENARIO_DEFAULTS.layerStart);
  return expanded(cluster.hosts, ["cluster", "hosts"], "host", complain).map(({ name, value }) => ({
    name,
    boot,
    layer,
    cpu: value.cpu * (cluster.overcommit?.cpu ?? SCENARIO_DEFAULTS.overcommit.cpu),
    memory: sizeOf(value.memory),
    boardSharesPower: value.boardSharesPower ?? SCENARIO_DEFAULTS.host.boardSharesPower,
    startsWithPower: value.startsWithPower ?? SCENARIO_DEFAULTS.host.startsWithPower,
  }));
}
