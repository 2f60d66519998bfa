import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Agenda, type Ticket } from "../../../src/simulated/engine/agenda.ts";
import { Defect } from "../../../src/base/prelude/check.ts";
import type { Instant } from "../../../src/base/prelude/time.ts";

const at = (instant: number) => instant as Instant;

/** The subjects of all events, in the order in which they come out. */
function drain(agenda: Agenda): number[] {
  const subjects: number[] = [];
  while (agenda.pop()) subjects.push(agenda.subject);
  return subjects;
}

describe("events come out", () => {
  test("by time", () => {
    const agenda = new Agenda();
    [30, 10, 2 ** 52, 20, 0].forEach((time, subject) => agenda.schedule(at(time), 0, 7, subject));
    expect(agenda.nextAt()).toBe(0);
    expect(drain(agenda)).toEqual([4, 1, 3, 0, 2]);
    expect([agenda.at, agenda.handler, agenda.subject]).toEqual([2 ** 52, 7, 2]);
  });

  test("at one instant by rank, not by the order of scheduling", () => {
    const ranks = [0, 1, 2, 2 ** 31, 2 ** 40, 2 ** 40 + 1];
    fc.assert(
      fc.property(fc.shuffledSubarray(ranks, { minLength: ranks.length }), (shuffled) => {
        const agenda = new Agenda();
        for (const rank of shuffled) agenda.schedule(at(5), rank, 0, ranks.indexOf(rank));
        expect(drain(agenda)).toEqual([0, 1, 2, 3, 4, 5]);
      }),
    );
  });

  test("alike in time and rank, in the order in which they were scheduled", () => {
    const agenda = new Agenda();
    const subjects = Array.from({ length: 500 }, (_, i) => i);
    for (const subject of subjects) agenda.schedule(at(5), 3, 0, subject);
    expect(drain(agenda)).toEqual(subjects);
  });

  test("up to a given instant, and the later ones stay", () => {
    const agenda = new Agenda();
    agenda.schedule(at(10), 0, 0, 1);
    agenda.schedule(at(11), 0, 0, 2);
    expect([agenda.pop(10), agenda.subject, agenda.pop(10), agenda.subject, agenda.size]).toEqual([
      true,
      1,
      false,
      1,
      1,
    ]);
  });

  test("never before the beginning, nor at something that is not a number", () => {
    for (const instant of [-1, NaN]) expect(() => new Agenda().schedule(at(instant), 0, 0, 0)).toThrow(Defect);
  });
});

describe("an empty agenda", () => {
  test("has no next event, before the first and after the last", () => {
    const agenda = new Agenda();
    expect([agenda.nextAt(), agenda.pop(), agenda.size]).toEqual([undefined, false, 0]);
    agenda.schedule(at(1), 0, 0, 0);
    agenda.pop();
    expect([agenda.nextAt(), agenda.pop(), agenda.size]).toEqual([undefined, false, 0]);
  });
});

