// The witness keeps what hypervisors answer in the order in which they answer, however long one of them takes.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pause } from "../../../src/base/platform/clock.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { readJournal } from "../../../src/core/journal/read-journal.ts";
import { Testimonies, testimonyPath } from "../../../src/live/crash-test/observers/testimony.ts";
import { Witness } from "../../../src/live/crash-test/observers/witness.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
import { realEffects } from "../../../src/live/driver/real-effects.ts";
import type { Remote } from "../../../src/live/driver/transport/remote.ts";
import { aHead } from "../../builders/journal.ts";
import { hostEntry, inventoryOf } from "../../builders/live-inventory.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

/** Answers with no domains, after this time. */
function hypervisor(delay: number): Remote {
  return {
    run: async () => {
      await pause(seconds(delay));
      return { kind: "ran", finished: { kind: "exited", code: 0, stdout: "", stderr: "" } };
    },
    close: () => Promise.resolve(),
  } as unknown as Remote;
}

test("a hypervisor that is slow is kept after those that answered before it", async () => {
  const folder = temporaryFolder();
  const hosts = ["slow", "quick", "quicker"].map((name) => hostEntry(name, { ssh: { ...hostEntry(name).ssh } }));
  const delays = [0.2, 0.05, 0];
  const eyes = new Reach(inventoryOf(hosts, []), undefined, {
    ...realEffects(),
    remote: (access) => hypervisor(delays[hosts.findIndex((host) => host.ssh === access)]),
  });
  const failures: unknown[] = [];
  const witness = new Witness(eyes, new Testimonies(folder, aHead({ world: "real" })), (error) => failures.push(error));
  await Promise.all([witness.round(), witness.round()]);
  await witness.end();
  expect(failures).toEqual([]);
  const { entries } = readJournal(readFileSync(testimonyPath(folder), "utf8"), "witness");
  const instants = entries.slice(1).map(({ at }) => at);
  expect(instants.length).toBeGreaterThanOrEqual(6);
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
});
