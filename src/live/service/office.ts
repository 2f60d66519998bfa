// A term of office: the controller while it leads. It continues from the restored state. Every turn is written to the
// disk as a whole, with one flush, before it is handed over to the driver; before that, and before each action, the
// lease is checked. If the journal or the lease fails, nothing more is performed.

import { join } from "node:path";
import { startLoop } from "../../core/control-loop/control-loop.ts";
import type { State } from "../../core/controller/three-rc/beliefs.ts";
import type { Command } from "../../core/controller/contract/command.ts";
import type { Controller } from "../../core/controller/contract/controller.ts";
import type { Event, Request } from "../../core/controller/contract/event.ts";
import type { EventTurn, Turn } from "../../core/controller/contract/turn.ts";
import type { Settings } from "../../core/controller/contract/settings.ts";
import type { Connect, Door, Driver } from "../../core/drivers/contract.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import type { Entry, Head } from "../../core/journal/entry.ts";
import { journalHeadOf } from "../../core/journal/write-journal.ts";
import { entriesOf } from "../../core/journal/turns.ts";
import { Chronicle, happeningText, type Happening } from "./status/chronicle.ts";
import { Counters } from "./status/counters.ts";
import { Journal, JournalProblem } from "./journal.ts";
import type { Lease } from "./leadership/lease.ts";
import { restoreState, settingsHash } from "./restore.ts";
import { sharingInspections } from "./shared-inspections.ts";

/** A driver that can be closed. Actions under way on hosts may still complete there. */
type Opened = { readonly connect: Connect; close(): void };

export type OfficeOptions = {
  readonly controller: Controller<State>;
  readonly settings: Settings;
  /**
   * Called when the term begins. The driver calls `mayAct` before each action, and `failed` on an unexpected exception.
   */
  readonly open: (mayAct: () => boolean, failed: (error: unknown) => void) => Opened;
  readonly folder: string;
  readonly version: string;
  /** Name and hash of the scenario, for the head of the journal. */
  readonly scenario: Head["scenario"];
  readonly now: () => Instant;
  readonly renewEvery: Duration;
  readonly beginAnew: boolean;
  /** Bytes after which the journal continues in a new file. */
  readonly compactAfter: number;
  readonly say: (line: string) => void;
  readonly alert: (command: Extract<Command, { kind: "alert" }>, at: Instant) => void;
};

/** Why a term ended unexpectedly. `input`: what the user gave does not fit the journal. */
export type Trouble =
  | { readonly kind: "input" | "machine"; readonly message: string }
  | { readonly kind: "defect"; readonly error: unknown };

/** The immediate effects of a request. Undefined: it names an unknown host or VM. */
type Answered = readonly Happening[] | undefined;

export class Office {
  readonly chronicle = new Chronicle();
  readonly counters = new Counters();
  readonly journal: Journal;
  readonly since: Instant;
  readonly state: State;
  readonly #options: OfficeOptions;
  readonly #lease: Lease;
  readonly #onTrouble: (trouble: Trouble) => void;
  #driver: Opened | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  /** Entries of the turn that is performed next. */
  #recorded: Entry[] = [];
  #lastTurn: Happening[] = [];
  #door: Door | undefined;
  #over = false;
  /** Why the last heartbeat failed. */
  #unrenewed = "";

  /**
   * Restores the state, and does nothing else yet. Throws a `JournalProblem` if the journal in the folder cannot be
   * continued.
   */
  constructor(options: OfficeOptions, lease: Lease, onTrouble: (trouble: Trouble) => void) {
    const { controller, settings, folder, version, now, beginAnew, say } = options;
    this.#options = options;
    this.#lease = lease;
    this.#onTrouble = onTrouble;
    this.since = now();
    const journals = join(folder, "journal");
    const { state, past, remarks } = restoreState({
      controller,
      settings,
      version,
      folder: journals,
      at: this.since,
      anew: beginAnew,
    });
    for (const remark of remarks) say(remark);
    for (const entry of past) {
      this.chronicle.take(entry);
      this.counters.take(entry, true);
    }
    this.state = state;
    this.journal = new Journal(journals, lease.term);
    this.#compact();
  }

  /** Begins to lead. */
  begin(): void {
    const { controller, open, renewEvery, now } = this.#options;
    const driver = open(
      () => this.#stillLeads(),
      (error) => this.#fail(troubleOf(error)),
    );
    this.#driver = driver;
    this.#heartbeat = setInterval(() => this.#beat(), renewEvery / 1000);
    startLoop(
      controller,
      this.state,
      (door) => this.#connect(door, driver.connect),
      (turn) => this.#record(turn),
    );
    this.#receive({ kind: "resumed", at: now() });
  }