describe("a cancelled event", () => {
  test("does not come out, wherever in the heap it was", () => {
    for (const cancelled of [0, 1, 2, 3, 4]) {
      const agenda = new Agenda();
      const tickets = [0, 1, 2, 3, 4].map((i) => agenda.schedule(at(i), 0, 0, i));
      expect(agenda.cancel(tickets[cancelled])).toBe(true);
      expect(agenda.size).toBe(4);
      expect(agenda.nextAt()).toBe(cancelled === 0 ? 1 : 0);
      expect(drain(agenda)).toEqual([0, 1, 2, 3, 4].filter((i) => i !== cancelled));
    }
  });

  test("is not cancelled twice, nor one that has happened", () => {
    const agenda = new Agenda();
    const first = agenda.schedule(at(1), 0, 0, 1);
    const second = agenda.schedule(at(2), 0, 0, 2);
    agenda.pop();
    expect([agenda.cancel(first), agenda.cancel(second), agenda.cancel(second), agenda.size]).toEqual([
      false,
      true,
      false,
      0,
    ]);
  });

  test("is not confused with the one that took its memory", () => {
    const agenda = new Agenda();
    const old: Ticket[] = [];
    for (let i = 0; i < 1000; i++) {
      old.push(agenda.schedule(at(i), 0, 0, i));
      if (i % 2 === 0) agenda.pop();
      else agenda.cancel(old[i]);
    }
    const young = agenda.schedule(at(5000), 0, 0, 1);
    expect(new Set([...old, young]).size).toBe(1001);
    expect(old.some((ticket) => agenda.cancel(ticket))).toBe(false);
    expect([agenda.size, agenda.cancel(young)]).toEqual([1, true]);
  });

  test("is not confused with a later one after the agenda was cleared", () => {
    const agenda = new Agenda();
    const tickets = [1, 2, 3].map((i) => agenda.schedule(at(i), 0, 0, i));
    agenda.cancel(tickets[1]);
    agenda.pop();
    agenda.clear();
    expect([agenda.size, agenda.pop()]).toEqual([0, false]);
    [1, 2, 3].forEach((i) => agenda.schedule(at(i), 0, 0, i));
    expect(tickets.map((ticket) => agenda.cancel(ticket))).toEqual([false, false, false]);
    expect(drain(agenda)).toEqual([1, 2, 3]);
  });

  test("gives its memory back when many are cancelled and none comes out", () => {
    const agenda = new Agenda();
    agenda.schedule(at(1), 0, 0, 0);
    let largest = 0;
    for (let i = 0; i < 100_000; i++) {
      const ticket = agenda.schedule(at(2 + i), 0, 0, 1);
      largest = Math.max(largest, ticket % 2 ** 24);
      agenda.cancel(ticket);
    }
    expect(largest).toBeLessThan(100);
    expect(drain(agenda)).toEqual([0]);
  });
});

type Entry = { time: number; rank: number; subject: number; ticket: Ticket };
const action = fc.oneof(
  { weight: 300, arbitrary: fc.record({ kind: fc.constant("schedule" as const), time: fc.nat(20), rank: fc.nat(3) }) },
  { weight: 150, arbitrary: fc.record({ kind: fc.constant("pop" as const), last: fc.nat(30) }) },
  { weight: 200, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat(1000) }) },
  { weight: 50, arbitrary: fc.record({ kind: fc.constant("peek" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clear" as const) }) },
);

test("an agenda behaves like a sorted list, for all sequences of scheduling, cancelling and popping", () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 50, maxLength: 600, size: "max" }), (actions) => {
      const agenda = new Agenda();
      const past: Entry[] = [];
      let list: Entry[] = [];
      actions.forEach((todo, subject) => {
        switch (todo.kind) {
          case "schedule": {
            const entry = { ...todo, subject, ticket: agenda.schedule(at(todo.time), todo.rank, 0, subject) };
            const before = list.filter(
              ({ time, rank }) => time < entry.time || (time === entry.time && rank <= entry.rank),
            );
            list = [...before, entry, ...list.filter((other) => !before.includes(other))];
            past.push(entry);
            break;
          }
          case "pop": {
            const expected = list.length > 0 && list[0].time <= todo.last ? list.shift() : undefined;
            expect(agenda.pop(todo.last)).toBe(expected !== undefined);
            if (expected !== undefined) expect([agenda.at, agenda.subject]).toEqual([expected.time, expected.subject]);
            break;
          }
          case "cancel": {
            if (past.length === 0) break;
            const chosen = past[todo.which % past.length];
            expect(agenda.cancel(chosen.ticket)).toBe(list.includes(chosen));
            list = list.filter((entry) => entry !== chosen);
            break;
          }
          case "peek":
            expect(agenda.nextAt()).toBe(list.at(0)?.time);
            break;
          case "clear":
            agenda.clear();
            list = [];
            break;
        }
        expect(agenda.size).toBe(list.length);
      });
      expect(drain(agenda)).toEqual(list.map(({ subject }) => subject));
    }),
    { numRuns: 200 },
  );
});

test("removing many cancelled events keeps the order of the others", () => {
  const agenda = new Agenda();
  const tickets = Array.from({ length: 3000 }, (_, i) => agenda.schedule(at((i * 7919) % 101), i % 5, 0, i));
  tickets.forEach((ticket, i) => i % 4 === 0 || agenda.cancel(ticket));
  const key = (i: number) => [(i * 7919) % 101, i % 5, i];
  const living = tickets.map((_, i) => i).filter((i) => i % 4 === 0);
  living.sort(
    (a, b) =>
      key(a)
        .map((part, k) => part - key(b)[k])
        .find((difference) => difference !== 0) ?? 0,
  );
  expect(drain(agenda)).toEqual(living);
});
