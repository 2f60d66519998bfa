// What all VMs and hosts share: types of guests, provisioning, probing, actions, crew.

import { ACTION_KINDS, type ActionKind } from "../../cluster/actions.ts";
import type { ActionSite, CrewSite, GuestType, ProbingSite, ProvisioningSite } from "../../cluster/site.ts";
import { DEFAULTS } from "../defaults.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { Written, WrittenCluster } from "../shape.ts";
import { durationOf, lawOf, phasesOf, rateOf, shareOf, sizeOf } from "../../../base/document/well-formed.ts";

export function buildGuestTypes({ types }: WrittenCluster): Record<string, GuestType> {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      {
        boot: phasesOf(type.boot),
        service: phasesOf(type.service),
        shutdown: lawOf(type.shutdown ?? DEFAULTS.guest.shutdown),
        overload: lawOf(type.overload ?? DEFAULTS.guest.overload),
        install: {
          before: phasesOf(type.install.before ?? {}),
          download: sizeOf(type.install.download),
          after: phasesOf(type.install.after ?? {}),
        },
      },
    ]),
  );
}

export function buildProvisioning({ provisioning }: WrittenCluster): ProvisioningSite {
  const { bandwidth, perClient } = { ...DEFAULTS.provisioning, ...provisioning };
  return { bandwidth: rateOf(bandwidth), perClient: rateOf(perClient) };
}

export function buildProbing(monitor: Written["monitor"] = {}): ProbingSite {
  const { patience, loss, lie } = { ...DEFAULTS.monitor, ...monitor };
  return { patience: durationOf(patience), loss: shareOf(loss), lie: shareOf(lie) };
}

export function buildActions(actions: Written["actions"] = {}, complain: Complain): Record<ActionKind, ActionSite> {
  const built = ACTION_KINDS.map((kind) => {
    const { takes, fails, hangs, silent } = { takes: DEFAULTS.actions[kind], ...DEFAULTS.action, ...actions[kind] };
    const action = { takes: lawOf(takes), fails: shareOf(fails), hangs: shareOf(hangs), silent: shareOf(silent) };
    if (action.fails + action.hangs + action.silent > 1)
      complain(["actions", kind], "fails, hangs and silent add up to more than 1");
    return [kind, action] as const;
  });
  return Object.fromEntries(built) as Record<ActionKind, ActionSite>;
}

export function buildCrew({ crew = {} }: WrittenCluster): CrewSite {
  const { members, response, repairVm, repairHost, proveDead } = { ...DEFAULTS.crew, ...crew };
  return {
    members,
    response: lawOf(response),
    repairVm: lawOf(repairVm),
    repairHost: lawOf(repairHost),
    proveDead: lawOf(proveDead),
  };
}
