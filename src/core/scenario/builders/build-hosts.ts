// The physical hosts of a scenario.

import type { HostSpec } from "../../cluster/site.ts";
import { DEFAULTS } from "../defaults.ts";
import { expanded } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenCluster } from "../shape.ts";
import { phasesOf, sizeOf } from "../../../base/document/well-formed.ts";

export function buildHosts(cluster: WrittenCluster, complain: Complain): HostSpec[] {
  const boot = phasesOf(cluster.hostBoot ?? DEFAULTS.hostBoot);
  const layer = phasesOf(cluster.layerStart ?? DEFAULTS.layerStart);
  return expanded(cluster.hosts, ["cluster", "hosts"], "host", complain).map(({ name, value }) => ({
    name,
    boot,
    layer,
    cpu: value.cpu * (cluster.overcommit?.cpu ?? DEFAULTS.overcommit.cpu),
    memory: sizeOf(value.memory),
    boardSharesPower: value.boardSharesPower ?? DEFAULTS.host.boardSharesPower,
    startsWithPower: value.startsWithPower ?? DEFAULTS.host.startsWithPower,
  }));
}
