// The keys of `operations` and `experiment`: what operators ask for, and what is to be found out.

import { z } from "zod";
import { MAX_REPLICATIONS } from "../limits.ts";
import { faultKind, parameters } from "./faults.ts";
import { duration, lasting, distribution, numberFrom1, names } from "./quantities.ts";

/** One of `operations`. */
export const operationShape = z.strictObject({
  at: duration("when"),
  maintain: z.string().optional().describe("host/NAME or vm/NAME: take no action on it"),
  resume: z.string().optional().describe("host/NAME or vm/NAME: act on it again"),
  disarm: z.literal(true).optional().describe("take no action at all"),
  arm: z.literal(true).optional().describe("act again"),
  move: z.string().optional().describe("a VM to migrate, with to"),
  to: z.string().optional().describe("the host that move leads to"),
  release: z.string().optional().describe("a VM to recover again from the first rung"),
  "confirm-dead": z.string().optional().describe("a host that a human has seen to be off"),
});

/** `experiment`: exactly one of its keys is wanted. */
export const experimentShape = z.strictObject({
  "crash-campaign": z
    .strictObject({
      trials: numberFrom1("how many").optional(),
      timeout: lasting("a trial that has not recovered by then is timed out").optional(),
      order: z
        .enum(["random", "round-robin"])
        .describe("how a trial comes by its fault: at random by weight, or one after the other")
        .optional(),
      inject: z
        .array(
          z.strictObject({
            fault: faultKind,
            target: names.optional().describe("whom it affects, one of them at random"),
            weight: z.number().positive().optional().describe("how often, relative to the others"),
            lasts: distribution("passes by itself after this").optional(),
            ...parameters,
          }),
        )
        .min(1, "expected at least one fault to inject")
        .describe("one of these for each trial"),
      published: z
        .strictObject({
          source: z.string().describe("where it is published"),
          mean: duration("mean"),
          sd: duration("standard deviation"),
          trials: numberFrom1("how many"),
        })
        .optional()
        .describe("figures to put beside ours"),
    })
    .optional()
    .describe("n independent trials: inject a fault, wait for verified recovery"),
  availability: z
    .strictObject({
      replications: numberFrom1("how many", MAX_REPLICATIONS).optional(),
      horizon: lasting("how long each is, after its warm-up").optional(),
      warmUp: duration("run before, and left out").optional(),
    })
    .optional()
    .describe("replications over a horizon: how many nines"),
  incident: z
    .strictObject({
      horizon: lasting("how long to watch"),
      clock: duration("what the clock on the wall says at the beginning").optional(),
    })
    .optional()
    .describe("one run, told as a timeline"),
});
