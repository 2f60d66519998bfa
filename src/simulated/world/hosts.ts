// The behaviour of a physical host: power, boot, virtual layer, network connection, management board.

import { NO_TIME, type Duration } from "../../base/prelude/time.ts";
import { refreshHost, refreshVm, runsVms } from "./answering.ts";
import { autostart, endAllDomains, loseInstaller } from "./domains.ts";
import type { Phases } from "../../core/cluster/site.ts";
import type { HostTruth, World } from "./state.ts";

/** Switches a host off: all its domains end, and none starts again by itself. */
export function switchOff(world: World, host: HostTruth, cause: string): void {
  setTimer(world, host, null);
  const was = host.system;
  host.system = "off";
  if (was !== "off") world.watcher.powerChanged(host);
  layerGoesDown(world, host);
  endAllDomains(world, host, "host-off", cause);
  refreshHost(world, host);
}

/** Begins to boot a host if it is off, has power and is not broken. Returns whether it is on now. */
export function switchOn(world: World, host: HostTruth): boolean {
  if (!host.feed || host.broken) return false;
  if (host.system === "off") {
    host.system = "booting";
    host.autostarts = true;
    world.watcher.powerChanged(host);
    setTimer(world, host, total(host, host.spec.boot, "boot"));
    refreshHost(world, host);
  }
  return true;
}

export function crashLayer(world: World, host: HostTruth, guests: "die" | "survive", cause: string): void {
  setTimer(world, host, null);
  layerGoesDown(world, host);
  if (guests === "die") endAllDomains(world, host, "layer-down", cause);
  refreshHost(world, host);
}

function layerGoesDown(world: World, host: HostTruth): void {
  const was = host.layer;
  host.layer = "down";
  if (was === "up") world.watcher.layerChanged(host);
}

/** Begins to start the virtual layer, on a host whose system is up. */
export function startLayer(world: World, host: HostTruth): void {
  if (host.layer !== "down") return;
  host.layer = "starting";
  setTimer(world, host, total(host, host.spec.layer, "layer"));
}

/** The time of a host's boot, or of its layer's start, is over. */
export function hostStageOver(world: World, host: HostTruth): void {
  host.timer = null;
  if (host.system === "booting") {
    host.system = "up";
    refreshHost(world, host);
    startLayer(world, host);
  } else {
    host.layer = "up";
    world.watcher.layerChanged(host);
    refreshHost(world, host);
    if (host.autostarts) autostart(world, host);
    host.autostarts = false;
  }
}

export function setCuts(world: World, host: HostTruth, cuts: number): void {
  host.cuts = Math.max(0, cuts);
  refreshHost(world, host);
  for (const domain of host.domains.slice()) refreshVm(world, domain.vm);
}

/** The number of faults that cut off the host's guests changes. Installations under way there lose their server. */
export function setGuestCuts(world: World, host: HostTruth, cuts: number): void {
  host.guestCuts = Math.max(0, cuts);
  for (const domain of host.domains.slice()) {
    if (host.guestCuts > 0 && domain.install === "download") loseInstaller(world, domain);
    refreshVm(world, domain.vm);
  }
}

export function setStoreCuts(world: World, host: HostTruth, cuts: number): void {
  host.storeCuts = Math.max(0, cuts);
  for (const domain of host.domains.slice()) refreshVm(world, domain.vm);
}

export function setFeed(world: World, host: HostTruth, feed: boolean, cause: string): void {
  if (host.feed === feed) return;
  host.feed = feed;
  if (!feed) switchOff(world, host, cause);
  else if (host.spec.startsWithPower) switchOn(world, host);
}

/** Whether the management board answers. */
export function boardAnswers(world: World, host: HostTruth): boolean {
  return host.boardSilences === 0 && world.networkOutages === 0 && (host.feed || !host.spec.boardSharesPower);
}

/** Whether the board would refuse to switch its host to this. It refuses nothing if the host is already so. */
export function boardRefuses(host: HostTruth, to: "on" | "off"): boolean {
  return host.boardRefusals > 0 && (host.system === "off") !== (to === "off");
}

/** Whether the host is healthy in every respect that a fault of a host could change. */
export function hostIsWell(host: HostTruth): boolean {
  return runsVms(host) && host.cuts === 0;
}

function setTimer(world: World, host: HostTruth, after: Duration | null): void {
  if (host.timer !== null) world.future.cancel(host.timer);
  host.timer = after === null ? null : world.future.set("host", host, after);
}

function total(host: HostTruth, phases: Phases, stream: string): Duration {
  let sum = NO_TIME as number;
  for (const phase of phases) sum += host.draws.draw(phase.takes, stream);
  return sum as Duration;
}
