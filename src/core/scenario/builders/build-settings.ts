// Builds the settings of the controller: the cluster as its owner describes it, and the policy.

import { RUNG_HEIGHT, RUNG_KINDS, type RungKind } from "../../cluster/rungs.ts";
import type { RungSettings, Settings } from "../../controller/contract/settings.ts";
import type { HostSpec } from "../../cluster/site.ts";
import { buildProbes } from "./build-probes.ts";
import { buildRules } from "./build-rules.ts";
import { buildProbing } from "./build-site.ts";
import type { BuiltVm } from "./build-vms.ts";
import { checkAgain, checkCeilings } from "./check-settings.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenScenario } from "../shape.ts";
import { durationOf, shareOf } from "../../../base/document/well-formed.ts";

type WrittenController = NonNullable<WrittenScenario["controller"]>;
type WrittenRung = NonNullable<WrittenController["ladder"]>[number];

export function buildSettings(
  written: WrittenScenario,
  hosts: readonly HostSpec[],
  vms: readonly BuiltVm[],
  complain: Complain,
  refuse: Complain,
): Settings {
  const given = { ...SCENARIO_DEFAULTS.controller, ...written.controller };
  const storm = { ...SCENARIO_DEFAULTS.controller.storm, ...given.storm };
  const settings: Settings = {
    hosts: hosts.map(({ name, cpu, memory }) => ({ name, cpu, memory })),
    vms: vms.map(({ site: { name, home, cpu, memory }, hosts: among, written: { priority, ceiling } }) => ({
      name,
      home,
      hosts: among,
      cpu,
      memory,
      priority: priority ?? SCENARIO_DEFAULTS.vm.priority,
      ceiling: ceiling ?? SCENARIO_DEFAULTS.vm.ceiling,
    })),
    ...buildRules(written.cluster, vms, complain),
    ...buildProbes(written, refuse),
    ladder: ladderOf(given.ladder, complain),
    stableFor: durationOf(given.stableFor),
    maxEpisodes: given.maxEpisodes,
    window: durationOf(given.window),
    maxConcurrent: given.maxConcurrent,
    storm: { share: shareOf(storm.share), within: durationOf(storm.within), hold: durationOf(storm.hold) },
    hostActions: hostActionsOf(written.controller?.hosts),
    failback: given.failback,
    patience: durationOf(given.patience),
  };
  if (settings.ladder.length === given.ladder.length) checkCeilings(settings, vms, refuse);
  checkAgain(settings, buildProbing(written.monitor).patience, written, refuse);
  return settings;
}

function hostActionsOf(given: WrittenController["hosts"] = {}): Settings["hostActions"] {
  const usual = SCENARIO_DEFAULTS.controller.hosts;
  const attempt = (action: "fence" | "restartLayer" | "powerOn") => {
    const { attempts, timeout } = { ...usual[action], ...given[action] };
    return { attempts, timeout: durationOf(timeout) };
  };
  const once = (action: "inspect" | "migrate") => ({
    timeout: durationOf(given[action]?.timeout ?? usual[action].timeout),
  });
  return {
    fence: attempt("fence"),
    restartLayer: attempt("restartLayer"),
    powerOn: attempt("powerOn"),
    inspect: once("inspect"),
    migrate: once("migrate"),
    fenceAgainAfter: durationOf(given.fenceAgainAfter ?? usual.fenceAgainAfter),
    powerOnAgainAfter: durationOf(given.powerOnAgainAfter ?? usual.powerOnAgainAfter),
    stableFor: durationOf(given.stableFor ?? usual.stableFor),
  };
}

function ladderOf(ladder: readonly WrittenRung[], complain: Complain): RungSettings[] {
  const seen: RungKind[] = [];
  return ladder.flatMap((entry, i) => {
    const kinds = RUNG_KINDS.filter((kind) => entry[kind] !== undefined);
    if (kinds.length !== 1)
      complain(["controller", "ladder", i], `expected exactly one of ${RUNG_KINDS.join(", ")} in each rung`);
    return kinds.map((kind) => {
      const { attempts, timeout, guestWithin } = { ...SCENARIO_DEFAULTS.controller.rungs[kind], ...entry[kind] };
      if (seen.includes(kind))
        complain(["controller", "ladder", i, kind], `${kind} is already a rung of this ladder`, true);
      else if (seen.some((lower) => RUNG_HEIGHT[lower] > RUNG_HEIGHT[kind]))
        complain(
          ["controller", "ladder", i, kind],
          `${kind} is out of order: a ladder goes up from ${RUNG_KINDS.slice(0, -1).join(" over ")} to ` +
            `${RUNG_KINDS[RUNG_KINDS.length - 1]}`,
          true,
        );
      seen.push(kind);
      return {
        kind,
        attempts,
        timeout: durationOf(timeout),
        guestWithin: guestWithin === undefined ? undefined : durationOf(guestWithin),
      };
    });
  });
}
