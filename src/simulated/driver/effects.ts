// What each command does to the world at the instant at which it takes effect, and what it answers.

import type { Outcome } from "../../core/controller/contract/event.ts";
import { commandable } from "../world/answering.ts";
import { domainOn, endDomain, hasRoom, moveDomain, resetDomain, startDomain, startInstall } from "../world/domains.ts";
import { boardAnswers, boardRefuses, startLayer, switchOff, switchOn } from "../world/hosts.ts";
import { checkDiskIdle } from "../world/laws.ts";
import type { Domain, HostTruth, VmTruth, World } from "../world/state.ts";
import type { Action } from "./actions.ts";
import { known, type ByName } from "./by-name.ts";

/** An installation under way has no outcome yet. */
export type Result = Outcome | { readonly kind: "installing"; readonly domain: Domain };

const DONE: Result = { kind: "done" };
const failed = (reason: string): Result => ({ kind: "failed", reason });
const blocked = (by: string): Result => ({ kind: "blocked", reason: `${by} does not answer` });
const undelivered = (host: string): Result => ({ kind: "undelivered", reason: `${host} does not answer` });

/** The name that `cause` has when it was the controller that took a service away. */
const CONTROLLER = "controller";

export function takeEffect(world: World, byName: ByName, action: Action): Result {
  const host = known(byName.hosts, action.host);
  switch (action.kind) {
    case "fence-host":
      return turn(world, host, "off");
    case "power-on-host":
      return turn(world, host, "on");
    case "restart-layer":
      if (host.system !== "up" || host.answering === "nothing") return undelivered(action.host);
      startLayer(world, host);
      return DONE;
    case "inspect-host":
      if (!commandable(world, host)) return undelivered(action.host);
      return { kind: "looked", running: host.domains.map((domain) => domain.vm.site.name) };
    case "reboot-vm":
    case "stop-vm":
    case "start-vm":
    case "reinstall-vm":
    case "migrate-vm": {
      if (!commandable(world, host)) return undelivered(action.host);
      const vm = known(byName.vms, action.vm);
      vm.struckBy = vm.answering === "service" ? CONTROLLER : vm.struckBy;
      return onVm(world, byName, action, vm, host);
    }
  }
}

function turn(world: World, host: HostTruth, to: "on" | "off"): Result {
  const { name } = host.site;
  if (!boardAnswers(world, host)) return failed(`the management board of ${name} does not answer`);
  if (boardRefuses(host, to)) return failed(`the management board of ${name} refuses`);
  if (to === "on") return switchOn(world, host) ? DONE : failed(`${name} cannot be switched on`);
  switchOff(world, host, CONTROLLER);
  return DONE;
}

function onVm(
  world: World,
  byName: ByName,
  action: Extract<Action, { vm: string }>,
  vm: VmTruth,
  host: HostTruth,
): Result {
  const domain = domainOn(host, vm);
  switch (action.kind) {
    case "stop-vm":
      if (domain !== undefined) endDomain(world, domain);
      return DONE;
    case "reboot-vm":
    case "start-vm":
      if (world.storageOutages > 0) return blocked("the shared store");
      if (domain !== undefined) {
        if (action.kind === "reboot-vm") resetDomain(world, domain);
        return DONE;
      }
      if (!hasRoom(host, vm)) return failed(`${action.host} has no room`);
      startDomain(world, vm, host);
      return DONE;
    case "reinstall-vm":
      if (world.storageOutages > 0) return blocked("the shared store");
      if (world.downloads.outages > 0) return blocked("the provisioning server");
      if (domain !== undefined) endDomain(world, domain);
      if (!hasRoom(host, vm)) return failed(`${action.host} has no room`);
      checkDiskIdle(world, vm);
      return { kind: "installing", domain: startInstall(world, vm, host) };
    case "migrate-vm": {
      const to = known(byName.hosts, action.to);
      if (domain === undefined || domain.stage !== "serving")
        return failed(`${action.vm} does not run on ${action.host}`);
      if (!commandable(world, to) || !hasRoom(to, vm)) return failed(`${action.to} cannot take it`);
      moveDomain(world, domain, to);
      return DONE;
    }
  }
}
