// The conditions for a live campaign: scenario and inventory describe the same machines, every fault can be injected,
// and every VM that a fault can affect is marked as expendable.

import type { CrashCampaign, Scenario } from "../../../core/scenario/scenario.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { isHostFault, type Fault, type FaultKind, type FaultOf } from "../../../core/cluster/fault.ts";
import { recipeOf } from "../faults/faults.ts";
import { affectedVms } from "./affected-vms.ts";
import { faultText } from "../healing/unhealed-faults.ts";

/** All objections to this campaign, as sentences; empty if it may begin. */
export function objections(scenario: Scenario, campaign: CrashCampaign, inventory: Inventory): readonly string[] {
  const unknown = [
    ...scenario.site.hosts
      .filter(({ name }) => !inventory.hosts.some((host) => host.name === name))
      .map(({ name }) => `the inventory does not say where host ${name} is`),
    ...scenario.site.vms
      .filter(({ name }) => !inventory.vms.some((vm) => vm.name === name))
      .map(({ name }) => `the inventory does not say where VM ${name} is`),
  ];
  if (unknown.length > 0) return unknown;
  const injected = [...campaign.inject, ...scenario.faults];
  const found = [
    ...scenario.faults.flatMap((fault) => scripted(fault)),
    ...simulatedOnly(scenario),
    ...injected.flatMap((fault) =>
      (fault.on.length === 0 ? [""] : fault.on).flatMap((name) => against(fault, name, scenario, inventory)),
    ),
    ...tooManyAtOnce(scenario, campaign, inventory),
  ];
  return [...new Set(found)];
}

function simulatedOnly({ operations, byHand, controllerOutages, site: { fates, vms } }: Scenario): string[] {
  const starting = vms.filter(({ autostart }) => autostart).map(({ name }) => name);
  return [
    ...(operations.length + byHand.length + controllerOutages.length > 0
      ? ["operations are for simulation: a live controller is asked with 3rc ctl"]
      : []),
    ...(fates.length > 0 ? ["fates are for simulation: real commands have their own"] : []),
    ...(starting.length > 0
      ? [`${starting.join(", ")}: autostart is for simulation: no host keeps the definition of a VM`]
      : []),
  ];
}

function scripted({ kind, when, on }: Fault): string[] {
  return when.kind === "at"
    ? []
    : [
        `${kind} on ${on.join(", ")} begins at random times; a live fault is injected by the campaign or at a fixed ` +
          "instant",
      ];
}

function against(fault: FaultOf, on: string, scenario: Scenario, inventory: Inventory): string[] {
  const { kind } = fault;
  const { allow, vms } = inventory;
  const what = faultText({ kind, on });
  const affected = affectedVms(kind, on, scenario.site);
  const unmarked = affected.filter((name) => vms.find((vm) => vm.name === name)?.expendable !== true);
  const recipe = recipeOf(fault, on, inventory);
  return [
    ...(isHostFault(kind) && !allow.hosts.has(on) ? [`${what}: the inventory does not allow ${on} to be touched`] : []),
    ...affected
      .filter((name) => !allow.vms.has(name))
      .map((name) => `${what}: the inventory does not allow ${name} to be touched`),
    ...unmarked.map((name) => `${what}: ${name} is not marked as expendable`),
    ...(typeof recipe === "string" ? [`${what}: ${recipe}`] : []),
  ];
}

/** Every trial has all scripted faults and one injected fault, and they may all last at the same time. */
function tooManyAtOnce({ faults, site }: Scenario, { inject }: CrashCampaign, { limits }: Inventory): string[] {
  const affectedBy = (kind: FaultKind, on: readonly string[]) =>
    (on.length === 0 ? [""] : on).flatMap((name) => affectedVms(kind, name, site));
  const told = (what: string, affected: ReadonlySet<string>) =>
    affected.size > limits.affectedVms
      ? [`${what}: would affect ${affected.size} VMs at once; the inventory allows ${limits.affectedVms}`]
      : [];
  const scripted = new Set(faults.flatMap(({ kind, on }) => affectedBy(kind, on)));
  if (scripted.size > limits.affectedVms) return told("the scripted faults", scripted);
  const beside = scripted.size === 0 ? "" : ", beside the scripted faults";
  return inject.flatMap(({ kind, on }) =>
    (on.length === 0 ? [""] : on).flatMap((name) => {
      const affected = new Set([...scripted, ...affectedVms(kind, name, site)]);
      return told(`${faultText({ kind, on: name })}${beside}`, affected);
    }),
  );
}
