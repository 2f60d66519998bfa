// Whether two campaigns are distinguishable, by what, and which phase explains it. The verdict is on recovery times and
// outcomes; phases only explain it.

import type { Compared, ComparedPhase, Counted, Culprit, Verdict } from "./comparison.ts";
import { holm } from "../statistics/tests/holm.ts";

type Phases = Readonly<Record<string, ComparedPhase>>;
type Outcomes = Readonly<Record<string, Counted>>;

export function verdictOf(recovery: Compared, outcomes: Outcomes, phases: Phases, alpha: number): Verdict {
  const counts = Object.values(outcomes);
  const adjusted = holm([recovery.p, ...(counts.length < 2 ? [] : [Math.min(...counts.map(({ p }) => p))])]);
  const by = (["recovery", "outcomes"] as const).filter((_, i) => adjusted[i] < alpha);
  const culprit = by.includes("recovery") ? culpritOf(recovery, phases) : null;
  const p = Math.min(...adjusted);
  const without: Omit<Verdict, "sentence"> = { distinguishable: by.length > 0, p, by, culprit };
  return { ...without, sentence: sentenceOf(without, outcomes, phases, alpha) };
}

/**
 * Phases add up to the recovery, so their mean differences add up to its. If the means differ, the culprit is the phase
 * with most of that difference; if only the shapes differ, the phase with the least p-value.
 */
function culpritOf({ difference_seconds: of, difference_ci: ends }: Compared, phases: Phases): Culprit | null {
  if (of === null) return null;
  const meansDiffer = ends === null || ends[0] > 0 || ends[1] < 0;
  const blame = ({ difference_seconds: part, p }: ComparedPhase) => (meansDiffer ? (part ?? 0) * Math.sign(of) : -p);
  const worst = Object.entries(phases)
    .sort(([, a], [, b]) => blame(b) - blame(a))
    .at(0);
  return worst === undefined
    ? null
    : { phase: worst[0], difference_seconds: worst[1].difference_seconds ?? 0, of_seconds: of };
}

function sentenceOf(
  { distinguishable, p, by, culprit }: Omit<Verdict, "sentence">,
  outcomes: Outcomes,
  phases: Phases,
  alpha: number,
): string {
  const level = `${Number((100 * alpha).toPrecision(3))} %`;
  const parts: string[] = [
    distinguishable ? `distinguishable at ${level}` : `not distinguishable at ${level} (p ${shortP(p)})`,
  ];
  if (culprit !== null)
    parts.push(
      `culprit: ${culprit.phase} (${signed(culprit.difference_seconds)} s of ${signed(culprit.of_seconds)} s)`,
    );
  if (by.includes("outcomes")) parts.push(`outcomes: ${worstOutcome(outcomes)}`);
  if (!distinguishable) {
    const odd = Object.entries(phases).filter(([, { differs }]) => differs);
    if (odd.length > 0)
      parts.push(
        "yet phases differ: " +
          `${odd.map(([phase, { difference_seconds: by }]) => `${phase} (${signed(by ?? 0)} s)`).join(", ")}`,
      );
  }
  return parts.join("; ");
}

function worstOutcome(outcomes: Outcomes): string {
  const total = (side: "predicted" | "observed") =>
    Object.values(outcomes).reduce((sum, counted) => sum + counted[side], 0);
  const [name, { predicted, observed }] = Object.entries(outcomes).sort(([, a], [, b]) => a.p - b.p)[0];
  return `${name} ${observed} of ${total("observed")}, predicted ${predicted} of ${total("predicted")}`;
}

function signed(seconds: number): string {
  return `${seconds < 0 ? "−" : "+"}${Math.abs(seconds).toFixed(Math.abs(seconds) < 1 ? 2 : 1)}`;
}

/** A p-value with few digits, for people. */
export function shortP(p: number): string {
  return p < 0.0001 ? "<0.0001" : p >= 0.1 ? p.toFixed(2) : String(Number(p.toPrecision(2)));
}
