// A small language in which tests drive the controller: each event is a verb, and the commands are returned as a
// list of short phrases ("reboot-vm gridce on alfa01", "alert repair-vm about vm/gridce"), and the whole exchange can
// be read as text. The clock advances only by these verbs, and every deadline that passes causes a `woke`, as in the
// loop. After every step the invariants of the controller are checked, so each conversation is also a test of them.

import { invariantsOf } from "../core/controller/invariants.ts";
import type { State } from "../../src/core/controller/three-rc/beliefs.ts";
import {
  isAction,
  type Command,
  type HumanTask,
  type AlertSubject,
} from "../../src/core/controller/contract/command.ts";
import type {
  Answer,
  CommandId,
  Event,
  HostName,
  Outcome,
  Request,
  Target,
  VmName,
} from "../../src/core/controller/contract/event.ts";
import { namesHost, nameOf } from "../../src/core/controller/contract/event.ts";
import type { Settings } from "../../src/core/controller/contract/settings.ts";
import { threeRc } from "../../src/core/controller/three-rc/three-rc.ts";
import {
  formatDuration,
  formatInstant,
  later,
  seconds,
  START,
  type Duration,
  type Instant,
} from "../../src/base/prelude/time.ts";

export type Phrase = string;

export class Conversation {
  state: State;
  now: Instant = START;
  readonly events: Event[] = [];
  readonly commands: Command[] = [];
  readonly #lines: string[] = [];
  readonly #distributions = invariantsOf();

  constructor(settings: Settings) {
    this.state = threeRc.begin(settings, START);
    this.#distributions(this.state, undefined, []);
  }

  /** One event, as the loop delivers it: dropped if it is ignored. */
  tell(event: Event): Phrase[] {
    const ignored = threeRc.ignores(this.state, event);
    if (event.kind !== "woke") this.#write(`${eventText(event, this.commands)}${ignored ? "  (ignored)" : ""}`);
    else if (!ignored) this.#write("time is over");
    if (ignored) return [];
    this.events.push(event);
    const commands = threeRc.step(this.state, event);
    this.commands.push(...commands);
    for (const command of commands) this.#lines.push(commandLine(command));
    this.#distributions(this.state, event, commands);
    return commands.flatMap(phraseOf);
  }

  /** Time passes; deadlines cause a `woke` when they are reached. */
  wait(time: Duration): Phrase[] {
    const until = later(this.now, time);
    const phrases: Phrase[] = [];
    for (
      let next = threeRc.nextDeadline(this.state);
      next !== undefined && next <= until;
      next = threeRc.nextDeadline(this.state)
    ) {
      phrases.push(...this.#wake(next));
    }
    this.now = until;
    return phrases;
  }

  /** Time passes until the next deadline. */
  waitForDeadline(): Phrase[] {
    const next = threeRc.nextDeadline(this.state);
    if (next === undefined) throw new Error("no deadline is set");
    return this.#wake(next);
  }

  /** A number of probes of the target, one every `retry`, the first after one `retry`. */
  probe(target: Target, answer: Answer, times = 1): Phrase[] {
    return this.#rounds([target], answer, times);
  }

  /** As many silent probes of each of the targets as a verdict needs. */
  fall(...targets: Target[]): Phrase[] {
    return this.#rounds(targets, "nothing", this.state.settings.probes.fall);
  }

  /** As many good probes of each of the targets as a verdict needs. */
  rise(...targets: Target[]): Phrase[] {
    return this.#rounds(targets, "service", this.state.settings.probes.rise);
  }

  /** The answer to a probe that was sent at another instant than now. */
  lateAnswer(target: Target, answer: Answer, asked: Instant): Phrase[] {
    return this.tell({ kind: "probed", at: this.now, target, asked, answer });
  }

  done(order: Phrase): Phrase[] {
    return this.#reply(order, { kind: "done" });
  }

  fails(order: Phrase, reason = "refused"): Phrase[] {
    return this.#reply(order, { kind: "failed", reason });
  }

  isUndelivered(order: Phrase): Phrase[] {
    return this.#reply(order, { kind: "undelivered", reason: "no route to host" });
  }

  isLost(order: Phrase): Phrase[] {
    return this.#reply(order, { kind: "lost", reason: "the connection broke" });
  }

  isBlocked(order: Phrase): Phrase[] {
    return this.#reply(order, { kind: "blocked", reason: "the shared store does not answer" });
  }

  /** The answer to the last inspect-host of this host. */
  found(host: HostName, running: readonly VmName[]): Phrase[] {
    return this.#reply(`inspect-host ${host}`, { kind: "inspected", running });
  }

  outcome(command: CommandId, result: Outcome): Phrase[] {
    return this.tell({ kind: "outcome", at: this.now, command, result });
  }

  ask(request: Request): Phrase[] {
    return this.tell({ kind: "requested", at: this.now, request });
  }

  maintain(target: Target): Phrase[] {
    return this.ask({ kind: "maintain", target });
  }

  resume(target: Target): Phrase[] {
    return this.ask({ kind: "resume", target });
  }

  /** The controller itself crashes, and continues from its journal. */
  crash(): Phrase[] {
    this.state = JSON.parse(JSON.stringify(this.state)) as State;
    return this.tell({ kind: "resumed", at: this.now });
  }

  stateOf(target: Target): string {
    const beliefs = namesHost(target) ? this.state.hosts : this.state.vms;
    return beliefs[nameOf(target)].state;
  }

  /** The id of the last command with this phrase. */
  idOf(order: Phrase): CommandId {
    const command = this.commands.findLast((each) => phraseOf(each).includes(order));
    if (command === undefined) throw new Error(`nobody ordered ${order}`);
    return command.id;
  }

  /** Every action and alert so far. */
  get phrases(): Phrase[] {
    return this.commands.flatMap(phraseOf);
  }

  /** The reason of the last action or alert with this phrase. */
  because(order: Phrase): string {
    const id = this.idOf(order);
    return this.commands.find((command) => command.id === id)?.because ?? "";
  }

  /** A remark in the text. */
  remark(sentence: string): void {
    this.#lines.push("", `# ${sentence}`);
  }

  get text(): string {
    return `${this.#lines.join("\n").trim()}\n`;
  }

  #rounds(targets: readonly Target[], answer: Answer, times: number): Phrase[] {
    const phrases: Phrase[] = [];
    for (let round = 0; round < times; round++) {
      phrases.push(...this.wait(this.state.settings.probes.retry));
      for (const target of targets)
        phrases.push(...this.tell({ kind: "probed", at: this.now, target, asked: this.now, answer }));
    }
    return phrases;
  }

