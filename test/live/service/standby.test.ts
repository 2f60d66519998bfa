// Two controllers of one folder, as processes: one leads, the other stands by.

import { join } from "node:path";
import { expect, test } from "vitest";
// eslint-disable-next-line no-restricted-imports -- held against instants of a journal of this run
import { now } from "../../../src/base/platform/clock.ts";
import { later, seconds } from "../../../src/base/prelude/time.ts";
import { journalsIn, readServiceJournal } from "../../../src/live/service/journal.ts";
import { aStage, statusIn, until, untilAllServe, withPrograms } from "./stage.ts";

withPrograms();

test("one controller leads, a second stands by and reports that, and takes over when the first is killed", async () => {
  const stage = aStage();
  const one = stage.start();
  await one.says(/leads, in term 1/);
  const two = stage.start({ name: "two" });
  await two.says(/stands by: one on \S+ leads, in term 1/);
  stage.site.kill("gridce");
  one.child.kill("SIGKILL");
  await two.says(/leads, in term 2/);
  await untilAllServe(stage);
  expect(await statusIn(stage)).toMatchObject({ role: "leader", name: "two", leader: { term: 2 } });
  expect(stage.site.twice).toBe("");
});

test("a leader that hangs amid recoveries is replaced, and does nothing more when it continues", async () => {
  const stage = aStage();
  const one = stage.start({ leaseSeconds: 10 });
  await untilAllServe(stage);
  const two = stage.start({ name: "two", leaseSeconds: 10 });
  await two.says(/stands by/);
  for (const vm of ["gridce", "gridse", "gridui"]) stage.site.kill(vm);
  await one.says(/queued → rebooting/);
  const stopped = now();
  one.child.kill("SIGSTOP");
  // On a slow machine they may all be recovered already.
  for (const vm of ["gridce", "gridse", "gridui"]) stage.site.kill(vm);
  await two.says(/leads, in term 2/);
  await two.says(/vm\/\w+: .* → /);
  one.child.kill("SIGCONT");
  expect(await one.ended).toBe(4);
  expect(one.said).toMatch(/ended: machine the lease was lost: it could not be renewed in time/);
  // It may have been suspended in the middle of a turn, and finish its report; it took no turn since.
  const journals = join(stage.folder, "journal");
  const { entries } = readServiceJournal(join(journals, journalsIn(journals)[0]));
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.at(-1)?.at).toBeLessThan(later(stopped, seconds(5)));
  await untilAllServe(stage);
  expect(stage.site.twice).toBe("");
});

test("a leader that is asked to end releases the lease, and the other takes over at once", async () => {
  const stage = aStage();
  const one = stage.start({ leaseSeconds: 3000 });
  await one.says(/leads, in term 1/);
  const two = stage.start({ name: "two" });
  await two.says(/stands by/);
  one.child.kill("SIGTERM");
  expect(await one.ended).toBe(0);
  await two.says(/leads, in term 2/);
});

test("a second controller of the same name on the same machine is refused", async () => {
  const stage = aStage();
  const one = stage.start();
  await one.says(/leads, in term 1/);
  const other = stage.start();
  expect(await other.ended).toBe(5);
  expect(other.said).toMatch(/a controller of this name is already running here/);
  expect(await until("the first answers", () => statusIn(stage))).toMatchObject({ role: "leader" });
});

test("a controller with another scenario does not stand by", async () => {
  const stage = aStage();
  await stage.start().says(/leads, in term 1/);
  const other = stage.start({ name: "two", version: "other" });
  expect(await other.ended).toBe(5);
  expect(other.said).toMatch(/written by version test, but this is other/);
});
