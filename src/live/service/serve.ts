// A controller as a service. It stands by until the lease is free, leads for as long as it holds, and says how things
// stand to whoever asks. Whatever ends its lead ends the service: who starts it again gets a process that knows nothing
// of the life before but what is on the disk.

import { join } from "node:path";
import type { Command } from "../../core/controller/contract/command.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import { Alerts, type AlertTargets } from "./alerts/alerts.ts";
import { serveControl, type ControlSocket } from "./requests/control-socket.ts";
import { privateFolder } from "../../base/platform/files.ts";
import { thisHolder, type Holder } from "./leadership/holder.ts";
import { bytesIn, JournalProblem } from "./journal.ts";
import { callLast } from "./alerts/last-call.ts";
import { Candidacy, LEASE_SETTINGS, type Lease, type LeaseSettings, type LeaseTerm } from "./leadership/lease.ts";
import { metricsOf } from "./status/metrics.ts";
import { Office, troubleOf, type OfficeOptions, type Trouble } from "./office.ts";
import { answer } from "./requests/questions.ts";
import { mismatch } from "./restore.ts";
import { statusOf, type Standing } from "./status/status.ts";
import { statusPage } from "./status/status-page.ts";
import { isoTime } from "./status/wall-time.ts";
import { serveWeb, type Listen, type Web } from "./status/web.ts";

export type ServiceOptions = Pick<
  OfficeOptions,
  "controller" | "settings" | "open" | "folder" | "version" | "scenario" | "now" | "say"
> & {
  /** The cluster's name, for pages, metrics and alerts. */
  readonly cluster: string;
  /** This controller's own, which no other on this machine with the same folder has. */
  readonly name: string;
  /** Undefined: no pages and no metrics. */
  readonly listen?: Listen | undefined;
  readonly alerts?: AlertTargets | undefined;
  readonly lease?: LeaseSettings | undefined;
  /** Forget what the journal tells, but who is in maintenance. */
  readonly beginAnew?: boolean | undefined;
  readonly compactAfter?: number | undefined;
  readonly ground?: Ground | undefined;
};

/** The machines that a leader acts on, where others might act on them as well. */
export type Ground = {
  /** Takes them for a leader; a sentence if somebody else is at work on them. */
  take(): string | undefined;
  leave(): void;
};

type ServiceEnd = { readonly kind: "stopped" } | Trouble;

export type Service = {
  /** Resolves when it does nothing any more. */
  readonly ended: Promise<ServiceEnd>;
  /** The port of its pages. */
  readonly port: number | undefined;
  /** Ends it: no new actions, what is under way is left to be looked at, the lease is laid down. */
  stop(): void;
};

/** 1 MB: some ten thousand entries, stepped through in well under a second. */
const COMPACT_AFTER = 1_000_000;

/** Resolves when it stands by or leads; rejects with a sentence for the user if it cannot begin at all. */
export async function serveController(options: ServiceOptions): Promise<Service> {
  const { folder, settings, version, say, beginAnew = false } = options;
  const journals = join(privateFolder(folder), "journal");
  const wrong = beginAnew ? undefined : mismatch({ folder: journals, settings, version });
  const alerts = new Alerts(options.alerts ?? {}, say);
  const one = new ControllerService(options, alerts, journals);
  if (wrong !== undefined) {
    const problem = new JournalProblem(wrong, true);
    await one.callHumanOfEnd(problem.message, false);
    throw problem;
  }
  const port = await one.begin();
  return { ended: one.ended, port, stop: () => one.end({ kind: "stopped" }) };
}

