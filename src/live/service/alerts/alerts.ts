// Alerts are sent as JSON: by POST to a web hook, or to a command's standard input. Each is retried a number of times.
// Nothing waits for them, except that a controller that ends waits a moment for its last one. The URL of a web hook may
// hold a secret: only its host is ever printed.

import type { Command } from "../../../core/controller/contract/command.ts";
import { pause } from "../../../base/platform/clock.ts";
import { complaintOf, runProgram } from "../../../base/platform/program.ts";
import { seconds, type Duration } from "../../../base/prelude/time.ts";

export type AlertTargets = {
  readonly webhook?: string | undefined;
  readonly command?: readonly string[] | undefined;
};

/** The JSON of an alert. */
export type AlertMessage = {
  readonly schema: 1;
  readonly cluster: string;
  /** ISO 8601. */
  readonly at: string;
  readonly subject: string;
  readonly task: Extract<Command, { kind: "alert" }>["task"];
  readonly because: string;
  /** The controller that sends it. */
  readonly controller: string;
};

type Channel = { readonly name: string; send(text: string, signal: AbortSignal): Promise<string | undefined> };

/** The pause before each retry. */
const DELAYS: readonly Duration[] = [2, 10, 60, 300].map(seconds);
const PATIENCE = seconds(15);
/** The largest number of pending alerts: an unreachable receiver must not fill the memory. */
const MAX_OUT = 500;

export class Alerts {
  readonly #channels: readonly Channel[];
  readonly #say: (line: string) => void;
  readonly #delays: readonly Duration[];
  readonly #over = new AbortController();
  #out = 0;
  sent = 0;
  failed = 0;

  constructor({ webhook, command }: AlertTargets, say: (line: string) => void, delays = DELAYS) {
    this.#channels = [
      ...(webhook === undefined ? [] : [hook(webhook)]),
      ...(command === undefined ? [] : [program(command)]),
    ];
    this.#say = say;
    this.#delays = delays;
  }

  /** Returns at once. */
  send(message: AlertMessage): void {
    for (const channel of this.#channels) void this.#deliver(channel, message);
  }

  /** Resolves when the alert is delivered or given up, or after this time. */
  async sendWithin(message: AlertMessage, patience: Duration): Promise<void> {
    const through = new AbortController();
    const sent = Promise.all(this.#channels.map((channel) => this.#deliver(channel, message)));
    await Promise.race([sent, pause(patience, through.signal)]);
    through.abort();
  }

  /** Gives up all pending alerts. */
  end(): void {
    this.#over.abort();
  }

  async #deliver(channel: Channel, message: AlertMessage): Promise<void> {
    if (this.#out >= MAX_OUT) return this.#giveUp(channel, message, `${MAX_OUT} alerts are pending already`);
    this.#out++;
    const wrong = await this.#insist(channel, message);
    this.#out--;
    if (wrong === undefined) this.sent++;
    else this.#giveUp(channel, message, wrong);
  }

  /** Sends with retries. Why the alert was not delivered in the end; undefined if it was. */
  async #insist(channel: Channel, message: AlertMessage): Promise<string | undefined> {
    const text = `${JSON.stringify(message)}\n`;
    let wrong = await channel.send(text, this.#over.signal);
    if (wrong !== undefined)
      this.#say(`the alert about ${message.subject} was not delivered to ${channel.name} and is retried: ${wrong}`);
    for (const delay of this.#delays) {
      if (wrong === undefined || this.#over.signal.aborted) break;
      await pause(delay, this.#over.signal);
      if (!this.#over.signal.aborted) wrong = await channel.send(text, this.#over.signal);
    }
    return wrong;
  }

  #giveUp(channel: Channel, { subject }: AlertMessage, wrong: string): void {
    this.failed++;
    this.#say(`the alert about ${subject} was not delivered to ${channel.name}: ${wrong}`);
  }
}

function hook(url: string): Channel {
  const { host } = new URL(url);
  return {
    name: `the web hook at ${host}`,
    async send(body, signal) {
      try {
        const response = await fetch(url, {
          method: "POST",
          body,
          headers: { "content-type": "application/json" },
          redirect: "manual",
          signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE / 1000)]),
        });
        await response.body?.cancel();
        return response.ok ? undefined : `it answers ${response.status}`;
      } catch (error) {
        return signal.aborted ? "it was given up" : reasonOf(error);
      }
    },
  };
}

/** Never the message of the error: it may quote the URL. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError") return "it did not answer in time";
  const cause = error.cause;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
}

function program(argv: readonly string[]): Channel {
  return {
    name: argv[0],
    async send(input, signal) {
      const finished = await runProgram(argv, { timeout: PATIENCE, signal, input });
      return finished.kind === "exited" && finished.code === 0 ? undefined : complaintOf(finished);
    },
  };
}
