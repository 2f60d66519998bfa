// What is remembered of a journal for people: the last things that happened, of all and of each host and VM. The steps
// of the state machines, what was done about them and how it ended, with reasons; not the single probes.

import { actionText, isAction, subjectOf, type Command } from "../../../core/controller/contract/command.ts";
import type { CommandId, Event, Outcome } from "../../../core/controller/contract/event.ts";
import type { Instant } from "../../../base/prelude/time.ts";
import type { Entry } from "../../../core/journal/entry.ts";

/** One thing that happened, in words. `outcome` is how an action ended, as far as it is known. */
export type Happening = {
  readonly at: Instant;
  readonly subject: string;
  readonly kind: "step" | "action" | "alert" | "request" | "start";
  readonly what: string;
  readonly because: string;
  outcome?: string;
};

const OF_EACH = 40;
const OF_ALL = 60;

export class Chronicle {
  readonly #bySubject = new Map<string, Happening[]>();
  readonly #awaited = new Map<CommandId, Happening>();
  /** The latest last. */
  readonly recent: Happening[] = [];
  readonly alerts: Happening[] = [];

  /** What the entry tells, if it is worth telling. */
  take(entry: Entry): Happening | undefined {
    if (entry.kind === "command") return this.#takeCommand(entry.command, entry.at);
    return entry.kind === "event" ? this.#takeEvent(entry.event) : undefined;
  }

  /** The last that happened to a host, a VM or the controller, the latest last. */
  about(subject: string): readonly Happening[] {
    return this.#bySubject.get(subject) ?? [];
  }

  #takeCommand(command: Command, at: Instant): Happening | undefined {
    const { because } = command;
    if (isAction(command))
      return this.#await(
        command.id,
        this.#add({ at, subject: subjectOf(command), kind: "action", what: actionText(command), because }),
      );
    switch (command.kind) {
      case "watch":
        return undefined;
      case "announce":
        if (command.from === command.to) return undefined;
        return this.#add({
          at,
          subject: command.subject,
          kind: "step",
          what: `${command.from} → ${command.to} (${command.on})`,
          because,
        });
      case "alert":
        return this.#add({ at, subject: command.subject, kind: "alert", what: command.task, because });
    }
  }

  #takeEvent(event: Event): Happening | undefined {
    switch (event.kind) {
      case "probed":
      case "woke":
        return undefined;
      case "outcome": {
        const action = this.#awaited.get(event.command);
        this.#awaited.delete(event.command);
        if (action !== undefined) action.outcome = outcomeText(event.result);
        return undefined;
      }
      case "requested": {
        const { request } = event;
        const subject =
          "target" in request
            ? request.target
            : "vm" in request
              ? `vm/${request.vm}`
              : "host" in request
                ? `host/${request.host}`
                : "controller";
        return this.#add({
          at: event.at,
          subject,
          kind: "request",
          what: request.kind === "move" ? `move to ${request.to}` : request.kind,
          because: "an operator asked for it",
        });
      }
      case "resumed":
        this.#awaited.clear();
        return this.#add({
          at: event.at,
          subject: "controller",
          kind: "start",
          what: "began to lead",
          because: "it was started, or took over",
        });
    }
  }

  #await(command: CommandId, happening: Happening): Happening {
    this.#awaited.set(command, happening);
    return happening;
  }

  #add(happening: Happening): Happening {
    keep(this.recent, happening, OF_ALL);
    if (happening.kind === "alert") keep(this.alerts, happening, OF_ALL);
    const own = this.#bySubject.get(happening.subject) ?? [];
    this.#bySubject.set(happening.subject, own);
    keep(own, happening, OF_EACH);
    return happening;
  }
}

/** A happening as a line: what happened, to whom, why, and how it ended. */
export function happeningText({ subject, kind, what, because, outcome }: Happening): string {
  return (
    `${kind === "alert" ? "ALERT " : ""}${subject}: ${what}${outcome === undefined ? "" : ` [${outcome}]`}: ` +
    `${because}`
  );
}

function keep<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}

function outcomeText(result: Outcome): string {
  switch (result.kind) {
    case "done":
      return "done";
    case "failed":
    case "undelivered":
    case "blocked":
    case "lost":
      return `${result.kind}: ${result.reason}`;
    case "inspected":
      return `runs ${result.running.join(", ") || "nothing"}`;
  }
}