/** It stands by, then leads, then ends; each of these once, and nothing after the end. */
class ControllerService {
  readonly ended: Promise<ServiceEnd>;
  readonly #options: ServiceOptions;
  readonly #alerts: Alerts;
  readonly #journals: string;
  readonly #pace: LeaseSettings;
  readonly #self: Holder;
  readonly #candidacy: Candidacy;
  #resolveEnded: (ending: ServiceEnd) => void = () => undefined;
  #control: ControlSocket | undefined;
  #web: Web | undefined;
  #office: Office | undefined;
  #lease: Lease | undefined;
  #watching: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: ServiceOptions, alerts: Alerts, journals: string) {
    this.#options = options;
    this.#alerts = alerts;
    this.#journals = journals;
    this.#pace = options.lease ?? LEASE_SETTINGS;
    this.#self = thisHolder(options.name);
    this.#candidacy = new Candidacy(join(options.folder, "lease"), this.#self, this.#pace, options.now);
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
  }

  /** Answers whoever asks, and stands by. The port of its pages. */
  async begin(): Promise<number | undefined> {
    const { folder, name, cluster, now, say } = this.#options;
    this.#control = await serveControl(folder, name, (question) => answer(question, this.#standing(), now()));
    this.#web = await this.#pages(this.#control);
    const page = this.#web === undefined ? "" : `; its page is at port ${this.#web.port}`;
    say(`${name} is here for ${cluster}, in ${folder}${page}`);
    this.#standBy(undefined);
    return this.#web?.port;
  }

  #standing(): Standing {
    const { version, cluster } = this.#options;
    return { version, cluster, self: this.#self, leader: this.#candidacy.running, office: this.#office };
  }

  async #pages(socket: ControlSocket): Promise<Web | undefined> {
    const { listen, now } = this.#options;
    if (listen === undefined) return undefined;
    const status = () => statusOf(this.#standing(), now());
    try {
      return await serveWeb(listen, {
        "/": { type: "text/html; charset=utf-8", body: () => statusPage(status()) },
        "/status.json": { type: "application/json", body: () => `${JSON.stringify(status(), null, 2)}\n` },
        "/metrics": {
          type: "text/plain; version=0.0.4; charset=utf-8",
          body: () => metricsOf(this.#standing(), this.#alerts, bytesIn(this.#journals)),
        },
      });
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  #standBy(waitsFor: LeaseTerm | undefined): void {
    if (this.#over) return;
    try {
      this.#lease = this.#candidacy.claim();
      if (this.#lease !== undefined) return this.#lead(this.#lease);
      const running = this.#candidacy.running;
      if (running !== undefined && running.term !== waitsFor?.term)
        this.#options.say(
          `stands by: ${running.holder.name} on ${running.holder.machine} leads, in term ${running.term}`,
        );
      this.#watching = setTimeout(() => this.#standBy(running), this.#pace.renewEvery / 2000);
    } catch (error) {
      this.end(troubleOf(error));
    }
  }

  #lead(held: Lease): void {
    const { ground, say, beginAnew = false, compactAfter = COMPACT_AFTER } = this.#options;
    const taken = ground?.take();
    if (taken !== undefined) return this.end({ kind: "machine", message: taken }, false);
    say(`leads, in term ${held.term}`);
    const alert: OfficeOptions["alert"] = (command, at) => this.#callHuman(command, at);
    const options = { ...this.#options, renewEvery: this.#pace.renewEvery, beginAnew, compactAfter, alert };
    this.#office = new Office(options, held, (trouble) => this.end(trouble));
    this.#office.begin();
  }

  #callHuman({ subject, task, because }: Extract<Command, { kind: "alert" }>, at: Instant): void {
    const { cluster, name: controller } = this.#options;
    this.#alerts.send({ schema: 1, cluster, at: isoTime(at), subject, task, because, controller });
  }

  callHumanOfEnd(because: string, led: boolean): Promise<void> {
    const { folder, cluster, name: controller, now } = this.#options;
    return callLast(this.#alerts, { folder, at: now(), because, cluster, controller, led });
  }

  /** `call`: whether a human is to hear of it. */
  end(ending: ServiceEnd, call = ending.kind !== "stopped"): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watching);
    this.#office?.leave();
    try {
      this.#lease?.release();
    } catch (error) {
      this.#options.say(
        `the lease could not be laid down, whoever stands by waits until it is over: ${(error as Error).message}`,
      );
    }
    this.#options.ground?.leave();
    this.#control?.close();
    this.#web?.close();
    const called = call ? this.callHumanOfEnd(reasonOf(ending), this.#office !== undefined) : Promise.resolve();
    void called.finally(() => {
      this.#alerts.end();
      this.#resolveEnded(ending);
    });
  }
}

function reasonOf(ending: ServiceEnd): string {
  if (ending.kind === "defect")
    return (
      "it ended by a defect of its own: " +
      `${ending.error instanceof Error ? ending.error.message : String(ending.error)}`
    );
  return ending.kind === "stopped" ? "it was told to end" : ending.message;
}

/** How often a leader that is well renews its lease, from how long it trusts it. */
export function leaseOf(duration: Duration): LeaseSettings {
  return { duration, renewEvery: Math.round(duration / 4) as Duration };
}
