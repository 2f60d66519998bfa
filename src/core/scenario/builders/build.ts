// From a file of the right shape to a scenario: expands and resolves names, fills in defaults, and checks what depends
// on several parts. Problems are collected; the scenario is valid only if there are none.

import { buildExperiment } from "./build-experiment.ts";
import { buildExpectations } from "./build-expect.ts";
import { buildFate } from "./build-fates.ts";
import { buildFault } from "./build-faults.ts";
import { buildGroups } from "./build-groups.ts";
import { buildHosts } from "./build-hosts.ts";
import { buildOperation } from "./build-operations.ts";
import { buildSettings } from "./build-settings.ts";
import { buildActions, buildCrew, buildGuestTypes, buildProbing, buildProvisioning } from "./build-site.ts";
import { buildVms } from "./build-vms.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import type { Known } from "../known.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { Scenario } from "../scenario.ts";
import type { WrittenScenario } from "../shape.ts";

/**
 * The scenario without its hash. `comment` describes it if the file has no description. `refuse` is told of settings
 * that are well-formed and cannot work.
 */
export function buildScenario(
  written: WrittenScenario,
  comment: string,
  complain: Complain,
  refuse: Complain,
): Omit<Scenario, "hash"> {
  const { cluster, monitor } = written;
  const hosts = buildHosts(cluster, complain);
  const guestTypes = buildGuestTypes(cluster);
  const vms = buildVms(cluster, hosts, Object.keys(guestTypes), complain);
  const groups = buildGroups(cluster, hosts, vms, complain);
  const known: Known = {
    hosts: new Set(hosts.map(({ name }) => name)),
    vms: new Set(vms.map(({ site }) => site.name)),
    groups,
    boundTo: new Map(
      vms.flatMap(({ site, hosts: bound }) => (bound === undefined ? [] : [[site.name, bound] as const])),
    ),
  };
  const faults = (written.faults ?? []).map((fault, i) => buildFault(fault, ["faults", i], known, complain));
  const operations = (written.operations ?? []).flatMap((operation, i) =>
    buildOperation(operation, ["operations", i], known, complain),
  );
  const experiment = buildExperiment(written.experiment, known, complain);
  return {
    name: written.name,
    seed: String(written.seed ?? SCENARIO_DEFAULTS.seed),
    description: written.description ?? comment,
    site: {
      hosts,
      guestTypes,
      groups,
      vms: vms.map(({ site }) => site),
      provisioning: buildProvisioning(cluster),
      probing: buildProbing(monitor),
      actions: buildActions(written.actions, complain),
      fates: (written.fates ?? []).map((fate, i) => buildFate(fate, ["fates", i], known, complain)),
      crew: buildCrew(cluster),
    },
    settings: buildSettings(written, hosts, vms, complain, refuse),
    faults,
    operations: operations.filter((each) => "request" in each),
    byHand: operations.filter((each) => "change" in each),
    controllerOutages: operations.filter((each) => "lasts" in each),
    experiment,
    expect: buildExpectations(written.expect, { known, faults, experiment }, complain),
  };
}
