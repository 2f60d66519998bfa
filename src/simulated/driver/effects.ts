// The effect of each action on the world, at the instant at which it takes effect, and its outcome.

import type { HostActionKind, VmActionKind } from "../../core/cluster/actions.ts";
import type { Action } from "../../core/controller/contract/command.ts";
import type { Outcome } from "../../core/controller/contract/event.ts";
import { commandable, reachesStore } from "../world/answering.ts";
import { domainOn, endDomain, hasRoom, moveDomain, resetDomain, startDomain, startInstall } from "../world/domains.ts";
import { boardAnswers, boardRefuses, startLayer, switchOff, switchOn } from "../world/hosts.ts";
import { checkDiskIdle } from "../world/invariants.ts";
import type { Domain, HostTruth, VmTruth, World } from "../world/state.ts";
import { known, type ByName } from "./by-name.ts";

/** An installation under way has no outcome yet. */
export type EffectResult = Outcome | { readonly kind: "installing"; readonly domain: Domain };

const DONE: EffectResult = { kind: "done" };
const failed = (reason: string): EffectResult => ({ kind: "failed", reason });
const blocked = (by: string): EffectResult => ({ kind: "blocked", reason: `${by} does not answer` });
const undelivered = ({ spec }: HostTruth): EffectResult => ({
  kind: "undelivered",
  reason: `${spec.name} does not answer`,
});
const full = ({ spec }: HostTruth): EffectResult => failed(`${spec.name} has no room`);

/** The value of `cause` if the controller itself interrupted a service. */
const CONTROLLER = "controller";

type HostEffect = (world: World, host: HostTruth) => EffectResult;
type VmEffect<Kind extends VmActionKind> = (
  world: World,
  vm: VmTruth,
  host: HostTruth,
  action: Action<Kind>,
  byName: ByName,
) => EffectResult;

/** The effect of each action on a host. */
const ON_HOST: Readonly<Record<HostActionKind, HostEffect>> = {
  "inspect-host": (world, host) =>
    commandable(world, host)
      ? { kind: "inspected", running: host.domains.map((domain) => domain.vm.spec.name) }
      : undelivered(host),
  "restart-layer": (world, host) => {
    if (host.system !== "up" || host.answering === "nothing") return undelivered(host);
    startLayer(world, host);
    return DONE;
  },
  "fence-host": (world, host) => turn(world, host, "off"),
  "power-on-host": (world, host) => turn(world, host, "on"),
};

/** The effect of each action on a VM, on a host that takes commands. */
const ON_VM: { readonly [Kind in VmActionKind]: VmEffect<Kind> } = {
  "reboot-vm": (world, vm, host) => boot(world, vm, host, (domain) => resetDomain(world, domain)),
  "stop-vm": (world, vm, host) => {
    const domain = domainOn(host, vm);
    if (domain !== undefined) endDomain(world, domain, "stopped");
    return DONE;
  },
  "start-vm": (world, vm, host) => boot(world, vm, host, () => undefined),
  "reinstall-vm": (world, vm, host) => {
    if (!reachesStore(world, host)) return blocked("the shared store");
    if (world.downloads.outages > 0) return blocked("the provisioning server");
    const domain = domainOn(host, vm);
    if (domain !== undefined) endDomain(world, domain, "stopped");
    if (!hasRoom(host, vm)) return full(host);
    checkDiskIdle(world, vm);
    return { kind: "installing", domain: startInstall(world, vm, host) };
  },
  "migrate-vm": (world, vm, host, action, byName) => {
    const domain = domainOn(host, vm);
    const to = known(byName.hosts, action.to);
    if (domain === undefined || domain.stage !== "serving")
      return failed(`${vm.spec.name} does not run on ${host.spec.name}`);
    if (host.storeCuts > 0) return blocked("the shared store");
    if (!commandable(world, to) || to.storeCuts > 0 || !hasRoom(to, vm))
      return failed(`${to.spec.name} cannot take it`);
    moveDomain(world, domain, to);
    return DONE;
  },
};

/** The effect of an action, at the world's present instant. */
export function takeEffect(world: World, byName: ByName, action: Action): EffectResult {
  const host = known(byName.hosts, action.host);
  if (!("vm" in action)) return ON_HOST[action.kind](world, host);
  if (!commandable(world, host)) return undelivered(host);
  const vm = known(byName.vms, action.vm);
  if (vm.answering === "service") vm.lastFault = CONTROLLER;
  return onVm(world, vm, host, action, byName);
}

function onVm<Kind extends VmActionKind>(
  ...[world, vm, host, action, byName]: Parameters<VmEffect<Kind>>
): EffectResult {
  const effect: VmEffect<Kind> = ON_VM[action.kind];
  return effect(world, vm, host, action, byName);
}

function turn(world: World, host: HostTruth, to: "on" | "off"): EffectResult {
  const { name } = host.spec;
  if (!boardAnswers(world, host)) return failed(`the management board of ${name} does not answer`);
  if (boardRefuses(host, to)) return failed(`the management board of ${name} refuses`);
  if (to === "on") return switchOn(world, host) ? DONE : failed(`${name} cannot be switched on`);
  switchOff(world, host, CONTROLLER);
  return DONE;
}

/** Boots a VM from its disk, or applies `otherwise` to its domain if it already runs there. */
function boot(world: World, vm: VmTruth, host: HostTruth, otherwise: (domain: Domain) => void): EffectResult {
  if (!reachesStore(world, host)) return blocked("the shared store");
  const domain = domainOn(host, vm);
  if (domain !== undefined) {
    otherwise(domain);
    return DONE;
  }
  if (!hasRoom(host, vm)) return full(host);
  startDomain(world, vm, host);
  return DONE;
}
