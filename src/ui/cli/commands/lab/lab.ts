// `3rc lab`: builds, checks and removes a lab cluster on this machine.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Inventory } from "../../../../live/inventory/inventory.ts";
import { parseInventory } from "../../../../live/inventory/parse.ts";
import { clearLab } from "../../../../live/lab/clear.ts";
import { LabProblem } from "../../../../live/lab/lab-problem.ts";
import { labStatus, type LabStatus } from "../../../../live/lab/lab-status.ts";
import { requireProgramsOfLab } from "../../../../live/lab/needs.ts";
import { environmentOfLab, planLab, problemOfName, type LabPlan } from "../../../../live/lab/plan.ts";
import { raiseLab } from "../../../../live/lab/raise.ts";
import { builderOf, folderOfLab, problemOfFolder } from "../../../../live/lab/registry.ts";
import { now } from "../../../../base/platform/clock.ts";
import { check } from "../../../../base/prelude/check.ts";
import { between, toSeconds } from "../../../../base/prelude/time.ts";
import { textTable } from "../../../report/text/text-table.ts";
import { EXIT } from "../../exit.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { print, printError } from "../../terminal/print.ts";

export type LabOptions = { readonly name: string; readonly folder?: string };
export type LabUpOptions = LabOptions & { readonly images?: string; readonly quiet?: boolean };

export async function up(options: LabUpOptions): Promise<void> {
  const plan = await refused(() => planOf(options));
  await refused(() => refuseWhileBuilt(plan));
  await refused(requireProgramsOfLab);
  const stop = new AbortController();
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    process.exitCode = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  Object.assign(process.env, environmentOfLab(plan)); // marks all processes started from here on
  try {
    await refused(() =>
      raiseLab(plan, {
        images: resolve(options.images ?? plan.paths.images),
        readInventory,
        signal: stop.signal,
        tell: teller(options),
      }),
    );
    print(`${plan.paths.inventory}\n`);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    printError("interrupted: the lab was removed\n");
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

export async function status(options: LabOptions): Promise<void> {
  const plan = await refused(() => planOf(options));
  if (folderOfLab(plan.name) === undefined)
    throw new Refusal(`there is no lab of the name "${plan.name}" on this machine; 3rc lab up builds one`, "verdict");
  const status = await labStatus(plan);
  print(`${tablesOf(status)}\n`);
  if (!status.well) process.exitCode = EXIT.verdict;
}

export async function down(options: LabOptions): Promise<void> {
  const plan = await refused(() => planOf(options));
  await refused(() => refuseWhileBuilt(plan));
  await refused(() => clearLab(plan));
}

function planOf({ name, folder }: LabOptions): LabPlan {
  if (process.getuid?.() !== 0)
    throw new LabProblem("a lab needs namespaces, mounts and network interfaces: run it as root");
  const there = folderOfLab(name);
  const plan = planLab(name, folder === undefined ? (there ?? `/var/lib/${name}-lab`) : resolve(folder));
  const problem = problemOfName(name) ?? problemOfFolder(plan.folder);
  if (problem !== undefined) throw new Refusal(problem);
  if (there !== undefined && there !== plan.folder)
    throw new LabProblem(
      `there is a lab of the name "${name}" in ${there}: remove it first with 3rc lab down, or give this one ` +
        "another --name",
    );
  return plan;
}

function refuseWhileBuilt({ name }: LabPlan): void {
  const builder = builderOf(name);
  if (builder !== undefined)
    throw new LabProblem(`the lab "${name}" is being built by process ${builder}: wait for it, or interrupt it`);
}

function readInventory(file: string): Inventory {
  const read = parseInventory(readFileSync(file), file, dirname(file));
  check(
    read.ok,
    () =>
      `the lab's own inventory is not valid: ${read.ok ? "" : read.problems.map(({ message }) => message).join("; ")}`,
  );
  return read.inventory;
}

function teller({ quiet }: LabUpOptions): (done: string) => void {
  const begun = now();
  return (done) => {
    if (quiet !== true) printError(`${toSeconds(between(begun, now())).toFixed(1).padStart(6)} s  ${done}\n`);
  };
}

function tablesOf({ hosts, services, vms }: LabStatus): string {
  const word = (well: boolean) => (well ? "yes" : "NO");
  return [
    textTable(
      [
        ["host", "power", "SSH", "libvirt", "board"],
        ...hosts.map(({ name, powered, ssh, libvirt, board }) => [
          name,
          powered ? "on" : "OFF",
          word(ssh),
          word(libvirt),
          word(board),
        ]),
      ],
      5,
    ),
    textTable([["service", "answers"], ...services.map(({ name, answers }) => [name, word(answers)])], 2),
    textTable(
      [
        ["VM", "type", "on", "well"],
        ...vms.map(({ name, hostType, on, well }) => [name, hostType, on.join(" and ") || "NONE", word(well)]),
      ],
      4,
    ),
  ].join("\n\n");
}

/** Turns a LabProblem into a Refusal of one line. */
async function refused<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabProblem) throw new Refusal(error.message, "environment", { cause: error });
    throw error;
  }
}
