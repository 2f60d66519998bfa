// The live driver on the lab keeps the contract that every driver keeps.

import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { liveDriver, type Live } from "../../../src/drivers/live/live-driver.ts";
import { Reach } from "../../../src/drivers/live/reach.ts";
import type { Event } from "../../../src/controller/event.ts";
import { now, pause } from "../../../src/machine/clock.ts";
import { check } from "../../../src/prelude/check.ts";
import { seconds } from "../../../src/prelude/time.ts";
import { driverContract, type Stand, type StandOptions } from "../../drivers/contract.ts";
import { bringBack, describeOnLab, inventory, INVENTORY } from "../on-lab.ts";

describeOnLab("on the lab", () => {
  let reach: Reach | undefined;
  let live: Live | undefined;

  driverContract("live", open, { second: seconds(0.25), patience: seconds(180), quiet: seconds(15) });

  afterAll(async () => {
    live?.close();
    if (reach !== undefined) await bringBack(reach);
    await reach?.close();
  });

  async function open({ interval, ignores }: StandOptions): Promise<Stand> {
    live?.close();
    reach ??= new Reach(inventory(), join(dirname(INVENTORY), "driver-fences.jsonl"));
    await bringBack(reach);
    const heard: Event[] = [];
    live = liveDriver({
      reach, interval, patience: seconds(1.2), hosts: ["alfa01", "alfa02"], vms: ["gridce", "gridse"],
      stopped: () => false, told: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    const driver = live.connect({ deliver: (event) => heard.push(event), ignores });
    return { driver, heard, now, pass: pause, runsOn };
  }

  /** As the hypervisors say; a host that is off runs nothing. */
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
