// The keys of `monitor`, `controller` and `actions`: how the cluster is watched, and how it is kept available.

import { z } from "zod";
import { RUNG_KINDS, RUNGS, type RungKind } from "../../cluster/rungs.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import { MAX } from "../limits.ts";
import { lasting, pace, again, distribution, share, numberFrom1 } from "./quantities.ts";

/** `monitor`: how it is watched. */
export const monitorShape = z.strictObject({
  interval: pace("between two looks at a target that is well").optional(),
  retry: pace("between two looks at a target in doubt or under recovery").optional(),
  patience: lasting("how long silence takes to be an answer; at most retry, of hosts as of VMs").optional(),
  loss: share("probability that a probe of a healthy target hears nothing").optional(),
  lie: share("probability that a probe of a dead target says it is well").optional(),
  hosts: z
    .strictObject({
      interval: pace("between two looks at a host that is well").optional(),
      retry: pace(
        "between two looks at a host in doubt; by default that of VMs, or interval if that is shorter",
      ).optional(),
    })
    .optional()
    .describe("the pace of looks at hosts, where it is another than at VMs"),
});

const rung = z.strictObject({
  attempts: numberFrom1("how often it is tried").optional(),
  timeout: lasting("from a command of it to verified service; a stop before it has as long again").optional(),
  guestWithin: lasting(
    "from the end of its action to the first sign of life of the guest; without it, only the timeout counts",
  ).optional(),
});
const rungs = z.strictObject(
  Object.fromEntries(RUNG_KINDS.map((kind) => [kind, rung.optional().describe(RUNGS[kind].does)])) as Record<
    RungKind,
    z.ZodOptional<typeof rung>
  >,
);

/** A rung by its name alone is as in the usual ladder. */
function asMapping(entry: unknown): unknown {
  return typeof entry === "string"
    ? (SCENARIO_DEFAULTS.controller.ladder.find((usual) => entry in usual) ?? { [entry]: {} })
    : entry;
}

/** An entry of `controller.ladder`. */
export const ladderEntry = z.preprocess(asMapping, rungs);

const attempts = (what: string) =>
  z
    .strictObject({
      attempts: z.int().min(0).max(MAX).describe("how often it is tried").optional(),
      timeout: lasting("how long one attempt may take").optional(),
    })
    .optional()
    .describe(what);

const once = (what: string) =>
  z
    .strictObject({ timeout: lasting("how long it may take").optional() })
    .optional()
    .describe(what);

/** `controller`: how it is kept available. */
export const controllerShape = z.strictObject({
  fall: numberFrom1("consecutive failed probes that make a target down").optional(),
  rise: numberFrom1("consecutive good probes that make it up").optional(),
  stableFor: lasting("a VM that fails again within this time goes on at the next rung").optional(),
  maxEpisodes: numberFrom1("more recoveries than this within the window are flapping").optional(),
  window: lasting("the window of maxEpisodes").optional(),
  maxConcurrent: numberFrom1("VMs under recovery at the same time").optional(),
  patience: lasting("a VM that waits longer than this has a human called").optional(),
  failback: z.boolean().optional().describe("move VMs back to their home host when it is healthy again"),
  ladder: z
    .array(ladderEntry)
    .min(1, `a ladder without rungs: expected at least one of ${RUNG_KINDS.join(", ")}`)
    .optional()
    .describe("the rungs of recovery, lowest first, each as - reboot or - reboot: {…}"),
  storm: z
    .strictObject({
      share: share(
        "share of what was well that goes down together before the monitor itself is suspected, a host counted " +
          "with its VMs as one",
      ).optional(),
      within: lasting("how close together they go down").optional(),
      hold: again("for how long nothing is done then").optional(),
    })
    .optional()
    .describe("when nearly all goes down at once, the monitor is suspected first"),
  hosts: z
    .strictObject({
      fall: numberFrom1(
        "consecutive failed probes that make a host down, where they are others than for a VM",
      ).optional(),
      rise: numberFrom1("consecutive good probes that make it up").optional(),
      fence: attempts("making sure that a host is off"),
      restartLayer: attempts("restarting the virtual layer of a host that answers"),
      powerOn: attempts("switching a fenced host on again"),
      inspect: once("looking at what runs on a host"),
      migrate: once("moving a VM while it runs"),
      fenceAgainAfter: again("a failed fence is tried again after this").optional(),
      powerOnAgainAfter: again("a host that could not be switched on is tried again after this").optional(),
      stableFor: lasting("a host that came back is trusted again after this").optional(),
    })
    .optional()
    .describe("when a host is down or up, and what may be done about it"),
});

/** One of `actions`: how long it takes, and how it goes wrong. */
export const actionShape = z.strictObject({
  takes: distribution("from the command to its effect").optional(),
  fails: share("probability that it is refused").optional(),
  hangs: share("probability that nothing happens and nothing is said").optional(),
  silent: share("probability that it happens and nothing is said").optional(),
});
