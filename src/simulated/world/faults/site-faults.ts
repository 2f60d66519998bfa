// The effects of faults of the whole site. Outages are counted: all must be over.

import { check } from "../../../base/prelude/check.ts";
import type { SiteFault } from "../../../core/cluster/fault.ts";
import { refreshAll } from "../answering.ts";
import { setServerOutages } from "../downloads.ts";
import type { World } from "../state.ts";
import { always, type Behaviours } from "./behaviour.ts";

export const SITE_BEHAVIOURS: Behaviours<SiteFault> = {
  "network-outage": {
    canBegin: always,
    begin: (world) => count(world, "networkOutages", 1),
    end: (world) => count(world, "networkOutages", -1),
  },
  "storage-outage": {
    canBegin: always,
    begin: (world) => count(world, "storageOutages", 1),
    end: (world) => count(world, "storageOutages", -1),
  },
  "provisioning-outage": {
    canBegin: always,
    begin: (world) => setServerOutages(world, world.downloads.outages + 1),
    end: (world) => setServerOutages(world, world.downloads.outages - 1),
  },
};

function count(world: World, outages: "networkOutages" | "storageOutages", by: 1 | -1): void {
  world[outages] += by;
  check(world[outages] >= 0, "an outage ended that had not begun");
  refreshAll(world);
}
