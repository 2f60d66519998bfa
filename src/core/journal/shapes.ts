// The shape of every kind of entry, as data: files are checked against it, and `3rc schema journal` prints it. The
// compiler compares it with the types of entry.ts: a kind without a shape, or a field of another type, does not
// compile.

import { z } from "zod";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import { ACTIONS } from "../cluster/actions.ts";
import { FAULT_KINDS } from "../cluster/fault.ts";
import { DOMAIN_ENDS, DOMAIN_STARTS, STAGES, type Answering } from "../cluster/guest.ts";
import { CONTROLLER_OUTAGES, HAND_CHANGES } from "../cluster/intervention.ts";
import { INVARIANTS } from "../cluster/invariants.ts";
import type { Announcement } from "../controller/contract/announcement.ts";
import type { Action, Command, HumanTask } from "../controller/contract/command.ts";
import type { Event, Outcome, Request, Target } from "../controller/contract/event.ts";
import type { State } from "../controller/three-rc/beliefs.ts";
import { JOURNAL_SCHEMA, type Entry } from "./entry.ts";

/** Microseconds since instant 0, which the head's clock defines. */
const instant = z.int() as unknown as z.ZodType<Instant>;
const duration = z.int().nonnegative() as unknown as z.ZodType<Duration>;
const name = z.string().min(1);
const text = z.string();
const vm = z.templateLiteral(["vm/", name]);
const host = z.templateLiteral(["host/", name]);
const target = z.union([vm, host]) satisfies z.ZodType<Target>;
const targetOrSite = z.union([vm, host, z.literal("site")]);
const targetOrController = z.union([vm, host, z.literal("controller")]);
const answer = wordsOf<Answering>({ nothing: true, system: true, service: true });
const fault = z.enum(FAULT_KINDS);

/** Shapes of a closed list, one for each kind. */
type ShapesOf<Union extends { readonly kind: string }> = {
  readonly [Kind in Union["kind"]]: z.ZodType<Extract<Union, { readonly kind: Kind }>>;
};

const outcomes = {
  done: z.object({ kind: z.literal("done") }),
  failed: z.object({ kind: z.literal("failed"), reason: text }),
  undelivered: z.object({ kind: z.literal("undelivered"), reason: text }),
  blocked: z.object({ kind: z.literal("blocked"), reason: text }),
  lost: z.object({ kind: z.literal("lost"), reason: text }),
  inspected: z.object({ kind: z.literal("inspected"), running: z.array(name) }),
} as const satisfies ShapesOf<Outcome>;

const requests = {
  maintain: z.object({ kind: z.literal("maintain"), target }),
  resume: z.object({ kind: z.literal("resume"), target }),
  disarm: z.object({ kind: z.literal("disarm") }),
  arm: z.object({ kind: z.literal("arm") }),
  move: z.object({ kind: z.literal("move"), vm: name, to: name }),
  release: z.object({ kind: z.literal("release"), vm: name }),
  "confirm-dead": z.object({ kind: z.literal("confirm-dead"), host: name }),
} as const satisfies ShapesOf<Request>;

const events = {
  probed: z.object({ kind: z.literal("probed"), at: instant, target, asked: instant, answer }),
  outcome: z.object({ kind: z.literal("outcome"), at: instant, command: z.int(), result: oneOf(outcomes) }),
  woke: z.object({ kind: z.literal("woke"), at: instant }),
  requested: z.object({ kind: z.literal("requested"), at: instant, request: oneOf(requests) }),
  resumed: z.object({ kind: z.literal("resumed"), at: instant }),
} as const satisfies ShapesOf<Event>;

const order = { id: z.int(), because: text };
/** Each action of the catalogue with its parameters. */
const actions = Object.fromEntries(
  Object.entries(ACTIONS).map(([kind, { parameters }]) => [
    kind,
    z.object({ kind: z.literal(kind), ...order, ...Object.fromEntries(parameters.map((each) => [each, name])) }),
  ]),
) as unknown as ShapesOf<Action>;

