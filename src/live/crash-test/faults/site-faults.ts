// How each fault of what all VMs share is injected on real machines, and undone.

import type { SiteFault } from "../../../core/cluster/fault.ts";
import { betweenCommands, type AllOnMachines } from "./recipe.ts";

export const SITE_FAULTS_ON_MACHINES: AllOnMachines<SiteFault> = {
  "network-outage": { noCounterpart: "without the network it could not be undone, nor the campaign be stopped" },
  "storage-outage": (_fault, { storage }) =>
    storage?.stall === undefined
      ? "the inventory does not say how the store is stalled (storage.stall)"
      : betweenCommands(storage.stall),
  "provisioning-outage": (_fault, { provisioning }) =>
    provisioning?.outage === undefined
      ? "the inventory does not say how the server is made unavailable (provisioning.outage)"
      : betweenCommands(provisioning.outage),
};
