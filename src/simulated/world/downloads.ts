// The provisioning server as a fluid model: concurrent clients share its bandwidth equally, and none gets more than a
// client can receive (egalitarian processor sharing with a cap). Since all receive at the same rate, one number
// suffices: the level, which is what a client present from the beginning would have received. A download is complete
// when the level has risen by its size.

import type { Duration } from "../../base/prelude/time.ts";
import type { Domain, World } from "./state.ts";

/** Bytes per microsecond that each client receives now. */
function rate(world: World): number {
  const { downloads, site } = world;
  if (downloads.outages > 0 || downloads.clients.length === 0) return 0;
  return Math.min(site.provisioning.perClient, site.provisioning.bandwidth / downloads.clients.length) / 1e6;
}

export function joinDownloads(world: World, domain: Domain, bytes: number): void {
  rise(world);
  world.downloads.clients.push({ domain, fullAt: world.downloads.level + bytes });
  expectNext(world);
}

export function leaveDownloads(world: World, domain: Domain): void {
  rise(world);
  drop(world, domain);
  expectNext(world);
}

/** The server's number of outages changes. */
export function setServerOutages(world: World, outages: number): void {
  rise(world);
  world.downloads.outages = outages;
  expectNext(world);
}

/** The first download to complete is complete: it is removed, and its domain returned. */
export function takeFull(world: World): Domain | undefined {
  world.downloads.timer = null;
  rise(world);
  const first = fullestFirst(world);
  if (first === undefined) return undefined;
  drop(world, first.domain);
  expectNext(world);
  return first.domain;
}

function rise(world: World): void {
  const { downloads } = world;
  if (downloads.clients.length === 0) downloads.level = 0;
  downloads.level += rate(world) * (world.now - downloads.levelAt);
  downloads.levelAt = world.now;
}

function expectNext(world: World): void {
  const { downloads, future } = world;
  if (downloads.timer !== null) future.cancel(downloads.timer);
  downloads.timer = null;
  const first = fullestFirst(world);
  const speed = rate(world);
  if (first === undefined || speed === 0) return;
  downloads.timer = future.set(
    "download",
    null,
    Math.max(0, Math.ceil((first.fullAt - downloads.level) / speed)) as Duration,
  );
}

/** Ties go to the VM that the scenario names first. */
function fullestFirst(world: World) {
  let first: { readonly domain: Domain; readonly fullAt: number } | undefined;
  for (const client of world.downloads.clients) {
    if (
      first === undefined ||
      client.fullAt < first.fullAt ||
      (client.fullAt === first.fullAt && client.domain.vm.index < first.domain.vm.index)
    )
      first = client;
  }
  return first;
}

function drop(world: World, domain: Domain): void {
  const { clients } = world.downloads;
  clients.splice(
    clients.findIndex((client) => client.domain === domain),
    1,
  );
}
