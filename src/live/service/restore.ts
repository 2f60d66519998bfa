// The initial state of a new leader. Either it continues from a journal: the state at its beginning, with all entries
// since replayed. Or it begins anew without knowledge, and must first inspect where VMs run.

import { join } from "node:path";
import type { State } from "../../core/controller/three-rc/beliefs.ts";
import type { Controller } from "../../core/controller/contract/controller.ts";
import type { Request } from "../../core/controller/contract/event.ts";
import type { Settings } from "../../core/controller/contract/settings.ts";
import { hash64Hex } from "../../base/prelude/hash.ts";
import type { Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { checkAnswer, turnsOf } from "../../core/journal/turns.ts";
import { JournalProblem, journalsIn, readBeginning, readServiceJournal } from "./journal.ts";

type Restored = {
  readonly state: State;
  /** The entries of all kept journals, to answer questions about the past. */
  readonly past: readonly Entry[];
  /** Remarks for operators, a sentence each. */
  readonly remarks: readonly string[];
};

type Asked = {
  readonly controller: Controller<State>;
  readonly settings: Settings;
  readonly version: string;
  /** The folder of the journals. */
  readonly folder: string;
  readonly at: Instant;
  readonly anew: boolean;
};

export function settingsHash(settings: Settings): string {
  return hash64Hex(JSON.stringify(settings));
}

/**
 * Why the journal in the folder cannot be continued with these settings by this version; undefined if it can, or if
 * there is none.
 */
export function mismatch({
  folder,
  settings,
  version,
}: Pick<Asked, "folder" | "settings" | "version">): string | undefined {
  const newest = newestIn(folder);
  const beginning = newest === undefined ? undefined : readBeginning(newest);
  if (beginning === undefined) return undefined;
  if (beginning.version !== version)
    return `${newest}: was written by version ${beginning.version}, but this is ${version}`;
  return beginning.settings === settingsHash(settings)
    ? undefined
    : `${newest}: was written with other hosts, VMs or controller settings than the scenario has now`;
}

/** Throws a `JournalProblem` if there is a journal that cannot be continued, unless `anew` is set. */
export function restoreState(asked: Asked): Restored {
  const newest = newestIn(asked.folder);
  if (asked.anew || newest === undefined) return beginAnew(asked, newest);
  const wrong = mismatch(asked);
  if (wrong !== undefined) throw new JournalProblem(wrong, true);
  const { beginning, entries, torn } = readServiceJournal(newest);
  return {
    state: stepThrough(asked.controller, beginning.state, entries, newest),
    past: [...pastBefore(asked.folder, newest), ...entries],
    remarks:
      torn === 0
        ? []
        : [
            `${newest}: its last ${torn === 1 ? "line was" : `${torn} lines were`} incomplete, and not acted upon; ` +
              "discarded",
          ],
  };
}

/**
 * Puts every VM into maintenance and ends it again, which makes the controller inspect every host before it acts on the
 * VM. These inspections are commanded when `resumed` is delivered. What operators had put into maintenance stays so.
 */
function beginAnew({ controller, settings, at, folder }: Asked, newest: string | undefined): Restored {
  const old = newest === undefined ? undefined : readHeldBack(newest);
  const state = controller.begin(settings, at);
  const ask = (request: Request) => controller.step(state, { kind: "requested", at, request });
  for (const { name } of settings.vms) ask({ kind: "maintain", target: `vm/${name}` });
  for (const { name } of settings.hosts)
    if (old?.resting.has(`host/${name}`)) ask({ kind: "maintain", target: `host/${name}` });
  for (const { name } of settings.vms)
    if (!old?.resting.has(`vm/${name}`)) ask({ kind: "resume", target: `vm/${name}` });
  if (old?.disarmed) ask({ kind: "disarm" });
  const kept = [
    ...(old?.disarmed ? ["disarmed"] : []),
    ...[...(old?.resting ?? [])].map((target) => `${target} in maintenance`),
  ];
  const remarks = newest === undefined ? [] : [`begun anew; kept from before: ${kept.join(", ") || "nothing"}`];
  return { state, past: newest === undefined ? [] : pastBefore(folder, undefined), remarks };
}

type HeldBack = { readonly resting: ReadonlySet<string>; readonly disarmed: boolean };

/**
 * What was in maintenance, read from announcements so that settings and version do not matter; undefined if the journal
 * cannot be read.
 */
function readHeldBack(path: string): HeldBack | undefined {
  const beginning = readBeginning(path);
  if (beginning === undefined) return undefined;
  const { state } = beginning;
  const resting = new Set<string>();
  for (const belief of [...Object.values(state.hosts), ...Object.values(state.vms)])
    if (belief.state === "resting") resting.add(belief.target);
  let disarmed = state.self.state === "disarmed";
  for (const entry of readable(path)) {
    if (entry.kind !== "command" || entry.command.kind !== "announce") continue;
    const { subject, to } = entry.command;
    if (subject === "controller") disarmed = to === "disarmed";
    else if (to === "resting") resting.add(subject);
    else resting.delete(subject);
  }
  return { resting, disarmed };
}

function stepThrough(controller: Controller<State>, state: State, entries: readonly Entry[], path: string): State {
  for (const turn of turnsOf(entries)) {
    try {
      checkAnswer(turn, controller.step(state, turn.event));
    } catch (error) {
      throw new JournalProblem(
        `${path}: its replay differs from what was written, so it was changed or damaged: ${(error as Error).message}`,
        false,
        { cause: error },
      );
    }
  }
  return state;
}

function newestIn(folder: string): string | undefined {
  const name = journalsIn(folder).at(-1);
  return name === undefined ? undefined : join(folder, name);
}

function pastBefore(folder: string, newest: string | undefined): Entry[] {
  return journalsIn(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== newest)
    .flatMap(readable);
}

/** The readable entries of a journal on which nothing depends. */
function readable(path: string): readonly Entry[] {
  try {
    return readServiceJournal(path).entries;
  } catch (error) {
    if (error instanceof JournalProblem) return [];
    throw error;
  }
}
