// Remarks on the limitations of a comparison.

import type { Counted, Side } from "./comparison.ts";
import { logChoose } from "../statistics/tests/fisher-exact.ts";

type Circumstances = {
  /** Predicted, observed. */
  readonly sides: readonly [Side, Side];
  readonly timeouts: readonly [number, number];
  /** How often each kind of fault was injected. */
  readonly faults: Readonly<Record<string, Counted>>;
  readonly alpha: number;
};

export function remarksOn(circumstances: Circumstances): string[] {
  return [
    ...onSize(circumstances),
    ...onFaults(circumstances),
    ...onTime(circumstances),
    ...onSeeds(circumstances),
    ...onErrors(circumstances),
  ];
}

/** Even samples that do not overlap have this probability: 2 of all orders of their values. */
function onSize({ sides: [{ trials: n }, { trials: m }], alpha }: Circumstances): string[] {
  const least = 2 * Math.exp(-logChoose(n + m, n));
  return least < alpha
    ? []
    : [`${n} and ${m} trials are too few for any difference to show at ${Number((100 * alpha).toPrecision(3))} %`];
}

function onFaults({ faults, alpha }: Circumstances): string[] {
  const odd = Object.entries(faults).filter(([, { p }]) => p < alpha);
  if (odd.length === 0) return [];
  const list = odd
    .map(([fault, { predicted, observed }]) => `${fault} (${predicted} times predicted, ${observed} observed)`)
    .join(", ");
  return [`faults were injected in other proportions: ${list}; compare one kind at a time with --fault`];
}

function onTime({ timeouts: [a, b] }: Circumstances): string[] {
  return a === b
    ? []
    : [
        `trials were given ${a} s and ${b} s: what took longer than ${Math.min(a, b)} s counts as not recovered ` +
          "on both sides",
      ];
}

/** Two simulations of one seed share their random numbers. */
function onSeeds({ sides: [predicted, observed] }: Circumstances): string[] {
  return predicted.live || observed.live || predicted.seed !== observed.seed
    ? []
    : [
        `both sides were simulated from the seed ${predicted.seed}: they are not independent samples, ` +
          "and seem more similar than they are",
      ];
}

function onErrors({ sides }: Circumstances): string[] {
  return sides.flatMap(({ errors }, i) =>
    errors === 0 ? [] : [`${errors} trials ${i === 0 ? "predicted" : "observed"} ended in errors and are left out`],
  );
}
