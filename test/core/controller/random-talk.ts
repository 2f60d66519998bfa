// Random clusters, random events for their controller: probes that may lie, outcomes that come late, twice or never,
// impatient operators, crashes of the controller itself. Moves are chosen by number from what is possible at their
// time, so that fast-check can shorten a conversation and the rest stays meaningful.

import fc from "fast-check";
import type { Command } from "../../../src/core/controller/contract/command.ts";
import type { Answer, Event, Outcome, Request, Target } from "../../../src/core/controller/contract/event.ts";
import type { RungKind } from "../../../src/core/cluster/rungs.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { MINUTE, seconds, type Duration, type Instant } from "../../../src/base/prelude/time.ts";
import { GB, someSettings } from "../../builders/scenario.ts";

export const someCluster: fc.Arbitrary<Settings> = fc
  .record({
    hosts: fc.integer({ min: 1, max: 4 }),
    homes: fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }),
    ceilings: fc.array(fc.constantFrom<RungKind>("reboot", "restart", "reinstall"), { minLength: 6, maxLength: 6 }),
    priorities: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
    room: fc.integer({ min: 3, max: 8 }),
    bond: fc.constantFrom("none", "apart", "together"),
    fall: fc.integer({ min: 1, max: 3 }),
    rise: fc.integer({ min: 1, max: 3 }),
    attempts: fc.integer({ min: 1, max: 2 }),
    maxEpisodes: fc.integer({ min: 1, max: 4 }),
    maxConcurrent: fc.integer({ min: 1, max: 3 }),
    share: fc.constantFrom(0.3, 0.6, 1),
    guestWithin: fc.constantFrom(undefined, seconds(20), seconds(500)),
    failback: fc.boolean(),
  })
  .map((drawn) => {
    const hosts = Array.from({ length: drawn.hosts }, (_, i) => `alfa0${i + 1}`);
    const vms = Object.fromEntries(drawn.homes.map((home, i) => [`vm${i + 1}`, hosts[home % hosts.length]]));
    const base = someSettings({ hosts, vms, hostMemory: drawn.room * 4 * GB });
    const bonded = [Object.keys(vms).slice(0, 2)];
    return {
      ...base,
      vms: base.vms.map((vm, i) => ({ ...vm, ceiling: drawn.ceilings[i], priority: drawn.priorities[i] })),
      apart: drawn.bond === "apart" ? bonded : [],
      together: drawn.bond === "together" ? bonded : [],
      probes: { ...base.probes, fall: drawn.fall, rise: drawn.rise },
      ladder: base.ladder.map((rung) => ({ ...rung, attempts: drawn.attempts, guestWithin: drawn.guestWithin })),
      maxEpisodes: drawn.maxEpisodes,
      maxConcurrent: drawn.maxConcurrent,
      failback: drawn.failback,
      storm: { ...base.storm, share: drawn.share },
    };
  });

export type Move =
  | {
      readonly kind: "probe";
      readonly at: number;
      readonly answer: Answer;
      readonly times: number;
      readonly lag: number;
    }
  | {
      readonly kind: "outcome";
      readonly of: number;
      readonly result: number;
      readonly lost: boolean;
      readonly again: boolean;
    }
  | { readonly kind: "wake" }
  | { readonly kind: "wait"; readonly time: Duration }
  | { readonly kind: "ask"; readonly what: number; readonly at: number; readonly to: number }
  | { readonly kind: "resumed" };

const aMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("probe" as const),
      at: fc.nat(20),
      answer: fc.constantFrom<Answer>("nothing", "nothing", "system", "service"),
      times: fc.integer({ min: 1, max: 4 }),
      lag: fc.constantFrom(0, 0, 0, 7),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("outcome" as const),
      of: fc.nat(20),
      result: fc.nat(20),
      lost: fc.boolean(),
      again: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: "wake" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      time: fc.constantFrom(seconds(1), seconds(45), MINUTE, (11 * MINUTE) as Duration),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("ask" as const), what: fc.nat(20), at: fc.nat(20), to: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "resumed" as const }) },
);

export const someTalk: fc.Arbitrary<readonly Move[]> = fc.array(aMove, { maxLength: 80, size: "max" });

/**
 * Turns moves into events, one after another. `deliver` gives each to the controller, and returns the commands that it
 * led to.
 */
export function talk(
  settings: Settings,
  moves: readonly Move[],
  deliver: (event: Event) => readonly Command[],
  deadline: () => Instant | undefined,
): void {
  const targets: readonly Target[] = [
    ...settings.hosts.map(({ name }) => `host/${name}` as const),
    ...settings.vms.map(({ name }) => `vm/${name}` as const),
  ];
  /** Commands whose outcome may still come. */
  const out: Command[] = [];
  let now = 0;

  const tell = (event: Event) => {
    for (const command of deliver(event)) if (hasOutcome(command)) out.push(command);
  };
  const at = () => now as Instant;

  for (const move of moves) {
    switch (move.kind) {
      case "probe":
        for (let i = 0; i < move.times; i++) {
          now += seconds(5);
          tell({
            kind: "probed",
            at: at(),
            target: pick(targets, move.at),
            asked: Math.max(0, now - seconds(move.lag)) as Instant,
            answer: move.answer,
          });
        }
        break;
      case "outcome": {
        if (out.length === 0) break;
        const command = pick(out, move.of);
        if (!move.again) out.splice(out.indexOf(command), 1);
        now += seconds(1);
        if (!move.lost || move.again)
          tell({ kind: "outcome", at: at(), command: command.id, result: resultOf(command, settings, move.result) });
        break;
      }
      case "wake":
        now = Math.max(now, deadline() ?? now);
        tell({ kind: "woke", at: at() });
        break;
      case "wait":
        now += move.time;
        tell({ kind: "woke", at: at() });
        break;
      case "ask":
        tell({ kind: "requested", at: at(), request: requestOf(settings, targets, move) });
        break;
      case "resumed":
        tell({ kind: "resumed", at: at() });
        break;
    }
  }
}

function hasOutcome(command: Command): boolean {
  return command.kind !== "watch" && command.kind !== "announce" && command.kind !== "alert";
}

function resultOf(command: Command, settings: Settings, number: number): Outcome {
  const kind = pick(["done", "done", "done", "failed", "undelivered", "blocked", "lost"] as const, number);
  if (kind !== "done") return { kind, reason: "bad luck" };
  if (command.kind !== "inspect-host") return { kind };
  return { kind: "inspected", running: settings.vms.map(({ name }) => name).filter((_, i) => (number >> i) % 2 === 1) };
}

function requestOf(
  settings: Settings,
  targets: readonly Target[],
  { what, at, to }: Extract<Move, { kind: "ask" }>,
): Request {
  const host = pick(settings.hosts, to).name;
  const vm = pick(settings.vms, at).name;
  switch (
    pick(["maintain", "resume", "resume", "disarm", "arm", "arm", "move", "release", "confirm-dead"] as const, what)
  ) {
    case "maintain":
      return { kind: "maintain", target: pick(targets, at) };
    case "resume":
      return { kind: "resume", target: pick(targets, at) };
    case "disarm":
      return { kind: "disarm" };
    case "arm":
      return { kind: "arm" };
    case "move":
      return { kind: "move", vm, to: host };
    case "release":
      return { kind: "release", vm };
    case "confirm-dead":
      return { kind: "confirm-dead", host };
  }
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length];
}
