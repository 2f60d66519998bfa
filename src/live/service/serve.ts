// A controller as a service. It stands by until the lease is free, leads as long as it holds the lease, and answers
// questions about its status. Whatever ends its term ends the service: a restarted service knows only what is on the
// disk.

import { join } from "node:path";
import { capacityAtAGlance } from "../../core/capacity/in-words.ts";
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
  /** This controller's name, unique on this machine among those with the same folder. */
  readonly name: string;
  /** Address of pages and metrics; undefined: none are served. */
  readonly listen?: Listen | undefined;
  readonly alerts?: AlertTargets | undefined;
  readonly lease?: LeaseSettings | undefined;
  /** Discard the journal, except for what is in maintenance. */
  readonly beginAnew?: boolean | undefined;
  readonly compactAfter?: number | undefined;
  readonly ground?: Ground | undefined;
};

/** Excludes crash tests on the machines on which a leader acts. */
export type Ground = {
  /** Reserves the machines for a leader; returns a sentence if crash tests are running on them. */
  take(): string | undefined;
  leave(): void;
};

type ServiceEnd = { readonly kind: "stopped" } | Trouble;

export type Service = {
  /** Resolves when the service has ended. */
  readonly ended: Promise<ServiceEnd>;
  /** The port of its pages. */
  readonly port: number | undefined;
  /** Ends the service: no new actions, those under way are left to the next leader, the lease is released. */
  stop(): void;
};

/** 1 MB: some ten thousand entries, replayed in well under a second. */
const COMPACT_AFTER = 1_000_000;

/** Resolves when it stands by or leads; rejects with a sentence for the user if it cannot begin. */
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

/** Stands by, then leads, then ends: each of these at most once. */
class ControllerService {
  readonly ended: Promise<ServiceEnd>;
  readonly #options: ServiceOptions;
  readonly #alerts: Alerts;
  readonly #journals: string;
  readonly #pace: LeaseSettings;
  readonly #self: Holder;
  readonly #candidacy: Candidacy;
  readonly #capacity: string;
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
    this.#capacity = capacityAtAGlance(options.settings);
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
  }

  /** Opens control socket and pages, and stands by. Returns the port of the pages. */
  async begin(): Promise<number | undefined> {
    const { folder, name, cluster, now, say } = this.#options;
    this.#control = await serveControl(folder, name, (question) => answer(question, this.#standing(), now()));
    this.#web = await this.#pages(this.#control);
    const page = this.#web === undefined ? "" : `; status page on port ${this.#web.port}`;
    say(`${name} serves ${cluster}, in ${folder}${page}`);
    this.#standBy(undefined);
    return this.#web?.port;
  }

  #standing(): Standing {
    const { version, cluster } = this.#options;
    return {
      version,
      cluster,
      capacity: this.#capacity,
      self: this.#self,
      leader: this.#candidacy.running,
      office: this.#office,
    };
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

  /** `call`: whether to send an alert about the end. */
  end(ending: ServiceEnd, call = ending.kind !== "stopped"): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watching);
    this.#office?.leave();
    try {
      this.#lease?.release();
    } catch (error) {
      this.#options.say(
        `the lease could not be released, so standbys wait until it expires: ${(error as Error).message}`,
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
      "it ended because of a defect: " +
      `${ending.error instanceof Error ? ending.error.message : String(ending.error)}`
    );
  return ending.kind === "stopped" ? "it was stopped" : ending.message;
}

/** Lease settings with renewal four times within the duration. */
export function leaseOf(duration: Duration): LeaseSettings {
  return { duration, renewEvery: Math.round(duration / 4) as Duration };
}
