// `3rc ctl …`: operators query and control the controllers of a folder on this machine. If one of them leads, it
// answers; a standby says that it is one.

import type { Request, Target } from "../../../../core/controller/contract/event.ts";
import { formatDuration, seconds } from "../../../../base/prelude/time.ts";
import { lineWidth } from "../../terminal/width.ts";
import { textTable } from "../../../report/text/text-table.ts";
import { askControllers, type Question, type ControlReply } from "../../../../live/service/requests/control-socket.ts";
import type { HappeningStatus, Status } from "../../../../live/service/status/status.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { print } from "../../terminal/print.ts";

export type CtlOptions = { readonly folder: string };

const PATIENCE = seconds(10);

export async function ctlStatus({ folder, json }: CtlOptions & { readonly json?: true }): Promise<void> {
  const replies = await ask(folder, { ask: "status" });
  const statuses = replies.flatMap((reply) => (reply.kind === "status" ? [reply.status] : []));
  const best = statuses.find(({ role }) => role === "leader") ?? statuses.at(0);
  if (best === undefined) throw refusalOf(replies);
  if (json === true) return printLine(JSON.stringify(best, null, 2));
  printLine(statusText(best));
  for (const other of statuses) if (other !== best) printLine(`${other.name} stands by.`);
}

export async function ctlWhy(subject: string, { folder }: CtlOptions): Promise<void> {
  const { subject: found, happenings } = await happened(folder, { ask: "why", subject });
  printLine(
    happenings.length === 0
      ? `Nothing was wrong with ${found}, and nothing was done about it.`
      : happenings.map((each) => lineOf(each, false)).join("\n"),
  );
}

/** Maintenance of a host or VM: "alfa01", "host/alfa01"; `end` ends it. */
export async function ctlMaintenance(
  name: string,
  { folder, end }: CtlOptions & { readonly end?: true },
): Promise<void> {
  const target = name.includes("/") ? name : await targetOf(folder, name);
  if (!/^(host|vm)\/./.test(target)) throw new Refusal(`${name}: expected a host or VM, as host/alfa01 or vm/gridce`);
  await ctlRequest({ kind: end === true ? "resume" : "maintain", target: target as Target }, { folder });
}

export async function ctlRequest(request: Request, { folder }: CtlOptions): Promise<void> {
  const { happenings } = await happened(folder, { ask: "request", request });
  printLine(
    happenings.length === 0
      ? "Accepted; nothing needs to be done now."
      : happenings.map((each) => lineOf(each, true)).join("\n"),
  );
}

async function targetOf(folder: string, name: string): Promise<string> {
  return (await happened(folder, { ask: "why", subject: name })).subject;
}

async function happened(folder: string, question: Question): Promise<Extract<ControlReply, { kind: "happened" }>> {
  const replies = await ask(folder, question);
  for (const reply of replies) {
    if (reply.kind === "happened") return reply;
    if (reply.kind === "refused") throw new Refusal(reply.message);
  }
  throw refusalOf(replies);
}

/** Why no controller on this machine answered. */
function refusalOf(replies: readonly ControlReply[]): Refusal {
  const failed = replies.find((reply) => reply.kind === "failed" || reply.kind === "refused");
  if (failed !== undefined) return new Refusal(failed.message, "environment");
  const standby = replies.find((reply) => reply.kind === "standby");
  return new Refusal(
    `The controller on this machine is a standby; ${standby?.leader ?? "the leader is not known"}.`,
    "environment",
  );
}

async function ask(folder: string, question: Question): Promise<ControlReply[]> {
  let replies: ControlReply[];
  try {
    replies = await askControllers(folder, question, PATIENCE);
  } catch (error) {
    throw new Refusal(`${folder}: ${(error as Error).message}`, "environment", { cause: error });
  }
  if (replies.length === 0) throw new Refusal(`${folder}: no controller answers`, "environment");
  return replies;
}

function statusText({ led, name, cluster, leader }: Status): string {
  const who =
    leader === undefined
      ? "no controller leads now"
      : `${leader.name} on ${leader.machine} leads, in term ${leader.term}`;
  if (led === undefined) return `${cluster}: ${name} stands by; ${who}.`;
  const vms = led.vms.map(({ name: vm, state, for_seconds, host, maybe_on, down_for_seconds, because }) => [
    vm,
    state,
    time(for_seconds),
    [host, ...maybe_on.map((place) => `or ${place}`)].join(" "),
    down_for_seconds === undefined ? "" : time(down_for_seconds),
    because ?? "",
  ]);
  const hosts = led.hosts.map((host) => [host.name, host.state, time(host.for_seconds), host.vms.join(", ")]);
  return [
    `${cluster}: ${who}; the controller is ${led.controller}.`,
    "",
    textTable([["VM", "state", "for", "on", "down for", "because"], ...vms], 6, lineWidth()),
    "",
    textTable([["host", "state", "for", "VMs"], ...hosts], 4, lineWidth()),
    ...(led.alerts.length === 0
      ? []
      : ["", "Calls for a human:", ...led.alerts.slice(0, 5).map((alert) => lineOf(alert, true))]),
  ].join("\n");
}

function time(inSeconds: number): string {
  return formatDuration(seconds(inSeconds));
}

function lineOf({ at, subject, kind, what, because, outcome }: HappeningStatus, withSubject: boolean): string {
  const how = outcome === undefined ? "" : ` [${outcome}]`;
  return (
    `${at}  ${withSubject ? `${subject}  ` : ""}${kind === "alert" ? "ALERT " : ""}${what}${how}\n` +
    `    because ${because}`
  );
}

function printLine(text: string): void {
  print(`${text}\n`);
}
