// The keys of `monitor`, `controller` and `actions`: how the cluster is monitored, and how it is kept available.

import { z } from "zod";
import { RUNG_KINDS, RUNGS, type RungKind } from "../../cluster/rungs.ts";
import { SCENARIO_DEFAULTS } from "../defaults.ts";
import { MAX } from "../limits.ts";
import { lasting, pace, again, distribution, share, numberFrom1 } from "./quantities.ts";

/** `monitor`: how the cluster is monitored. */
export const monitorShape = z.strictObject({
  interval: pace("between two probes of a healthy target").optional(),
  retry: pace("between two probes of a target in doubt or under recovery").optional(),
  patience: lasting("the timeout of a probe; at most retry, that of VMs and that of hosts").optional(),
  loss: share("probability that a probe of a healthy target gets no answer").optional(),
  lie: share("probability that a probe of a dead target reports it as healthy").optional(),
  hosts: z
    .strictObject({
      interval: pace("between two probes of a healthy host").optional(),
      retry: pace(
        "between two probes of a host in doubt; by default that of VMs, or interval if that is shorter",
      ).optional(),
    })
    .optional()
    .describe("intervals of probes of hosts, if they differ from those of VMs"),
});

const rung = z.strictObject({
  attempts: numberFrom1("how often it is tried").optional(),
  timeout: lasting("from a command of the rung to verified service; a stop before it has as long again").optional(),
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

/** A rung written as its name alone gets the settings that it has in the default ladder. */
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

/** `controller`: how the cluster is kept available. */
export const controllerShape = z.strictObject({
  fall: numberFrom1("consecutive failed probes that make a target down").optional(),
  rise: numberFrom1("consecutive good probes that make it up").optional(),
  stableFor: lasting("a VM that fails again within this time continues at the next rung").optional(),
  maxEpisodes: numberFrom1("more recoveries than this within the window are flapping").optional(),
  window: lasting("the window of maxEpisodes").optional(),
  maxConcurrent: numberFrom1("VMs under recovery at the same time").optional(),
  patience: lasting("if a VM waits longer than this, a human is called").optional(),
  failback: z.boolean().optional().describe("move VMs back to their home host when it is healthy again"),
  ladder: z
    .array(ladderEntry)
    .min(1, `a ladder without rungs: expected at least one of ${RUNG_KINDS.join(", ")}`)
    .optional()
    .describe("the rungs of recovery, lowest first, each as - reboot or - reboot: {…}"),
  storm: z
    .strictObject({
      share: share(
        "if more than this share of the healthy targets goes down together, the monitor itself is suspected; " +
          "a host and its VMs count as one",
      ).optional(),
      within: lasting("the time within which they go down").optional(),
      hold: again("how long no action is taken then").optional(),
    })
    .optional()
    .describe("if nearly everything goes down together, the monitor itself is suspected"),
  hosts: z
    .strictObject({
      fall: numberFrom1(
        "consecutive failed probes that make a host down, if the number differs from that of VMs",
      ).optional(),
      rise: numberFrom1("consecutive good probes that make it up").optional(),
      fence: attempts("making sure that a host is off"),
      restartLayer: attempts("restarting the virtual layer of a host that answers"),
      powerOn: attempts("switching a fenced host on again"),
      inspect: once("listing what runs on a host"),
      migrate: once("moving a VM while it runs"),
      fenceAgainAfter: again("a failed fence is retried after this").optional(),
      powerOnAgainAfter: again("a failed power-on is retried after this").optional(),
      stableFor: lasting("a host that came back may take VMs again after this").optional(),
    })
    .optional()
    .describe("when a host counts as down or up, and how it is recovered"),
});

/** One of `actions`: how long it takes, and how it fails. */
export const actionShape = z.strictObject({
  takes: distribution("from the command to its effect").optional(),
  fails: share("probability that it fails and reports this").optional(),
  hangs: share("probability that it has no effect and no outcome").optional(),
  silent: share("probability that it has its effect, but no outcome").optional(),
});