  /** Outcomes come a second after the last event. */
  #reply(order: Phrase, result: Outcome): Phrase[] {
    const command = this.idOf(order);
    return [...this.wait(seconds(1)), ...this.outcome(command, result)];
  }

  #wake(at: Instant): Phrase[] {
    this.now = at;
    return this.tell({ kind: "woke", at });
  }

  #write(what: string): void {
    this.#lines.push(`${formatInstant(this.now).replace(/\.000$/, "")}  ${what}`);
  }
}

/** The phrase of an action or an alert; nothing for `announce` and `watch`. */
export function phraseOf(command: Command): Phrase[] {
  switch (command.kind) {
    case "watch":
    case "announce":
      return [];
    case "alert":
      return [alert(command.task, command.subject)];
    case "reboot-vm":
    case "stop-vm":
    case "start-vm":
    case "reinstall-vm":
      return [`${command.kind} ${command.vm} on ${command.host}`];
    case "migrate-vm":
      return [`migrate-vm ${command.vm} from ${command.host} to ${command.to}`];
    case "inspect-host":
    case "restart-layer":
    case "fence-host":
    case "power-on-host":
      return [`${command.kind} ${command.host}`];
  }
}

export function alert(task: HumanTask, subject: AlertSubject): Phrase {
  return `alert ${task} about ${subject}`;
}

function commandLine(command: Command): string {
  const margin = " ".repeat(10);
  if (isAction(command)) return `${margin}#${command.id} ${phraseOf(command).join()}: ${command.because}`;
  switch (command.kind) {
    case "watch":
      return `${margin}${command.target} is watched every ${formatDuration(command.every)}`;
    case "announce":
      return `${margin}${command.subject}: ${command.from} → ${command.to} (${command.on}): ${command.because}`;
    case "alert":
      return `${margin}ALERT ${command.task}, ${command.subject}: ${command.because}`;
  }
}

function eventText(event: Event, commands: readonly Command[]): string {
  switch (event.kind) {
    case "probed":
      return `${event.target} answers: ${event.answer}`;
    case "outcome":
      return `#${event.command} ${commands
        .filter(({ id }) => id === event.command)
        .flatMap(phraseOf)
        .join()} is ${outcomeText(event.result)}`;
    case "requested":
      return `an operator: ${Object.values(event.request).join(" ")}`;
    case "woke":
      return "time is over";
    case "resumed":
      return "the controller crashed, and runs again";
  }
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "done":
      return "done";
    case "failed":
    case "undelivered":
    case "blocked":
    case "lost":
      return `${outcome.kind}: ${outcome.reason}`;
    case "inspected":
      return `answered: ${outcome.running.join(", ") || "nothing"} runs there`;
  }
}
