// One look at a target: does it answer, and does what it is there for? Both are asked at the same time, so that a look
// is over when patience is, whatever is silent.

import { connect } from "node:net";
import type { Answer } from "../../core/controller/contract/event.ts";
import type { HostEntry, VmEntry } from "../inventory/inventory.ts";
import { runProgram } from "../../base/platform/program.ts";
import { toSeconds, type Duration } from "../../base/prelude/time.ts";
import type { Libvirt } from "./hypervisor/libvirt.ts";
import type { Ssh } from "./transport/ssh.ts";

/** A host answers a ping; its virtual layer is there for VMs. */
export function lookAtHost(host: HostEntry, libvirt: Libvirt, patience: Duration): Promise<Answer> {
  return both(ping(host.ssh.address, patience), libvirt.answers(patience));
}

/** A guest answers a ping; its service answers what the inventory asks. `ssh` leads into the guest. */
export function lookAtVm(vm: VmEntry, ssh: Ssh | undefined, patience: Duration): Promise<Answer> {
  return both(ping(vm.address, patience), serviceAnswers(vm, ssh, patience));
}

async function both(system: Promise<boolean>, service: Promise<boolean>): Promise<Answer> {
  if (await service) return "service";
  return (await system) ? "system" : "nothing";
}

async function ping(address: string, patience: Duration): Promise<boolean> {
  const wait = String(Math.max(0.1, toSeconds(patience) - 0.05));
  return (await runProgram(["ping", "-n", "-q", "-c", "1", "-W", wait, address], { timeout: patience })).code === 0;
}

/** Whether the service answers what the inventory asks of it. */
export async function serviceAnswers(
  { probe, address }: VmEntry,
  ssh: Ssh | undefined,
  patience: Duration,
): Promise<boolean> {
  switch (probe.kind) {
    case "http":
      return httpAnswers(probe.url, patience);
    case "tcp":
      return tcpAccepts(address, probe.port, patience);
    case "ssh":
      return ssh !== undefined && (await ssh.run(probe.command, { timeout: patience })).finished.code === 0;
    case "ping":
      return ping(address, patience);
  }
}

async function httpAnswers(url: string, patience: Duration): Promise<boolean> {
  try {
    // A connection of its own each time: one that is kept may belong to a guest that is gone.
    const response = await fetch(url, {
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

function tcpAccepts(host: string, port: number, patience: Duration): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), patience / 1000);
    socket.on("connect", () => end(true)).on("error", () => end(false));
  });
}
