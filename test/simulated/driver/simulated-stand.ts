// A stand for the contract in a simulated world.

import { seconds } from "../../../src/base/prelude/time.ts";
import { Unconnected } from "../../builders/bench.ts";
import { constant } from "../../builders/scenario.ts";
import type { Open } from "../../core/drivers/session.ts";

export const simulated: Open = ({ interval, slow }) => {
  const bench = new Unconnected({
    interval,
    vms: { gridce: "alfa01", gridse: "alfa02" },
    ...(slow === undefined ? {} : { actions: { [slow]: { takes: constant(seconds(300)) } } }),
  });
  return Promise.resolve({
    connect: bench.connect,
    now: () => bench.engine.now,
    pass: (time) => Promise.resolve(bench.pass(time)),
    runsOn: (vm) => Promise.resolve(bench.runsOn(vm)),
  });
};
