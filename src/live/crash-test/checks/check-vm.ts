// Checks of a VM: it runs on exactly one host, and its service answers; its guest is reachable; its definitions
// describe the same machine as the inventory.

import { probeVm } from "../../driver/answering.ts";
import type { Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";
import { complaintOf } from "../../../base/platform/program.ts";
import { contradictions } from "./definitions.ts";
import { findProgram } from "./check-here.ts";
import { checkClock, PATIENCE, type CheckResult } from "./check-result.ts";

type Tell = (what: string, ok: boolean, detail: string) => CheckResult;

export async function checkVm(vm: VmEntry, reach: Reach): Promise<CheckResult[]> {
  const tell: Tell = (what, ok, detail) => ({ subject: vm.name, what, ok, detail });
  const { running, inspected } = await whereabouts(vm, reach);
  const answer = await probeVm(vm, reach, PATIENCE);
  const permission = [
    reach.inventory.allow.vms.has(vm.name) ? "may be touched" : "is only observed",
    vm.expendable ? "is expendable" : "is not expendable",
  ];
  return [
    tell(
      "domain",
      running.length === 1,
      `${vm.domain} runs ${running.length === 0 ? "nowhere" : `on ${running.join(" and ")}`}`,
    ),
    tell(
      `service (${vm.probe.kind})`,
      answer === "service",
      answer === "service" ? "answers" : answer === "system" ? "only its guest answers" : "does not answer",
    ),
    ...(await checkGuest(vm, reach, tell)),
    ...(inspected === undefined ? [] : await checkDefinitions(vm, reach, inspected, tell)),
    tell("allowed", true, permission.join(", ")),
  ];
}

/** The hosts on which it runs, and one host that answered. */
async function whereabouts(
  vm: VmEntry,
  reach: Reach,
): Promise<{ readonly running: readonly string[]; readonly inspected: string | undefined }> {
  const states = await Promise.all(
    [...reach.hosts.values()].map(async ({ entry, libvirt }) => ({
      host: entry.name,
      state: await libvirt.state(vm, AbortSignal.timeout(PATIENCE / 1000)),
    })),
  );
  const known = states.filter(({ state }) => state.kind === "yes");
  return {
    running: known
      .filter(({ state }) => "text" in state && state.text !== "absent" && state.text !== "shut off")
      .map(({ host }) => host),
    inspected: known[0]?.host,
  };
}

async function checkGuest(vm: VmEntry, reach: Reach, tell: Tell): Promise<CheckResult[]> {
  const guest = reach.guest(vm.name);
  if (guest === undefined) return [];
  const { kind, finished } = await guest.run(["true"], { timeout: PATIENCE });
  if (kind !== "ran" || finished.code !== 0) return [tell("guest ssh", false, complaintOf(finished))];
  const hang =
    vm.hang === undefined
      ? undefined
      : (await guest.run(findProgram(vm.hang[0]), { timeout: PATIENCE })).finished.code === 0;
  return [
    tell("guest ssh", true, "host key known"),
    await checkClock(vm.name, guest, undefined),
    ...(vm.hang === undefined
      ? []
      : [
          tell(
            "hang",
            hang === true,
            hang === true ? `${vm.hang[0]} is installed` : `${vm.hang[0]} is not installed, or may not be run`,
          ),
        ]),
  ];
}

async function checkDefinitions(vm: VmEntry, reach: Reach, host: string, tell: Tell): Promise<CheckResult[]> {
  const { ssh } = reach.host(host);
  const read = async (file: string) => {
    const { kind, finished } = await ssh.run(["cat", "--", file], { timeout: PATIENCE });
    return kind === "ran" && finished.code === 0 ? finished.stdout : undefined;
  };
  const boots = await read(vm.definition);
  const installs = vm.installDefinition === undefined ? undefined : await read(vm.installDefinition);
  if (boots === undefined) return []; // reported as a missing file
  const wrong = contradictions(vm, boots, installs);
  return [tell("definitions", wrong.length === 0, wrong.length === 0 ? "agree with the inventory" : wrong.join("; "))];
}
