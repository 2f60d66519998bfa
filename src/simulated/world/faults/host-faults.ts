// The effects of faults of a physical host. Those of its power, its layer and its network connection begin only on a
// host that is healthy in all of these; those of its management board, its guests' network and its path to the store
// are counted.

import type { HostFault } from "../../../core/cluster/fault.ts";
import { crashLayer, hostIsWell, setCuts, setFeed, setGuestCuts, setStoreCuts, switchOff, switchOn } from "../hosts.ts";
import { always, nothing, type Behaviours } from "./behaviour.ts";

export const HOST_BEHAVIOURS: Behaviours<HostFault> = {
  "virtual-layer-crash": {
    canBegin: hostIsWell,
    begin: (world, host, { kind, guests }) => crashLayer(world, host, guests, kind),
    end: nothing,
  },
  "virtual-layer-hang": {
    canBegin: hostIsWell,
    begin: (world, host, { kind }) => crashLayer(world, host, "survive", kind),
    end: nothing,
  },
  "host-power-loss": {
    canBegin: hostIsWell,
    begin: (world, host, { kind }) => setFeed(world, host, false, kind),
    end: (world, host, { kind }) => setFeed(world, host, true, kind),
  },
  "host-reboot": {
    canBegin: hostIsWell,
    begin(world, host, { kind }) {
      switchOff(world, host, kind);
      switchOn(world, host);
    },
    end: nothing,
  },
  "host-broken": {
    canBegin: hostIsWell,
    begin(world, host, { kind }) {
      host.broken = true;
      switchOff(world, host, kind);
    },
    end(_world, host) {
      host.broken = false;
    },
  },
  "network-cut": {
    canBegin: hostIsWell,
    begin: (world, host) => setCuts(world, host, host.cuts + 1),
    end: (world, host) => setCuts(world, host, host.cuts - 1),
  },
  "guest-network-cut": {
    canBegin: always,
    begin: (world, host) => setGuestCuts(world, host, host.guestCuts + 1),
    end: (world, host) => setGuestCuts(world, host, host.guestCuts - 1),
  },
  "store-path-cut": {
    canBegin: always,
    begin: (world, host) => setStoreCuts(world, host, host.storeCuts + 1),
    end: (world, host) => setStoreCuts(world, host, host.storeCuts - 1),
  },
  "board-silent": {
    canBegin: always,
    begin(_world, host) {
      host.boardSilences++;
    },
    end(_world, host) {
      host.boardSilences = Math.max(0, host.boardSilences - 1);
    },
  },
  "board-refuses": {
    canBegin: always,
    begin(_world, host) {
      host.boardRefusals++;
    },
    end(_world, host) {
      host.boardRefusals = Math.max(0, host.boardRefusals - 1);
    },
  },
};
