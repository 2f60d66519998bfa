// A summary of the journal for people: the last happenings, in all and of each host and VM. It holds the transitions of
// the state machines, the actions and their outcomes, with reasons; not the single probes.

import { actionText, isAction, subjectOf, type Command } from "../../../core/controller/contract/command.ts";
import type { CommandId, Event, Outcome } from "../../../core/controller/contract/event.ts";
import type { Instant } from "../../../base/prelude/time.ts";
import type { Entry } from "../../../core/journal/entry.ts";

/** One happening, in words. `outcome`: how an action ended, as far as is known. */
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

  /** Takes an entry; returns its happening, if it is one. */
  take(entry: Entry): Happening | undefined {
    if (entry.kind === "command") return this.#takeCommand(entry.command, entry.at);
    return entry.kind === "event" ? this.#takeEvent(entry.event) : undefined;
  }

  /** The last happenings of a host, a VM or the controller, the latest last. */
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

/** A happening as a line: subject, what happened, how it ended, and why. */
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
