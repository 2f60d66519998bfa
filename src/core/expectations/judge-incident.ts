// Judges the expectations of an incident by its journal alone: by the truth that it records, and by what the controller
// commanded and announced.

import { formatInstant, type Instant } from "../../base/prelude/time.ts";
import { isAction, subjectOf, type Command } from "../controller/contract/command.ts";
import type { Entry } from "../journal/entry.ts";
import type { Expectation, Judged } from "./expectation.ts";
import { VmTruths } from "./vm-truths.ts";

/** One judgement for each expectation, in their order. `entries` is the whole journal of the incident. */
export function judgeIncident(expectations: readonly Expectation[], entries: readonly Entry[]): readonly Judged[] {
  return expectations.map((expectation) => ({ ...judgeOne(expectation, entries), expected: textOf(expectation) }));
}

type Found = Omit<Judged, "expected">;

function judgeOne(expectation: Expectation, entries: readonly Entry[]): Found {
  switch (expectation.kind) {
    case "serves":
      return serves(expectation, entries);
    case "never-twice":
      return neverTwice(expectation, entries);
    case "no-command":
      return noCommand(expectation, entries);
    case "command-after":
      return commandAfter(expectation, entries);
    case "alert":
      return alert(expectation, entries);
    case "state":
      return stateReached(expectation, entries);
  }
}

type Of<Kind extends Expectation["kind"]> = Extract<Expectation, { kind: Kind }>;

function serves({ vm, hosts, by }: Of<"serves">, entries: readonly Entry[]): Found {
  const truths = new VmTruths();
  for (const entry of entries) if (entry.at <= by) truths.take(entry);
  const { serving, on } = truths.of(vm);
  const where = [...on.keys()].join(" and ");
  const there = hosts.length === 0 || hosts.some((host) => on.has(host));
  if (serving && there) return { verdict: "held", found: `it serves on ${where}`, at: by };
  return { verdict: "missed", found: serving ? `it serves on ${where}` : "its service does not answer", at: by };
}

function neverTwice({ vms }: Of<"never-twice">, entries: readonly Entry[]): Found {
  const truths = new VmTruths();
  for (const entry of entries) {
    truths.take(entry);
    for (const vm of vms) {
      const { copies, on } = truths.of(vm);
      if (copies > 1)
        return { verdict: "missed", found: `${vm} runs on ${[...on.keys()].join(" and ")} at once`, at: entry.at };
    }
  }
  return { verdict: "held", found: "none did" };
}

function noCommand({ commands, targets }: Of<"no-command">, entries: readonly Entry[]): Found {
  const given = commandsIn(entries).find(
    ({ command }) =>
      isAction(command) &&
      commands.includes(command.kind) &&
      (targets.length === 0 || targets.includes(subjectOf(command))),
  );
  if (given === undefined) return { verdict: "held", found: "none was given" };
  const { command, at } = given;
  return { verdict: "missed", found: `${commandName(command)} was given: ${command.because}`, at };
}

function commandAfter({ command, target, after, of }: Of<"command-after">, entries: readonly Entry[]): Found {
  const isOf = (each: Command, kind: string, subject: string) =>
    isAction(each) && each.kind === kind && subjectOf(each) === subject;
  const awaited = new Set<number>();
  let done = false;
  for (const entry of entries) {
    if (entry.kind === "event" && entry.event.kind === "outcome" && awaited.has(entry.event.command))
      done ||= entry.event.result.kind === "done";
    if (entry.kind !== "command") continue;
    if (isOf(entry.command, after, of)) awaited.add(entry.command.id);
    if (!isOf(entry.command, command, target)) continue;
    return done
      ? { verdict: "held", found: "it was given after that", at: entry.at }
      : { verdict: "missed", found: "it was given before that", at: entry.at };
  }
  return { verdict: "missed", found: "it was never given" };
}

function alert({ task, about, by, atMost }: Of<"alert">, entries: readonly Entry[]): Found {
  const calls = commandsIn(entries).filter(
    ({ command }) =>
      command.kind === "alert" &&
      (task === undefined || command.task === task) &&
      (about === undefined || command.subject === about),
  );
  const [first] = calls;
  const found = calls.length === 1 ? "one call" : `${calls.length} calls`;
  if (by !== undefined && (first === undefined || first.at > by))
    return {
      verdict: "missed",
      found: first === undefined ? "no call" : `${found}, the first too late`,
      at: first?.at,
    };
  if (atMost !== undefined && calls.length > atMost) return { verdict: "missed", found, at: calls[atMost].at };
  return { verdict: "held", found, at: first?.at };
}

function stateReached({ of, state, by }: Of<"state">, entries: readonly Entry[]): Found {
  const steps = commandsIn(entries).flatMap(({ command, at }) =>
    command.kind === "announce" && command.subject === of ? [{ to: command.to as string, at }] : [],
  );
  const reached = steps.find(({ to }) => to === state);
  if (reached !== undefined && reached.at <= by) return { verdict: "held", found: "it is reached", at: reached.at };
  if (reached !== undefined) return { verdict: "missed", found: "it is reached too late", at: reached.at };
  const states = [...new Set(steps.map(({ to }) => to))];
  return { verdict: "missed", found: states.length === 0 ? "its state never changes" : `only ${states.join(", ")}` };
}

function commandsIn(entries: readonly Entry[]): readonly { readonly command: Command; readonly at: Instant }[] {
  return entries.flatMap((entry) => (entry.kind === "command" ? [{ command: entry.command, at: entry.at }] : []));
}

function commandName(command: Command): string {
  return isAction(command) ? `${command.kind} of ${subjectOf(command)}` : command.kind;
}

/** The expectation as people read it. */
function textOf(expectation: Expectation): string {
  switch (expectation.kind) {
    case "serves": {
      const where = expectation.hosts.length === 0 ? "" : ` on ${expectation.hosts.join(" or ")}`;
      return `vm/${expectation.vm} serves${where} at ${formatInstant(expectation.by)}`;
    }
    case "never-twice":
      return `never on two hosts at once: ${expectation.vms.join(", ")}`;
    case "no-command":
      return (
        `no ${expectation.commands.join(", ")}` +
        (expectation.targets.length === 0 ? "" : ` of ${expectation.targets.join(", ")}`)
      );
    case "command-after":
      return `${expectation.command} of ${expectation.target} after ${expectation.after} of ${expectation.of} is done`;
    case "alert": {
      const call = expectation.task === undefined ? "a call" : `a call to ${expectation.task}`;
      const about = expectation.about === undefined ? "" : ` about ${expectation.about}`;
      const limits = [
        ...(expectation.by === undefined ? [] : [`by ${formatInstant(expectation.by)}`]),
        ...(expectation.atMost === undefined ? [] : [`at most ${expectation.atMost} times`]),
      ];
      return `${call}${about} ${limits.join(", ")}`;
    }
    case "state":
      return `${expectation.of} is ${expectation.state} by ${formatInstant(expectation.by)}`;
  }
}
