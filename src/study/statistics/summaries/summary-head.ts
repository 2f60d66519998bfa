// The first fields of every summary.

import type { Summary } from "./summary.ts";
import { SUMMARY_SCHEMA } from "./summary.ts";

/** Which program, scenario and seed a result belongs to. */
export type SummaryHead = Pick<Summary, "version" | "scenario" | "seed">;

export function summaryHeadOf(head: SummaryHead): SummaryHead & Pick<Summary, "schema"> {
  return { schema: SUMMARY_SCHEMA, version: head.version, scenario: head.scenario, seed: head.seed };
}