  /** A request of an operator. */
  ask(request: Request): Answered {
    const event: Event = { kind: "requested", at: this.#options.now(), request };
    if (this.#options.controller.ignores(this.state, event)) return undefined;
    this.#lastTurn = [];
    this.#receive(event);
    return this.#lastTurn.filter(({ kind }) => kind !== "request");
  }

  /** Performs nothing more. Actions under way are left to the next leader, which inspects the hosts. */
  leave(): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#heartbeat);
    this.#driver?.close();
    this.journal.close();
  }

  #connect(door: Door, connect: Connect): Driver {
    this.#door = door;
    const driver = sharingInspections(connect)({
      ignores: (event) => door.ignores(event),
      deliver: (event) => this.#receive(event),
    });
    return { perform: (turn) => this.#perform(driver, turn) };
  }

  #receive(event: Event): void {
    if (this.#over) return;
    if (!this.#lease.trusted) return this.#lose();
    this.counters.received(event);
    try {
      this.#door?.deliver(event);
    } catch (error) {
      this.#fail(troubleOf(error));
    }
  }

  /** Writes the turn to the disk. If that fails, the term ends, and the turn is not performed. */
  #record(turn: EventTurn): void {
    this.#recorded = entriesOf(turn);
    this.#onDisk(() => this.journal.add(this.#recorded));
  }

  #perform(driver: Driver, turn: Turn): void {
    if (this.#over || (turn.commands.length > 0 && !this.#stillLeads())) return;
    driver.perform(turn);
    for (const command of turn.commands) {
      if (command.kind !== "alert") continue;
      if (!this.#stillLeads()) return;
      this.#options.alert(command, turn.event?.at ?? this.#options.now());
    }
    for (const entry of this.#recorded.splice(0)) this.#tell(entry);
    if (!this.#over && this.journal.grown > Math.max(this.#options.compactAfter, this.journal.beginningBytes))
      this.#onDisk(() => this.#compact());
  }

  #tell(entry: Entry): void {
    this.counters.take(entry);
    const happening = this.chronicle.take(entry);
    if (happening === undefined) return;
    this.#lastTurn.push(happening);
    this.#options.say(happeningText(happening));
  }

  #compact(): void {
    const { settings, version, scenario, now } = this.#options;
    const at = now();
    this.journal.begin(
      journalHeadOf({ at, version, world: "real", scenario, seed: null, replication: null, clock: { kind: "unix" } }),
      { kind: "snapshot", at, settings: settingsHash(settings), state: this.state },
    );
  }

  /** Whether it was written. If not, the term ends: nothing is done without a record. */
  #onDisk(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      this.#fail({
        kind: "machine",
        message: `the journal cannot be written, so nothing more is done: ${(error as Error).message}`,
      });
      return false;
    }
  }

  /** A failed heartbeat does not matter as long as the last successful one is trusted. */
  #beat(): void {
    try {
      if (this.#lease.holds) {
        this.#lease.renew();
        this.#unrenewed = "";
      }
      if (!this.#lease.holds) this.#lose();
    } catch (error) {
      this.#unrenewed = ` (${(error as Error).message})`;
      if (!this.#lease.trusted) this.#lose();
    }
  }

  /** Whether the next action may begin; if not, the term ends. A folder that cannot be read permits nothing. */
  #stillLeads(): boolean {
    if (this.#over) return false;
    try {
      if (!this.#lease.holds) this.#lose();
    } catch (error) {
      this.#lose(`it cannot be checked (${(error as Error).message})`);
    }
    return !this.#over;
  }

  #lose(how = `it could not be renewed in time${this.#unrenewed}`): void {
    this.#fail({
      kind: "machine",
      message: `the lease was lost: ${how}, so another may lead now; nothing more is done`,
    });
  }

  #fail(trouble: Trouble): void {
    if (this.#over) return;
    this.leave();
    this.#onTrouble(trouble);
  }
}

/** The trouble that an exception is, at the beginning of a term or later. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof JournalProblem) return { kind: error.input ? "input" : "machine", message: error.message };
  if (error instanceof Error && "syscall" in error)
    return { kind: "machine", message: `the operating system refuses: ${error.message}` };
  return { kind: "defect", error };
}
