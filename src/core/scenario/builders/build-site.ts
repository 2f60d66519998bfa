// Builds what VMs and hosts share: types of guests, provisioning, probing, actions, crew.

import { ACTION_KINDS, type ActionKind } from "../../cluster/actions.ts";
import type { ActionSpec, CrewSpec, GuestType, ProbingSpec, ProvisioningSpec } from "../../cluster/site.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenScenario, WrittenCluster } from "../shape.ts";
import { durationOf, distributionOf, phasesOf, rateOf, shareOf, sizeOf } from "../../../base/document/well-formed.ts";

export function buildGuestTypes({ types }: WrittenCluster): Record<string, GuestType> {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      {
        boot: phasesOf(type.boot),
        service: phasesOf(type.service),
        shutdown: distributionOf(type.shutdown ?? SCENARIO_DEFAULTS.guest.shutdown),
        overload: distributionOf(type.overload ?? SCENARIO_DEFAULTS.guest.overload),
        install: {
          before: phasesOf(type.install.before ?? {}),
          download: sizeOf(type.install.download),
          after: phasesOf(type.install.after ?? {}),
        },
      },
    ]),
  );
}

export function buildProvisioning({ provisioning }: WrittenCluster): ProvisioningSpec {
  const { bandwidth, perClient } = { ...SCENARIO_DEFAULTS.provisioning, ...provisioning };
  return { bandwidth: rateOf(bandwidth), perClient: rateOf(perClient) };
}

export function buildProbing(monitor: WrittenScenario["monitor"] = {}): ProbingSpec {
  const { patience, loss, lie } = { ...SCENARIO_DEFAULTS.monitor, ...monitor };
  return { patience: durationOf(patience), loss: shareOf(loss), lie: shareOf(lie) };
}

export function buildActions(
  actions: WrittenScenario["actions"] = {},
  complain: Complain,
): Record<ActionKind, ActionSpec> {
  const built = ACTION_KINDS.map((kind) => {
    const { takes, fails, hangs, silent } = {
      takes: SCENARIO_DEFAULTS.actions[kind],
      ...SCENARIO_DEFAULTS.action,
      ...actions[kind],
    };
    const action = {
      takes: distributionOf(takes),
      fails: shareOf(fails),
      hangs: shareOf(hangs),
      silent: shareOf(silent),
    };
    if (action.fails + action.hangs + action.silent > 1)
      complain(["actions", kind], "fails, hangs and silent add up to more than 1");
    return [kind, action] as const;
  });
  return Object.fromEntries(built) as Record<ActionKind, ActionSpec>;
}

export function buildCrew({ crew = {} }: WrittenCluster): CrewSpec {
  const { members, response, repairVm, repairHost, proveDead } = { ...SCENARIO_DEFAULTS.crew, ...crew };
  return {
    members,
    response: distributionOf(response),
    repairVm: distributionOf(repairVm),
    repairHost: distributionOf(repairHost),
    proveDead: distributionOf(proveDead),
  };
}
