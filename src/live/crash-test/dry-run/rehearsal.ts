// The parts of a live campaign, performed for a dry run: injecting and undoing a fault, a command of the controller,
// and healing. It is the code that runs on real machines, with effects that only report.

import type { Action } from "../../../core/controller/contract/command.ts";
import type { Outcome } from "../../../core/controller/contract/event.ts";
import { performIfPermitted } from "../../driver/actions.ts";
import { performAction } from "../../driver/perform.ts";
import { Permit } from "../../driver/permit.ts";
import type { HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import { inject, undo } from "../faults/carry-out.ts";
import type { ProbeFaultControl } from "../faults/probe-faults.ts";
import { restoreHost } from "../healing/restore-host.ts";
import { restoreVm } from "../healing/restore-vm.ts";
import type { UnhealedFault } from "../healing/unhealed-faults.ts";
import { mayRestoreHost, mayRestoreVm, type Homes } from "../restore.ts";
import type { Found } from "./assumed-machines.ts";
import type { Reported } from "./reported.ts";
import { reportOf, type ReporterStage } from "./reporter.ts";

/** A state that healing may find, as a sentence, and what it would then do. */
export type Case = { readonly found: string; readonly reports: readonly Reported[] };

export class Rehearsal {
  readonly #inventory: Inventory;
  readonly #homes: Homes;

  /** Assumes that every VM is at home, as when a trial begins. */
  constructor(inventory: Inventory, homes: Homes) {
    this.#inventory = inventory;
    this.#homes = homes;
  }

  /** What injects the fault. */
  inject(unhealedFault: UnhealedFault): Promise<readonly Reported[]> {
    return this.#report({}, ({ reach, report }) => inject(unhealedFault, reach, reporting(report)));
  }

  /** What undoes the fault. */
  undo(unhealedFault: UnhealedFault): Promise<readonly Reported[]> {
    return this.#report({}, ({ reach, report }) => undo(unhealedFault, reach, reporting(report)));
  }

  /** What a command of the controller would start, if the inventory permits it. */
  perform(action: Action): Promise<readonly Reported[]> {
    return this.#report({}, async ({ reach }) => {
      const permit = new Permit(this.#inventory, reach.fences, () => false);
      return shortfallOf(
        await performIfPermitted(action, { reach, permit }, () => performAction(action, reach, never())),
      );
    });
  }

  /** What would restore this host, if the inventory permits it. */
  async healHost({ name }: HostEntry): Promise<readonly Case[]> {
    if (!mayRestoreHost(name, this.#inventory)) return [];
    const heal = (found: Partial<Found>) =>
      this.#report(found, ({ reach, report }) => restoreHost(reach.host(name), saying(report), never()));
    return askedOnce([
      { found: `${name} is off`, reports: await heal({ hostOff: name }) },
      { found: `the virtual layer of ${name} does not answer`, reports: await heal({ layerSilent: name }) },
    ]);
  }

  /** What would bring this VM home after these faults, if the inventory permits it: from every host, serving or not. */
  async healVm(vm: VmEntry, faults: readonly UnhealedFault[]): Promise<readonly Case[]> {
    const home = this.#homes.get(vm.name);
    if (home === undefined || !mayRestoreVm(vm, this.#inventory)) return [];
    const heal = (on: string, found: Partial<Found>) =>
      this.#report({ places: new Map([...this.#homes, [vm.name, on]]), ...found }, ({ reach, report }) =>
        restoreVm(vm, home, { reach, faults, say: saying(report), signal: never() }),
      );
    const cases = [{ found: `${vm.name} does not serve`, reports: await heal(home, { vmLost: vm.name }) }];
    for (const { name } of this.#inventory.hosts.filter((host) => host.name !== home))
      cases.push(
        { found: `${vm.name} serves, on ${name}`, reports: await heal(name, {}) },
        { found: `${vm.name} is on ${name} and does not serve`, reports: await heal(name, { vmLost: vm.name }) },
      );
    return askedOnce(cases);
  }

  #report(
    found: Partial<Found>,
    work: (stage: ReporterStage) => Promise<string | undefined>,
  ): Promise<readonly Reported[]> {
    return reportOf(this.#inventory, { places: this.#homes, ...found }, work);
  }
}

/**
 * The queries with which healing begins, before its first remark, are reported only in the first case that has them.
 */
function askedOnce(cases: readonly Case[]): readonly Case[] {
  const told = new Set<string>();
  return cases.map(({ found, reports }) => {
    const begins = reports.findIndex(({ what }) => what === "remark");
    const kept = reports.filter((reported, i) => i >= begins || !told.has(JSON.stringify(reported)));
    for (const reported of reports) told.add(JSON.stringify(reported));
    return { found, reports: kept };
  });
}

function reporting(report: ReporterStage["report"]): ProbeFaultControl {
  return { set: (target, probeFault) => report({ what: "probes", target, probeFault }) };
}

function saying(report: ReporterStage["report"]): (words: string) => void {
  return (words) => report({ what: "remark", words });
}

/** A signal that is never given. */
function never(): AbortSignal {
  return new AbortController().signal;
}

function shortfallOf(outcome: Outcome | undefined): string | undefined {
  if (outcome === undefined) return "there is no answer";
  return "reason" in outcome ? outcome.reason : undefined;
}
