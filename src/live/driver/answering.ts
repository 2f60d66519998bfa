// One probe of a target: does the system answer, and does its service? Both are asked at the same time, so that a probe
// never takes longer than its patience.

import type { Answer } from "../../core/controller/contract/event.ts";
import type { VmEntry } from "../inventory/inventory.ts";
import { toSeconds, type Duration } from "../../base/prelude/time.ts";
import type { Effects } from "./effects.ts";
import type { HostReach, Reach } from "./reach.ts";

/** Probes a host: `system` if it answers a ping, `service` if its virtual layer answers. */
export function probeHost({ entry, libvirt, effects }: HostReach, patience: Duration): Promise<Answer> {
  return both(ping(effects, entry.ssh.address, patience), libvirt.answers(patience));
}

/** Probes a VM: `system` if its guest answers a ping, `service` if the probe of the inventory succeeds. */
export function probeVm(vm: VmEntry, reach: Reach, patience: Duration): Promise<Answer> {
  return both(ping(reach.effects, vm.address, patience), serviceAnswers(vm, reach, patience));
}

async function both(system: Promise<boolean>, service: Promise<boolean>): Promise<Answer> {
  if (await service) return "service";
  return (await system) ? "system" : "nothing";
}

async function ping(effects: Effects, address: string, patience: Duration): Promise<boolean> {
  const wait = String(Math.max(0.1, toSeconds(patience) - 0.05));
  return (await effects.run(["ping", "-n", "-q", "-c", "1", "-W", wait, address], { timeout: patience })).code === 0;
}

/** Whether the probe that the inventory defines succeeds. */
export async function serviceAnswers(
  { name, probe, address }: VmEntry,
  reach: Reach,
  patience: Duration,
): Promise<boolean> {
  const { effects } = reach;
  switch (probe.kind) {
    case "http":
      return httpAnswers(effects, probe.url, patience);
    case "tcp":
      return effects.accepts(address, probe.port, patience);
    case "ssh": {
      const guest = reach.guest(name);
      return guest !== undefined && (await guest.run(probe.command, { timeout: patience })).finished.code === 0;
    }
    case "ping":
      return ping(effects, address, patience);
  }
}

async function httpAnswers(effects: Effects, url: string, patience: Duration): Promise<boolean> {
  try {
    // A new connection each time: one that is kept may lead to a guest that no longer exists.
    const response = await effects.get(url, {
      signal: AbortSignal.timeout(patience / 1000),
      headers: { connection: "close" },
      redirect: "manual",
    });
    await response.arrayBuffer();
    return response.status < 400;
  } catch {
    return false;
  }
}
