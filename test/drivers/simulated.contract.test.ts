// The simulated driver keeps the contract.

import { Bench } from "../builders/bench.ts";
import { driverContract } from "./contract.ts";

driverContract("simulated", (options) => {
  const bench = new Bench({ ...options, vms: { gridce: "alfa01", gridse: "alfa02" } });
  return Promise.resolve({
    driver: bench.driver,
    heard: bench.events,
    now: () => bench.engine.now,
    pass: (time) => Promise.resolve(bench.pass(time)),
    runsOn: (vm) => Promise.resolve(bench.runsOn(vm)),
  });
});
