// A journal as text for people: one line for each event, transition, command and change of the truth. The reason of a
// command is in the line before it, with the transition that caused it.

import { actionText, isAction, subjectOf, type Command } from "../controller/contract/command.ts";
import {
  namesHost,
  type Answer,
  type Event,
  type Outcome,
  type Request,
  type Target,
} from "../controller/contract/event.ts";
import { formatDuration, formatInstant, later, type Duration } from "../../base/prelude/time.ts";
import type { ControllerOutage } from "../cluster/intervention.ts";
import type { Entry } from "./entry.ts";

/** The line of an entry, or undefined if a trace does not show it. `clock` is the wall-clock time at instant 0. */
export function traceLine(entry: Entry, clock: Duration): string | undefined {
  const told = tell(entry);
  if (told === undefined) return undefined;
  const [who, subject, what] = told;
  return `${formatInstant(later(entry.at, clock))}  ${who.padEnd(10)}  ${subject.padEnd(16)}  ${what}`;
}

type Told = readonly [who: string, subject: string, what: string];

/**
 * Of the truth, only what affects services has a line. Domains, power and layers have none, since stages and answers
 * show the same in fewer lines.
 */
function tell(entry: Entry): Told | undefined {
  switch (entry.kind) {
    case "event":
      return tellEvent(entry.event);
    case "command":
      return tellCommand(entry.command);
    case "stage-entered":
      return world(entry.subject, `its guest on ${entry.host} is ${entry.stage}`);
    case "answer-changed":
      return world(entry.subject, (namesHost(entry.subject) ? HOST_ANSWERS : VM_ANSWERS)[entry.answer]);
    case "service-lost":
      return world(
        entry.subject,
        entry.cause === null ? "its service is lost" : `its service is lost (${entry.cause})`,
      );
    case "service-back":
      return world(entry.subject, "its service is back");
    case "fault-begun":
      return world(entry.subject, `fault: ${entry.fault}`);
    case "changed-by-hand":
      return world(entry.subject, `by hand: ${entry.change}`);
    case "controller-down":
      return ["world", "controller", OUTAGE_WORDS[entry.outage]];
    case "invariant-violated":
      return ["world", "world", `${entry.invariant} is violated: ${entry.because}`];
    case "seen-twice":
      return ["witness", entry.subject, `was seen on ${entry.hosts.join(" and ")} at once`];
    case "head":
    case "snapshot":
    case "end":
    case "witnessed":
    case "domain-started":
    case "domain-ended":
    case "migration-arrived":
    case "host-off":
    case "host-on":
    case "layer-down":
    case "layer-up":
    case "fault-ended":
      return undefined;
  }
}

const OUTAGE_WORDS: Readonly<Record<ControllerOutage["kind"], string>> = {
  "controller-crash": "it crashes",
  "journal-failure": "it ends: its journal cannot be written",
};

const HOST_ANSWERS: Readonly<Record<Answer, string>> = {
  nothing: "it is silent",
  system: "it answers, its virtual layer does not",
  service: "its virtual layer answers",
};

const VM_ANSWERS: Readonly<Record<Answer, string>> = {
  nothing: "it is silent",
  system: "its guest answers, its service does not",
  service: "its service answers",
};

function world(subject: Target | "site", what: string): Told {
  return ["world", subject, what];
}

function tellEvent(event: Event): Told | undefined {
  switch (event.kind) {
    case "probed":
      return ["monitor", event.target, `answers ${event.answer}`];
    case "outcome":
      return ["driver", `command ${event.command}`, outcomeText(event.result)];
    case "requested":
      return ["operator", requestSubject(event.request), event.request.kind];
    case "resumed":
      return ["controller", "controller", "was started again"];
    case "woke":
      return undefined;
  }
}

function tellCommand(command: Command): Told {
  if (isAction(command)) return ["command", subjectOf(command), `${command.id} ${actionText(command)}`];
  switch (command.kind) {
    case "announce":
      return ["controller", command.subject, `${command.from} → ${command.to} (${command.on}): ${command.because}`];
    case "alert":
      return ["ALERT", command.subject, `${command.task}: ${command.because}`];
    case "watch":
      return ["controller", command.target, `watch every ${formatDuration(command.every)}`];
  }
}

function outcomeText(result: Outcome): string {
  switch (result.kind) {
    case "done":
      return "done";
    case "failed":
      return `failed: ${result.reason}`;
    case "undelivered":
      return `undelivered: ${result.reason}`;
    case "blocked":
      return `blocked: ${result.reason}`;
    case "lost":
      return `lost: ${result.reason}`;
    case "inspected":
      return `runs ${result.running.join(", ") || "nothing"}`;
  }
}

function requestSubject(request: Request): string {
  switch (request.kind) {
    case "maintain":
    case "resume":
      return request.target;
    case "move":
    case "release":
      return `vm/${request.vm}`;
    case "confirm-dead":
      return `host/${request.host}`;
    case "arm":
    case "disarm":
      return "controller";
  }
}
