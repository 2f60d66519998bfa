// The effects of what people change by hand: immediate, without a command and without an outcome. A human may do what a
// controller must not: start a VM twice.

import { runsVms } from "./answering.ts";
import { domainOn, endDomain, hasRoom, moveDomain, startDomain } from "./domains.ts";
import { switchOff, switchOn } from "./hosts.ts";
import type { HostTruth, VmTruth, World } from "./state.ts";

/** The value of `cause` if a human interrupted a service. */
const HUMAN = "human";

export function stopByHand(world: World, vm: VmTruth): void {
  vm.lastFault = HUMAN;
  for (const domain of vm.domains.slice()) endDomain(world, domain, "stopped");
}

/** Nothing if it runs there, or the host is down or has no room for it. */
export function startByHand(world: World, vm: VmTruth, host: HostTruth): void {
  if (runsVms(host) && domainOn(host, vm) === undefined && hasRoom(host, vm)) startDomain(world, vm, host);
}

/** Nothing if it does not serve, or the host cannot take it. */
export function moveByHand(world: World, vm: VmTruth, to: HostTruth): void {
  const domain = vm.domains.find(({ stage }) => stage === "serving");
  if (domain === undefined || domainOn(to, vm) !== undefined || !runsVms(to) || !hasRoom(to, vm)) return;
  moveDomain(world, domain, to);
}

export function switchByHand(world: World, host: HostTruth, to: "on" | "off"): void {
  if (to === "off") switchOff(world, host, HUMAN);
  else switchOn(world, host);
}
