// The live driver on the lab keeps the contract that every driver keeps, and what happened there can be replayed.

import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { FenceRecord } from "../../src/live/driver/fencing/fence-record.ts";
import { liveDriver, type LiveDriver } from "../../src/live/driver/live-driver.ts";
import { Reach } from "../../src/live/driver/reach.ts";
// eslint-disable-next-line no-restricted-imports -- a live driver runs by this clock; only differences count
import { now, pause } from "../../src/base/platform/clock.ts";
import { check } from "../../src/base/prelude/check.ts";
import { seconds } from "../../src/base/prelude/time.ts";
import { driverContract } from "../core/drivers/contract.ts";
import { andReplayed, NOT_IN_A_REPLAY } from "../core/drivers/replayed.ts";
import type { Stand, StandOptions } from "../core/drivers/session.ts";
import { bringBack, describeOnLab, HOMES, inventory, INVENTORY } from "./on-lab.ts";

const GAPS = {
  "with the host to which it leads: a migration to a host that dies leaves the VM where it was":
    "libvirt at the source gives up when its connection is found to be dead, which takes as long as it takes",
};

/** The others may stay down meanwhile: a running guest costs time, and so does its boot. */
const ON_THE_STAND = new Map([...HOMES].filter(([vm]) => vm === "gridce" || vm === "gridse"));

describeOnLab("on the lab", () => {
  let reach: Reach | undefined;
  let live: LiveDriver | undefined;

  driverContract("live", open, {
    pace: { second: seconds(0.2), patience: seconds(400), quiet: seconds(10) },
    gaps: GAPS,
    carryOut: (body, on, promise) => (NOT_IN_A_REPLAY[promise] === undefined ? andReplayed(body, on) : body(on)),
  });

  afterAll(async () => {
    live?.close();
    if (reach !== undefined) await bringBack(reach);
    await reach?.close();
  });

  async function open({ interval }: StandOptions): Promise<Stand> {
    live?.close();
    reach ??= new Reach(inventory(), new FenceRecord(join(dirname(INVENTORY), "driver-fences.jsonl")));
    await bringBack(reach, ON_THE_STAND);
    live = liveDriver({
      reach,
      interval: () => interval,
      patience: seconds(1.8),
      hosts: ["alfa01", "alfa02"],
      vms: [...ON_THE_STAND.keys()],
      stopped: () => false,
      told: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    return { connect: live.connect, now, pass: pause, runsOn };
  }

  /** As the hypervisors answer; a host that is off runs nothing. */
  async function runsOn(vm: string): Promise<string[]> {
    check(reach !== undefined, "a stand was opened");
    const hosts: string[] = [];
    const never = new AbortController().signal;
    for (const { entry, libvirt, power } of reach.hosts.values()) {
      if ((await power.status(never)) === "off") continue;
      const state = await libvirt.state(reach.vm(vm), never);
      if (state.kind === "yes" && state.text === "running") hosts.push(entry.name);
    }
    return hosts;
  }
});
