// A controller as a service. It stands by until the lease is free, leads for as long as it holds, and says how things
// stand to whoever asks. Whatever ends its lead ends the service: who starts it again gets a process that knows nothing
// of the life before but what is on the disk.

import { join } from "node:path";
import type { Command } from "../../core/controller/contract/command.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import { Alerts, type AlertTargets } from "./alerts/alerts.ts";
import { serveControl, type ControlSocket } from "./requests/control-socket.ts";
import { privateFolder } from "./durable.ts";
import { thisProcess } from "./leadership/holder.ts";
import { bytesIn, JournalProblem } from "./journal.ts";
import { callLast } from "./alerts/last-call.ts";
import { Candidacy, LEASE_SETTINGS, type Lease, type LeaseSettings, type Term } from "./leadership/lease.ts";
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
  "controller" | "settings" | "open" | "folder" | "version" | "now" | "say"
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

export type Ending = { readonly kind: "stopped" } | Trouble;

export type Service = {
  /** Resolves when it does nothing any more. */
  readonly ended: Promise<Ending>;
  /** The port of its pages. */
  readonly port: number | undefined;
  /** Ends it: no new actions, what is under way is left to be looked at, the lease is laid down. */
  stop(): void;
};

/** 1 MB: some ten thousand entries, stepped through in well under a second. */
const COMPACT_AFTER = 1_000_000;

/** Resolves when it stands by or leads; rejects with a sentence for the user if it cannot begin at all. */
export async function serveController(options: ServiceOptions): Promise<Service> {
  const {
    folder,
    name,
    now,
    say,
    settings,
    version,
    cluster,
    lease: pace = LEASE_SETTINGS,
    beginAnew = false,
    compactAfter = COMPACT_AFTER,
  } = options;
  const journals = join(privateFolder(folder), "journal");
  const wrong = beginAnew ? undefined : mismatch({ folder: journals, settings, version });
  const alerts = new Alerts(options.alerts ?? {}, say);
  if (wrong !== undefined) {
    const problem = new JournalProblem(wrong, true);
    await callHumanOfEnd(problem.message, false);
    throw problem;
  }
  const self = thisProcess(name);
  const candidacy = new Candidacy(join(folder, "lease"), self, pace, now);
  let office: Office | undefined;
  let lease: Lease | undefined;
  let watching: NodeJS.Timeout | undefined;
  let over = false;
  let resolveEnded: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => (resolveEnded = resolve));

  const control = await serveControl(folder, name, (question) => answer(question, standing(), now()));
  const web = await pages(control);
  say(`${name} is here for ${cluster}, in ${folder}${web === undefined ? "" : `; its page is at port ${web.port}`}`);
  standBy(undefined);
  return { ended, port: web?.port, stop: () => end({ kind: "stopped" }) };

  function standing(): Standing {
    return { version, cluster, self, leader: candidacy.running, office };
  }

  async function pages(socket: ControlSocket): Promise<Web | undefined> {
    if (options.listen === undefined) return undefined;
    try {
      return await serveWeb(options.listen, {
        "/": { type: "text/html; charset=utf-8", body: () => statusPage(statusOf(standing(), now())) },
        "/status.json": {
          type: "application/json",
          body: () => `${JSON.stringify(statusOf(standing(), now()), null, 2)}\n`,
        },
        "/metrics": {
          type: "text/plain; version=0.0.4; charset=utf-8",
          body: () => metricsOf(standing(), alerts, bytesIn(journals)),
        },
      });
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  function standBy(waitsFor: Term | undefined): void {
    if (over) return;
    try {
      lease = candidacy.claim();
      if (lease !== undefined) return lead(lease);
      const running = candidacy.running;
      if (running !== undefined && running.term !== waitsFor?.term)
        say(`stands by: ${running.holder.name} on ${running.holder.machine} leads, in term ${running.term}`);
      watching = setTimeout(() => standBy(running), pace.renewEvery / 2000);
    } catch (error) {
      end(troubleOf(error));
    }
  }

  function lead(held: Lease): void {
    const taken = options.ground?.take();
    if (taken !== undefined) return end({ kind: "machine", message: taken }, false);
    say(`leads, in term ${held.term}`);
    const officeOptions = { ...options, renewEvery: pace.renewEvery, beginAnew, compactAfter, alert: callHuman };
    office = new Office(officeOptions, held, (trouble) => end(trouble));
    office.begin();
  }

  function callHuman({ subject, task, because }: Extract<Command, { kind: "alert" }>, at: Instant): void {
    alerts.send({ schema: 1, cluster, at: isoTime(at), subject, task, because, controller: name });
  }

  function callHumanOfEnd(because: string, led: boolean): Promise<void> {
    return callLast(alerts, { folder, at: now(), because, cluster, controller: name, led });
  }

  /** `call`: whether a human is to hear of it. */
  function end(ending: Ending, call = ending.kind !== "stopped"): void {
    if (over) return;
    over = true;
    clearTimeout(watching);
    office?.leave();
    try {
      lease?.release();
    } catch (error) {
      say(`the lease could not be laid down, whoever stands by waits until it is over: ${(error as Error).message}`);
    }
    options.ground?.leave();
    control.close();
    web?.close();
    void (call ? callHumanOfEnd(reasonOf(ending), office !== undefined) : Promise.resolve()).finally(() => {
      alerts.end();
      resolveEnded(ending);
    });
  }
}

function reasonOf(ending: Ending): string {
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
