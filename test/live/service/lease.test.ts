// The leader's lease: one leader at a time, however slow the processes are.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { later, seconds, type Instant } from "../../../src/base/prelude/time.ts";
import { thisHolder, type Holder } from "../../../src/live/service/leadership/holder.ts";
import { Candidacy, Lease } from "../../../src/live/service/leadership/lease.ts";

const PACE = { duration: seconds(10), renewEvery: seconds(2.5) };

/** Candidates of one folder, each with a clock of its own. */
function someCandidates() {
  const folder = mkdtempSync(join(tmpdir(), "3rc-lease-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    candidate(name: string, holder: Partial<Holder> = { space: "another machine" }) {
      const clock = { at: (Math.random() * 1e12) as Instant };
      return {
        clock,
        pass: (time: number) => (clock.at = later(clock.at, seconds(time))),
        candidacy: new Candidacy(folder, { ...thisHolder(name), ...holder }, PACE, () => clock.at),
      };
    },
  };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is none");
  return value;
}

test("the first to claim leads, and no other while it renews", () => {
  const { candidate } = someCandidates();
  const [one, two] = [candidate("one"), candidate("two")];
  const lease = given(one.candidacy.claim());
  for (let i = 0; i < 20; i++) {
    for (const each of [one, two]) each.pass(2.5);
    lease.renew();
    expect(two.candidacy.claim()).toBeUndefined();
    expect(lease.holds).toBe(true);
  }
});

test("a leader leads no longer than its lease; another leads only after that, whatever their clocks show", () => {
  const { candidate } = someCandidates();
  const [one, two] = [candidate("one"), candidate("two")];
  const lease = given(one.candidacy.claim());
  for (let i = 0; i < 60; i++) {
    for (const each of [one, two]) each.pass(0.25);
    expect(two.candidacy.claim()).toBeUndefined();
  }
  expect(lease.holds).toBe(false);
  two.pass(0.5);
  expect(two.candidacy.claim()?.term).toBe(2);
});

test("an expired lease is not renewed, even if there is no other leader yet", () => {
  const { candidate } = someCandidates();
  const one = candidate("one");
  const lease = given(one.candidacy.claim());
  one.pass(10);
  lease.renew();
  expect(lease.holds).toBe(false);
});

test("a leader whose clock stopped learns from the folder that another leads", () => {
  const { candidate } = someCandidates();
  const [one, two] = [candidate("one"), candidate("two")];
  const lease = given(one.candidacy.claim());
  two.candidacy.claim();
  two.pass(16);
  expect(two.candidacy.claim()?.holds).toBe(true);
  expect(lease.trusted).toBe(true);
  expect(lease.holds).toBe(false);
  lease.renew();
  lease.release();
  expect(two.candidacy.running).toMatchObject({ term: 2, released: false });
});

test("a released lease is taken at once", () => {
  const { candidate } = someCandidates();
  const [one, two] = [candidate("one"), candidate("two")];
  const lease = given(one.candidacy.claim());
  expect(two.candidacy.claim()).toBeUndefined();
  lease.release();
  expect(lease.holds).toBe(false);
  expect(two.candidacy.claim()?.term).toBe(2);
});

test("the lease of a dead process of this machine is taken at once; a live one's, or another machine's, is not", () => {
  for (const [holder, taken] of [
    [{ began: "0" }, true],
    [{}, false],
    [{ began: "0", space: "another machine" }, false],
  ] as const) {
    const { candidate } = someCandidates();
    candidate("one", holder).candidacy.claim();
    expect(candidate("two").candidacy.claim() !== undefined).toBe(taken);
  }
});

test("of two that claim the same term one gets it", () => {
  const { folder, candidate } = someCandidates();
  const { clock } = candidate("any");
  const claim = (name: string) =>
    Lease.take(
      folder,
      { term: 5, holder: thisHolder(name), beat: 0, duration: PACE.duration, released: false },
      () => clock.at,
    );
  expect([claim("one"), claim("two")].map((lease) => lease !== undefined)).toEqual([true, false]);
});

test("a claim of a term that is already over fails", () => {
  const { folder, candidate } = someCandidates();
  const { clock } = candidate("any");
  const claim = (term: number) =>
    Lease.take(
      folder,
      { term, holder: thisHolder("one"), beat: 0, duration: PACE.duration, released: false },
      () => clock.at,
    );
  expect(claim(7)?.holds).toBe(true);
  expect(claim(5)).toBeUndefined();
});

test("a term whose file was emptied by a power cut is taken after its time", () => {
  const { folder, candidate } = someCandidates();
  writeFileSync(join(folder, "term-3.json"), "");
  const one = candidate("one");
  expect(one.candidacy.claim()).toBeUndefined();
  one.pass(16);
  expect(one.candidacy.claim()?.term).toBe(4);
});
