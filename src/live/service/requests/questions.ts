// Checks and answers the questions that arrive through the control socket.

import { z } from "zod";
import { nameOf, type Request, type Target } from "../../../core/controller/contract/event.ts";
import type { Question, ControlReply } from "./control-socket.ts";
import { happeningStatus, statusOf, type Standing } from "../status/status.ts";
import type { Instant } from "../../../base/prelude/time.ts";
import type { Office } from "../office.ts";

const name = z.string().min(1).max(200);
const target = z.templateLiteral([z.enum(["host", "vm"]), "/", name]);

const REQUEST = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["maintain", "resume"]), target }),
  z.strictObject({ kind: z.enum(["disarm", "arm"]) }),
  z.strictObject({ kind: z.literal("move"), vm: name, to: name }),
  z.strictObject({ kind: z.literal("release"), vm: name }),
  z.strictObject({ kind: z.literal("confirm-dead"), host: name }),
]) satisfies z.ZodType<Request>;

const QUESTION = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("status") }),
  z.strictObject({ ask: z.literal("why"), subject: name }),
  z.strictObject({ ask: z.literal("request"), request: REQUEST }),
]) satisfies z.ZodType<Question>;

/** Answers a question to this controller. */
export function answer(asked: unknown, standing: Standing, at: Instant): ControlReply {
  const { data: question } = QUESTION.safeParse(asked);
  if (question === undefined)
    return {
      kind: "refused",
      message: "the question is not understood; 3rc ctl and the controller may have different versions",
    };
  if (question.ask === "status") return { kind: "status", status: statusOf(standing, at) };
  const { office, leader } = standing;
  if (office === undefined)
    return {
      kind: "standby",
      leader:
        leader === undefined ? "no controller leads now" : `${leader.holder.name} on ${leader.holder.machine} leads`,
    };
  return question.ask === "why" ? why(office, question.subject) : request(office, question.request);
}

function why(office: Office, subject: string): ControlReply {
  const known = [
    "controller",
    ...Object.keys(office.state.vms).map((vm) => `vm/${vm}`),
    ...Object.keys(office.state.hosts).map((host) => `host/${host}`),
  ];
  const found = known.find((each) => each === subject || (each.includes("/") && nameOf(each as Target) === subject));
  if (found === undefined) return unknown(office);
  return { kind: "happened", subject: found, happenings: office.chronicle.about(found).map(happeningStatus) };
}

function request(office: Office, wanted: Request): ControlReply {
  const subject = subjectOf(wanted);
  const came = office.ask(wanted);
  return came === undefined ? unknown(office) : { kind: "happened", subject, happenings: came.map(happeningStatus) };
}

function subjectOf(wanted: Request): string {
  if ("target" in wanted) return wanted.target;
  return "vm" in wanted ? `vm/${wanted.vm}` : "host" in wanted ? `host/${wanted.host}` : "controller";
}

function unknown({ state }: Office): ControlReply {
  return {
    kind: "refused",
    message:
      `there is no such name; VMs: ${Object.keys(state.vms).join(", ")}; hosts: ` +
      `${Object.keys(state.hosts).join(", ")}`,
  };
}
