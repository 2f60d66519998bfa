// Changes by hand at their instants. Nobody is told: the controller finds out, or does not.

import type { ByHand, HandChange } from "../../core/cluster/intervention.ts";
import type { Engine } from "../engine/engine.ts";
import { moveByHand, startByHand, stopByHand, switchByHand } from "../world/by-hand.ts";
import type { World } from "../world/state.ts";
import { known, type ByName } from "./by-name.ts";

/** Schedules the changes; `changed` is called before each. */
export function scheduleByHand(
  world: World,
  engine: Engine,
  byName: ByName,
  byHand: readonly ByHand[],
  changed: (change: HandChange) => void,
): void {
  if (byHand.length === 0) return;
  const handler = engine.on((index) => {
    const { change } = byHand[index];
    world.now = engine.now;
    changed(change);
    make(world, change, byName);
  });
  byHand.forEach(({ at }, index) => engine.at(at, handler, index));
}

function make(world: World, change: HandChange, { vms, hosts }: ByName): void {
  switch (change.kind) {
    case "stop":
      return stopByHand(world, known(vms, change.vm));
    case "start":
      return startByHand(world, known(vms, change.vm), known(hosts, change.host));
    case "move":
      return moveByHand(world, known(vms, change.vm), known(hosts, change.to));
    case "switch-off":
      return switchByHand(world, known(hosts, change.host), "off");
    case "switch-on":
      return switchByHand(world, known(hosts, change.host), "on");
  }
}
