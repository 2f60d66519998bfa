// From what was recorded of a live trial to its row in the results. Everything that was seen is put in the order of its
// instants and told to the same account that simulated trials have, so that phases mean the same in both worlds.

import type { Answer } from "../controller/event.ts";
import { Ledgers } from "../experiment/ledgers.ts";
import { TrialAccount } from "../experiment/trial-account.ts";
import type { Instant } from "../prelude/time.ts";
import type { Entry } from "../recorder/entry.ts";
import type { Trial } from "../recorder/trial.ts";
import type { Fault } from "../world/fault.ts";
import type { Site } from "../world/site.ts";
import type { Stage, WorldLaw } from "../world/state.ts";
import type { Seen } from "./truth.ts";
import { concernedBy } from "./victims.ts";

/** All that is known of one live trial. */
export type Observed = {
  readonly fault: Fault;
  /** When the controller was begun: with its settings, that and the events are all it takes to replay it. */
  readonly begunAt: Instant;
  /** What the control loop recorded. */
  readonly entries: readonly Entry[];
  readonly seen: readonly Seen[];
  /** When the fault was dealt; undefined if it was not. */
  readonly struckAt: Instant | undefined;
  readonly endedAt: Instant;
  readonly findings: readonly WorldLaw[];
};

const STAGES: Record<Answer, Stage> = { nothing: "booting", system: "starting", service: "serving" };

export function trialOf(index: number, site: Site, observed: Observed): Trial {
  const { fault, struckAt, endedAt } = observed;
  const ledgers = new Ledgers(site);
  const numbers = new Map(site.vms.map(({ name }, number) => [name, number]));
  const serving = new Set(numbers.values());
  const concerned = concernedBy(fault, site);
  let recovered = false;
  const account = new TrialAccount(index, fault, ledgers, () => (recovered = true));
  const { hooks } = account;
  for (const law of observed.findings) hooks.found(law);
  for (const { at, tell } of inOrder(observed)) {
    tell();
    if (recovered) return account.conclude(at);
  }
  return account.conclude(endedAt);

  function inOrder({ entries, seen }: Observed): { readonly at: Instant; tell(): void }[] {
    return [
      ...(struckAt === undefined ? [] : [{ at: struckAt, tell: () => hooks.struck(fault, struckAt) }]),
      ...seen.map((what) => ({ at: instantOf(what), tell: () => see(what) })),
      ...entries.map((entry) => ({ at: entry.at, tell: () => hear(entry) })),
    ].sort((a, b) => a.at - b.at);
  }

  /** A look that was under way when the fault struck found out about it, and not about what was before. */
  function instantOf({ at, told }: Seen): Instant {
    return struckAt === undefined || at >= struckAt || told < struckAt ? at : struckAt;
  }

  function hear(entry: Entry): void {
    if (entry.kind !== "command") return;
    const vm = ledgers.heard(entry.command, entry.at);
    if (vm !== undefined && concerned.has(vm.name) && entry.command.kind === "announce") hooks.stepped(vm, entry.at, entry.command.on);
  }

  function see(what: Seen): void {
    const { vm, answer } = what;
    const number = numbers.get(vm);
    if (number === undefined || !concerned.has(vm)) return;
    const instant = instantOf(what);
    ledgers.vms[number].ledger.became(instant, STAGES[answer], answer === "service");
    if (answer === "service" && !serving.has(number)) {
      serving.add(number);
      hooks.back(number, instant);
    } else if (answer !== "service" && serving.delete(number)) {
      hooks.lost(number, instant, fault.kind);
    }
  }
}

/** The journal of the trial: when the controller began, what the loop recorded, and beside it the truth as it was seen. */
export function journalOf({ fault, begunAt, entries, seen, struckAt }: Observed): readonly Entry[] {
  const changes: Entry[] = seen.map(({ at, vm, answer }) =>
    answer === "service"
      ? { kind: "change", at, subject: vm, change: "its service is back", serving: true }
      : { kind: "change", at, subject: vm, change: answer === "system" ? "its guest is starting" : "its service is lost", serving: false });
  const strike: Entry[] = struckAt === undefined ? [] : [{ kind: "change", at: struckAt, subject: fault.on[0] ?? "site", change: `fault: ${fault.kind}` }];
  const begin: Entry = { kind: "change", at: begunAt, subject: "controller", change: "begins" };
  return [begin, ...[...strike, ...changes, ...entries].sort((a, b) => a.at - b.at)];
}
