// Trials in columns read back as they were put in.

import fc from "fast-check";
import { expect, test } from "vitest";
import { TrialColumnsBuilder, TrialTable } from "../../../src/core/measurement/trial-table.ts";
import { OUTCOMES, PHASES, type Trial } from "../../../src/core/measurement/trial.ts";
import { HOST_FAULTS, SITE_FAULTS, VM_FAULTS } from "../../../src/core/cluster/fault.ts";
import { INVARIANTS } from "../../../src/core/cluster/invariants.ts";

const someSeconds = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true }));
const someTrial = fc.record<Omit<Trial, "index">>({
  fault: fc.constantFrom(...VM_FAULTS, ...HOST_FAULTS, ...SITE_FAULTS),
  target: fc.string(),
  vm: fc.string(),
  outcome: fc.constantFrom(...OUTCOMES),
  recoverySeconds: someSeconds,
  downtimeSeconds: someSeconds,
  phaseSeconds: fc.array(someSeconds, { minLength: PHASES.length, maxLength: PHASES.length }),
  attempts: fc.nat({ max: 1000 }),
  violations: fc.array(fc.constantFrom(...INVARIANTS), { maxLength: 3 }),
  error: fc.string(),
});

function tableOf(parts: readonly { first: number; trials: readonly Trial[] }[]): TrialTable {
  return new TrialTable(
    parts.map(({ first, trials }) => {
      const builder = new TrialColumnsBuilder(first, trials.length);
      for (const trial of trials) builder.add(trial);
      return builder.columns;
    }),
  );
}

test("what is put in comes out, in the order of indices, however it was parted", () => {
  fc.assert(
    fc.property(fc.array(someTrial, { maxLength: 20 }), fc.nat({ max: 20 }), (bare, cut) => {
      const trials = bare.map((trial, index): Trial => ({ ...trial, index }));
      const parts = [
        { first: cut, trials: trials.slice(cut) },
        { first: 0, trials: trials.slice(0, cut) },
      ].filter((part) => part.trials.length > 0);
      const table = tableOf(parts);
      expect(table.length).toBe(trials.length);
      expect([...table]).toEqual(trials);
      trials.forEach((trial, index) => expect(table.at(index)).toEqual(trial));
      expect(table.at(trials.length)).toBeUndefined();
    }),
  );
});

test("columns that were cloned, as between threads, read the same", () => {
  const [trial] = fc.sample(someTrial, { numRuns: 1, seed: 1 });
  const builder = new TrialColumnsBuilder(7, 1);
  builder.add({ ...trial, index: 7 });
  expect(new TrialTable([structuredClone(builder.columns)]).at(7)).toEqual({ ...trial, index: 7 });
});
