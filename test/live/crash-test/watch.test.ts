// What ends a campaign, at any time; and the record of the witness, across restarts.

import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  Testimonies,
  testimonyPath,
  type Testimony,
  type Twice,
} from "../../../src/live/crash-test/observers/testimony.ts";
import { hostsConcernedBy, Watch, type Watched } from "../../../src/live/crash-test/observers/watch.ts";
import { NO_TIME, seconds, START, type Duration } from "../../../src/base/prelude/time.ts";
import type { Fault } from "../../../src/core/cluster/fault.ts";
import type { SiteSpec } from "../../../src/core/cluster/site.ts";
import { readJournal } from "../../../src/core/journal/read-journal.ts";
import { aHead, expectInFormat } from "../../builders/journal.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const DOUBLE: Twice = { kind: "seen-twice", at: START, subject: "vm/gridce", hosts: ["alfa01", "alfa02"] };
const HEAD = aHead({ world: "real" });
const said = (host: string, running: readonly string[] | null): Testimony => ({
  kind: "witnessed",
  at: START,
  subject: `host/${host}`,
  running,
});

function watching(changes: Partial<Watched>): Watch {
  const watch = new Watch({
    hosts: ["alfa01", "alfa02"],
    witness: { silentFor: () => NO_TIME },
    testimonies: { word: { asked: 0, answered: 0, twice: [] } },
    protectedVms: { affected: undefined },
    switchThrown: () => false,
    interrupted: () => false,
    ends: () => undefined,
    ...changes,
  });
  onTestFinished(() => watch.end());
  return watch;
}

describe("a campaign ends at once", () => {
  test("when a VM runs twice, but not for one that ended an earlier run", () => {
    const twice = [DOUBLE];
    const watch = watching({ testimonies: { word: { asked: 9, answered: 9, twice } } });
    expect(watch.why).toBeUndefined();
    twice.push({ ...DOUBLE, subject: "vm/web1" });
    expect(watch.why).toBe("web1 ran twice, on alfa01 and alfa02");
  });

  test("when a VM that is not expendable loses its service, also if that is back meanwhile", async () => {
    let affected: string | undefined;
    const watch = watching({
      protectedVms: {
        get affected() {
          return affected;
        },
      },
    });
    affected = "bystander";
    await new Promise((resolve) => setTimeout(resolve, 1200));
    affected = undefined;
    expect(watch.why).toBe("bystander, which is not expendable, has lost its service");
  });

  test("when a host that no fault concerns is silent for a long time", () => {
    const silent = new Map<string, Duration>([["alfa02", seconds(60)]]);
    const watch = watching({ witness: { silentFor: (host) => silent.get(host) ?? NO_TIME } });
    expect(watch.why).toBeUndefined(); // nobody knows yet what an earlier run has left
    watch.concern(new Set(["alfa02"]));
    expect(watch.why).toBeUndefined();
    watch.concern(new Set(["alfa01"]));
    expect(watch.why).toBe("alfa02, which no fault concerns, does not answer");
  });

  test("for the first reason, which stays, and is reported once", () => {
    let thrown = true;
    const told: string[] = [];
    const watch = watching({ switchThrown: () => thrown, ends: (why) => told.push(why) });
    expect(watch.why).toBe("the stop switch is thrown");
    thrown = false;
    watch.fail(new Error("no space left"));
    expect(watch.why).toBe("the stop switch is thrown");
    expect(watch.error).toMatchObject({ message: "no space left" });
    expect(told).toEqual(["the stop switch is thrown"]);
  });
});

test("a fault concerns its target hosts, and the hosts of affected VMs; one of the whole site, all", () => {
  const site = {
    hosts: [{ name: "alfa01" }, { name: "alfa02" }],
    vms: [{ name: "gridce", home: "alfa01" }],
  } as unknown as SiteSpec;
  const on = (...names: readonly string[]) => [{ on: names } as unknown as Fault];
  expect([...hostsConcernedBy(on("gridce"), site)]).toEqual(["alfa01"]);
  expect([...hostsConcernedBy(on("alfa02"), site)]).toEqual(["alfa02"]);
  expect([...hostsConcernedBy(on(), site)]).toEqual(["alfa01", "alfa02"]);
});

test("the record of the witness continues where an earlier run of the campaign ended, or was torn off", () => {
  const folder = temporaryFolder();
  const first = new Testimonies(folder, HEAD);
  for (const entry of [said("alfa01", ["gridce"]), said("alfa02", null), DOUBLE]) first.add(entry);
  first.close();
  appendFileSync(join(folder, "witness.jsonl"), '{"kind":"witnessed","at":1,"subj');
  const second = new Testimonies(folder, HEAD);
  expect(second.word).toEqual({ asked: 2, answered: 1, twice: [DOUBLE] });
  second.add(said("alfa01", []));
  second.close();
  expect(new Testimonies(folder, HEAD).word).toEqual({ asked: 3, answered: 2, twice: [DOUBLE] });
  const { entries } = readJournal(readFileSync(testimonyPath(folder), "utf8"), "witness");
  expectInFormat(entries);
  expect(entries.map(({ kind }) => kind)).toEqual(["head", "witnessed", "witnessed", "seen-twice", "witnessed"]);
});
