// A stand for the contract in a simulated world.

import { Unconnected } from "../../builders/bench.ts";
import type { Open } from "../../core/drivers/session.ts";

export const simulated: Open = (options) => {
  const bench = new Unconnected({ ...options, vms: { gridce: "alfa01", gridse: "alfa02" } });
  return Promise.resolve({
    connect: bench.connect,
    now: () => bench.engine.now,
    pass: (time) => Promise.resolve(bench.pass(time)),
    runsOn: (vm) => Promise.resolve(bench.runsOn(vm)),
  });
};