const commands = {
  ...actions,
  watch: z.object({ kind: z.literal("watch"), ...order, target, every: duration }),
  alert: z.object({
    kind: z.literal("alert"),
    ...order,
    subject: targetOrController,
    task: wordsOf<HumanTask>({
      "repair-vm": true,
      "repair-host": true,
      "prove-dead": true,
      "make-room": true,
      investigate: true,
    }),
  }),
  announce: z.object({
    kind: z.literal("announce"),
    ...order,
    subject: targetOrController,
    from: text,
    to: text,
    on: text,
  }) as unknown as z.ZodType<Announcement>,
} as const satisfies ShapesOf<Command>;

/** Every kind of entry, in the order of docs/journal.md. */
export const ENTRY_SHAPES = {
  head: entry("head", {
    schema: z.object({ name: z.literal(JOURNAL_SCHEMA.name), number: z.literal(JOURNAL_SCHEMA.number) }),
    version: text,
    world: z.enum(["simulated", "real"]),
    scenario: z.object({ name: text, hash: text }),
    seed: text.nullable(),
    replication: z.int().nonnegative().nullable(),
    clock: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("none") }),
      z.object({ kind: z.literal("time-of-day"), microseconds: duration }),
      z.object({ kind: z.literal("unix") }),
    ]),
  }),
  event: entry("event", { event: oneOf(events) }),
  command: entry("command", { command: oneOf(commands) }),
  "domain-started": entry("domain-started", { subject: vm, host: name, how: z.enum(DOMAIN_STARTS) }),
  "domain-ended": entry("domain-ended", {
    subject: vm,
    host: name,
    how: z.enum(DOMAIN_ENDS),
  }),
  "migration-arrived": entry("migration-arrived", { subject: vm, from: name, host: name }),
  "stage-entered": entry("stage-entered", {
    subject: vm,
    host: name,
    stage: z.enum(STAGES),
  }),
  "host-off": entry("host-off", { subject: host }),
  "host-on": entry("host-on", { subject: host }),
  "layer-down": entry("layer-down", { subject: host }),
  "layer-up": entry("layer-up", { subject: host }),
  "answer-changed": entry("answer-changed", { subject: target, answer, noticed: instant.optional() }),
  "service-lost": entry("service-lost", { subject: vm, cause: text.nullable() }),
  "service-back": entry("service-back", { subject: vm }),
  "fault-begun": entry("fault-begun", {
    subject: targetOrSite,
    fault,
    parameters: z.record(text, z.union([text, z.number()])),
  }),
  "fault-ended": entry("fault-ended", { subject: targetOrSite, fault }),
  "changed-by-hand": entry("changed-by-hand", { subject: target, change: z.enum(HAND_CHANGES) }),
  "controller-down": entry("controller-down", {
    subject: z.literal("controller"),
    outage: z.enum(CONTROLLER_OUTAGES),
  }),
  "invariant-violated": entry("invariant-violated", {
    subject: target,
    invariant: z.enum(INVARIANTS),
    because: text,
  }),
  witnessed: entry("witnessed", { subject: host, running: z.array(name).nullable() }),
  "seen-twice": entry("seen-twice", { subject: vm, hosts: z.tuple([name, name]) }),
  snapshot: entry("snapshot", {
    settings: text,
    state: z.record(text, z.unknown()) as unknown as z.ZodType<State>,
  }),
  end: entry("end", { entries: z.int().min(2) }),
} as const satisfies ShapesOf<Entry>;

/** The union of these shapes. */
function oneOf<Shapes extends Readonly<Record<string, z.ZodType>>>(
  shapes: Shapes,
): z.ZodType<z.output<Shapes[keyof Shapes]>> {
  const [first, ...more] = Object.values(shapes) as z.ZodObject[];
  return z.discriminatedUnion("kind", [first, ...more]) as unknown as z.ZodType<z.output<Shapes[keyof Shapes]>>;
}

/** The shape of a union of words; the compiler checks that none is missing. */
function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>) {
  return z.enum(Object.keys(words) as [Word, ...Word[]]);
}

/** JSON Schema of one line of a journal. Further fields are allowed: later versions may add some. */
export function journalJsonSchema(): object {
  const { $schema, ...line } = z.toJSONSchema(oneOf(ENTRY_SHAPES), { io: "input" });
  return { $schema, title: `one line of a journal: ${JOURNAL_SCHEMA.name} ${JOURNAL_SCHEMA.number}`, ...line };
}

function entry<Kind extends string, Fields extends z.ZodRawShape>(kind: Kind, fields: Fields) {
  return z.object({ kind: z.literal(kind), at: instant, ...fields });
}
