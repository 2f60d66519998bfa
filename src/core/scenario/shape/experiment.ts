// The keys of `operations` and `experiment`: what people and accidents do besides faults, and the experiment to run.

import { z } from "zod";
import { MAX_REPLICATIONS } from "../limits.ts";
import { faultKind, parameters } from "./faults.ts";
import { duration, lasting, distribution, numberFrom1, names } from "./quantities.ts";

const outage = (what: string) => z.strictObject({ lasts: lasting("how long") }).describe(what);

/** One of `operations`. */
export const operationShape = z.strictObject({
  at: duration("when"),
  maintain: z.string().optional().describe("host/NAME or vm/NAME: take no action on it"),
  resume: z.string().optional().describe("host/NAME or vm/NAME: act on it again"),
  disarm: z.literal(true).optional().describe("take no action at all until armed again"),
  arm: z.literal(true).optional().describe("act again"),
  move: z.string().optional().describe("a VM to migrate, with to"),
  to: z.string().optional().describe("the destination of move, a host"),
  release: z.string().optional().describe("a VM to recover again from the first rung"),
  "confirm-dead": z.string().optional().describe("a host that a human has checked to be off"),
  "by-hand": z
    .strictObject({
      stop: z.string().optional().describe("a VM that is ended"),
      start: z.string().optional().describe("a VM that is started, on host"),
      host: z.string().optional().describe("where it is started"),
      move: z.string().optional().describe("a VM that is moved while it runs, with to"),
      to: z.string().optional().describe("where it is moved, a host"),
      "switch-off": z.string().optional().describe("a host that is switched off"),
      "switch-on": z.string().optional().describe("a host that is switched on"),
    })
    .optional()
    .describe("something that a human changes behind the controller's back"),
  "controller-crash": outage("there is no controller for this long, then it resumes from its journal").optional(),
  "journal-failure": outage("the controller cannot record for this long, and so can do nothing").optional(),
});

/** `experiment`: it must have exactly one of these keys. */
export const experimentShape = z.strictObject({
  "crash-campaign": z
    .strictObject({
      trials: numberFrom1("how many").optional(),
      timeout: lasting("a trial that has not recovered by then is timed out").optional(),
      order: z
        .enum(["random", "round-robin"])
        .describe("how the fault of a trial is chosen: at random by weight, or one after the other")
        .optional(),
      inject: z
        .array(
          z.strictObject({
            fault: faultKind,
            target: names.optional().describe("its possible targets; each trial draws one of them"),
            weight: z.number().positive().optional().describe("how often, relative to the others"),
            lasts: distribution("ends by itself after this").optional(),
            ...parameters,
          }),
        )
        .min(1, "expected at least one fault to inject")
        .describe("the faults; each trial gets one of them"),
      published: z
        .strictObject({
          source: z.string().describe("where it is published"),
          mean: duration("mean"),
          sd: duration("standard deviation"),
          trials: numberFrom1("how many"),
        })
        .optional()
        .describe("published figures to compare with"),
    })
    .optional()
    .describe("n independent trials: inject a fault, wait for verified recovery"),
  availability: z
    .strictObject({
      replications: numberFrom1("how many", MAX_REPLICATIONS).optional(),
      horizon: lasting("how long each is, after its warm-up").optional(),
      warmUp: duration("simulated first, and left out of the statistics").optional(),
    })
    .optional()
    .describe("replications over a horizon, to estimate availability"),
  incident: z
    .strictObject({
      horizon: lasting("how long it runs"),
      clock: duration("the wall-clock time at the beginning").optional(),
    })
    .optional()
    .describe("one run, shown as a timeline"),
});
