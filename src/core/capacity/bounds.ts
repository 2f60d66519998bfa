// Bounds that hold for every choice of failed hosts and cost no search. Above: what the hosts that are left have free
// cannot be less than what they must take. Below: slots, each of which holds the largest VM; as long as one is free on
// a host that a VM may use, the VM has a place, whichever way the others were placed.

import { mayLeave } from "./may-leave.ts";
import type { Bounds } from "./capacity.ts";
import { allTogether, partners } from "./puzzle.ts";
import type { Settings, VmSettings } from "../controller/contract/settings.ts";

/** How many hosts may fail: with any placement, also with the controller's if no VMs must be together. */
export function boundsOf(settings: Settings): Bounds {
  if (settings.vms.length === 0) return { atLeast: settings.hosts.length, atMost: settings.hosts.length };
  return { atLeast: Math.min(slotBound(settings), sumBound(settings)), atMost: sumBound(settings) };
}

/**
 * Of the hosts with most memory (or cores), VMs and free room together are their whole size. They need more than is
 * free elsewhere as soon as their sizes add up to more than is free in all.
 */
function sumBound(settings: Settings): number {
  const { hosts, vms } = settings;
  const borne = (what: "cpu" | "memory"): number => {
    const size = sum(hosts.map((host) => host[what]));
    const free = size - sum(vms.map((vm) => vm[what]));
    return firstBeyond(
      hosts.map((host) => host[what]),
      free * (1 + 1e-12) + 1e-9,
    );
  };
  return Math.min(borne("cpu"), borne("memory"), hosts.length - 1);
}

/**
 * A VM that finds no slot has all hosts full that it may use. A host of a VM, and its slots, are gone when it fails; up
 * to `barred` hosts may have slots that a VM must not use.
 */
function slotBound(settings: Settings): number {
  const { hosts, vms } = settings;
  if (vms.some((vm) => !mayLeave(settings, vm))) return 0;
  const named = new Map(vms.map((vm) => [vm.name, vm]));
  const units = vms.map((vm) => withMates(settings, vm, named));
  const [cpu, memory, barred] = (["cpu", "memory", "barred"] as const).map((what) =>
    units.reduce((most, unit) => Math.max(most, unit[what]), 0),
  );
  const load = hosts.map((host) => {
    const own = vms.filter(({ home }) => home === host.name);
    const freeCpu = host.cpu - sum(own.map((vm) => vm.cpu));
    const freeMemory = host.memory - sum(own.map((vm) => vm.memory));
    const slots = Math.max(0, Math.floor(Math.min(freeCpu / cpu, freeMemory / memory, vms.length)));
    return { slots, vms: own.length };
  });
  const slots = load.map((each) => each.slots).sort((a, b) => b - a);
  const usable = sum(slots.slice(barred));
  return Math.min(
    firstBeyond(
      load.map((each) => each.slots + each.vms),
      usable,
    ),
    Math.max(0, hosts.length - 1),
  );
}

/** A VM with all that must be with it: their size, and on how many hosts they may not be. */
function withMates(
  settings: Settings,
  vm: VmSettings,
  named: ReadonlyMap<string, VmSettings>,
): { readonly cpu: number; readonly memory: number; readonly barred: number } {
  const unit = [...allTogether(settings.together, vm.name)].flatMap((name) => named.get(name) ?? []);
  const apart = new Set(unit.flatMap((each) => partners(settings.apart, each.name)));
  return {
    cpu: sum(unit.map((each) => each.cpu)),
    memory: sum(unit.map((each) => each.memory)),
    barred: apart.size + sum(unit.map(({ hosts }) => (hosts === undefined ? 0 : settings.hosts.length - hosts.length))),
  };
}

/** How many of the largest values add up to no more than this. */
function firstBeyond(values: readonly number[], limit: number): number {
  let total = 0;
  const largest = values.toSorted((a, b) => b - a);
  const at = largest.findIndex((value) => (total += value) > limit);
  return at < 0 ? largest.length : at;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
