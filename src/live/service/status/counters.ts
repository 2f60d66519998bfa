// Counters of a running controller, for its metrics: probes, commands and their outcomes, episodes, and how long
// recoveries took. An episode begins with the first symptom and ends when the VM's service is verified.

import { isVmTransition, type Announcement } from "../../../core/controller/contract/announcement.ts";
import type { Command } from "../../../core/controller/contract/command.ts";
import type { CommandId, Event } from "../../../core/controller/contract/event.ts";
import { VM_FACTS } from "../../../core/controller/state-machines/vm-states.ts";
import { between, toSeconds, type Instant } from "../../../base/prelude/time.ts";
import type { Entry } from "../../../core/journal/entry.ts";

/** Upper ends of the buckets of recovery durations, in seconds. Relaxed high availability promises 600. */
export const BUCKETS = [10, 20, 30, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1800, 3600] as const;

/** The largest number of commands whose outcome is awaited; beyond it, the oldest is forgotten. */
const MAX_AWAITED = 1000;

export class Counters {
  readonly probes = new LabelledCounts<"answer">();
  readonly commands = new LabelledCounts<"kind">();
  readonly outcomes = new LabelledCounts<"kind" | "outcome">();
  readonly alerts = new LabelledCounts<"task">();
  episodes = 0;
  /** Recoveries that took at most the upper end of each bucket. */
  readonly recoveries: number[] = BUCKETS.map(() => 0);
  recoverySeconds = 0;
  recovered = 0;
  readonly #kinds = new Map<CommandId, string>();
  readonly #symptoms = new Map<string, Instant>();
  readonly #down = new Set<string>();

  /** A probe, whether the controller ignored it or not. */
  received(event: Event): void {
    if (event.kind === "probed") this.probes.add({ answer: event.answer });
  }

  /** An entry of the journal, in order. Entries of the past set begins of episodes, and are not counted. */
  take(entry: Entry, past = false): void {
    if (entry.kind === "command") this.#takeCommand(entry.command, entry.at, past);
    else if (entry.kind === "event" && entry.event.kind === "outcome" && !past) {
      const kind = this.#kinds.get(entry.event.command);
      if (kind !== undefined) this.outcomes.add({ kind, outcome: entry.event.result.kind });
      this.#kinds.delete(entry.event.command);
    }
  }

  #takeCommand(command: Command, at: Instant, past: boolean): void {
    if (command.kind === "announce") this.#takeStep(command, at, past);
    if (past || command.kind === "announce" || command.kind === "watch") return;
    if (command.kind === "alert") return this.alerts.add({ task: command.task });
    this.commands.add({ kind: command.kind });
    this.#kinds.set(command.id, command.kind);
    if (this.#kinds.size > MAX_AWAITED)
      for (const [oldest] of this.#kinds) {
        this.#kinds.delete(oldest);
        break;
      }
  }

  #takeStep(step: Announcement, at: Instant, past: boolean): void {
    // A journal of another version may have a state that no longer exists.
    if (!isVmTransition(step) || !Object.hasOwn(VM_FACTS, step.to)) return;
    const { subject, to, on } = step;
    const { category } = VM_FACTS[to];
    if (on === "symptom") this.#symptoms.set(subject, at);
    if (on === "relief" || category === "held") {
      this.#symptoms.delete(subject);
      this.#down.delete(subject);
    }
    if ((on === "confirmed" || on === "host-lost") && category === "waiting" && !this.#down.has(subject)) {
      this.#down.add(subject);
      if (!this.#symptoms.has(subject)) this.#symptoms.set(subject, at);
      if (!past) this.episodes++;
    }
    if (category === "on-probation" && on === "verified" && this.#down.delete(subject)) {
      const began = this.#symptoms.get(subject) ?? at;
      this.#symptoms.delete(subject);
      if (!past) this.#recovered(toSeconds(between(began, at)));
    }
  }

  #recovered(seconds: number): void {
    this.recovered++;
    this.recoverySeconds += seconds;
    BUCKETS.forEach((end, i) => {
      if (seconds <= end) this.recoveries[i]++;
    });
  }
}

/** Counts by labels. */
export class LabelledCounts<Label extends string> {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<Label, string>>; count: number }>();

  add(labels: Readonly<Record<Label, string>>): void {
    const key = JSON.stringify(labels);
    const counted = this.#counts.get(key) ?? { labels, count: 0 };
    this.#counts.set(key, counted);
    counted.count++;
  }

  get all(): readonly { readonly labels: Readonly<Record<Label, string>>; readonly count: number }[] {
    return [...this.#counts.values()];
  }
}
