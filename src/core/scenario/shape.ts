// The shape of a scenario file: which keys there are and what each holds. Quantities are text here; that they are
// well-formed is checked here, what they mean together in build.ts and the files beside it. The JSON Schema for editors
// is made from this.

import { z } from "zod";
import { SECOND, seconds, type Duration } from "../../base/prelude/time.ts";
import { FAULT_KINDS, factsOf, PARAMETERS, type ParameterName } from "../cluster/fault.ts";
import type { Parameter } from "../cluster/fault-catalogue.ts";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../cluster/actions.ts";
import { RUNG_KINDS, RUNGS, type RungKind } from "../cluster/rungs.ts";
import { DEFAULTS } from "./defaults.ts";
import { readLaw } from "../../base/document/law-syntax.ts";
import { MOST, MOST_REPLICATIONS } from "./most.ts";
import { unprintable } from "../../base/document/names.ts";
import { readDuration, readRate, readShare, readSize, type Read } from "../../base/document/quantity.ts";

function quantity(read: (text: string | number) => Read<unknown>, description: string) {
  return z
    .union([z.string(), z.number()], { error: "expected text or a number" })
    .superRefine((text, context) => {
      const result = read(text);
      if (!result.ok)
        context.addIssue({
          code: "custom",
          message: result.expected,
          params: { within: result.at ?? 0, old: result.old ?? false },
        });
    })
    .describe(description);
}

const duration = (what: string) => quantity(readDuration, `${what}; a duration with its unit, as 90s`);
const lasting = (what: string) => quantity(readSomeTime, `${what}; a duration above 0 with its unit, as 90s`);
const pace = (what: string) => quantity(readPace, `${what}; a duration of at least 10ms`);
const again = (what: string) => quantity(readPause, `${what}; a duration of at least 1s`);
const law = (what: string) => quantity(readLaw, `${what}; a duration or a law, as normal(16s, 2s)`);
const size = (what: string) => quantity(readSize, `${what}; a size with its unit, as 4GB`);
const rate = (what: string) => quantity(readRate, `${what}; a rate with its unit, as 16Gb/s`);
const share = (what: string) => quantity(readShare, `${what}; from 0 to 1, or 0% to 100%`);
const count = (what: string, most = MOST) => z.int().min(1).max(most).describe(what);
const printable = z.string().superRefine((name, context) => {
  const wrong = unprintable(name);
  if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
});
const phaseName = printable.regex(/\D/, "expected a name that is not only digits");
const phases = (what: string) =>
  z.record(phaseName, law("how long the phase takes")).describe(`${what}: phases by name, in order`);
const names = z.union([z.string(), z.array(z.string())], { error: "expected a name or a list of names" });

function readSomeTime(text: string | number): Read<unknown> {
  const read = readDuration(text);
  return read.ok && read.value === 0
    ? { ok: false, expected: `"${text}" is no time at all: expected more than 0` }
    : read;
}

/** What is done again and again, for ever: without a pause between, a simulation of it would never end. */
const readPause = atLeast(SECOND, "1s");
const readPace = atLeast(seconds(0.01), "10ms");

function atLeast(least: Duration, words: string) {
  return (text: string | number): Read<unknown> => {
    const read = readDuration(text);
    return read.ok && read.value < least
      ? {
          ok: false,
          expected: `"${text}" is too short: expected at least ${words}, since it is done again after each of these`,
        }
      : read;
  };
}

const guestType = z.strictObject({
  boot: phases("from power on to a guest that answers a ping"),
  service: phases("from there to a service that answers"),
  shutdown: law("from the order to shut down to the loss of the service").optional(),
  overload: law("from the beginning of an overload to a service that no longer answers in time").optional(),
  install: z
    .strictObject({
      before: phases("an installation, up to the download").optional(),
      download: size("bytes fetched from the provisioning server"),
      after: phases("an installation, from the download to the boot from disk").optional(),
    })
    .describe("installing from scratch, through the network"),
});

const host = z.strictObject({
  cpu: z.number().positive().describe("cores"),
  memory: size("memory"),
  boardSharesPower: z.boolean().optional().describe("the management board dies with the host's power feed"),
  startsWithPower: z.boolean().optional().describe("the host starts by itself when its power feed comes back"),
});

const vm = z.strictObject({
  type: z.string().optional().describe("one of cluster.types; may be left out if there is only one"),
  home: names.describe("the host where it runs at the beginning; for name[1..n] also a list, taken in turn"),
  hosts: names
    .optional()
    .describe("the only hosts on which it may be started, or to which it may be moved; without it, any"),
  cpu: z.number().positive().describe("cores"),
  memory: size("memory"),
  disk: size("disk").optional(),
  priority: z.number().optional().describe("higher is recovered first"),
  ceiling: z.enum(RUNG_KINDS).optional().describe("the last rung it may be given; a reinstall destroys its disk"),
});

const cluster = z.strictObject({
  hosts: z.record(z.string(), host).describe("physical hosts by name; name[1..4] makes four"),
  hostBoot: phases("from power on to a host that answers").optional(),
  layerStart: phases("from there to a virtual layer that runs VMs").optional(),
  overcommit: z
    .strictObject({ cpu: z.number().positive().describe("how many times a core may be promised").optional() })
    .optional()
    .describe("more than there is"),
  types: z.record(printable, guestType).describe("host types (the HINFO of the paper): what a guest of that type does"),
  vms: z.record(z.string(), vm).describe("virtual machines by name; name[1..5] makes five"),
  groups: z
    .record(
      printable,
      z.strictObject({
        members: z.array(z.string()).describe("VMs or other groups"),
        needs: count("how many of them it takes; all by default").optional(),
      }),
    )
    .optional()
    .describe("what must be available together; the site needs every group that is in no other"),
  rules: z
    .strictObject({
      apart: z.array(z.array(z.string())).optional().describe("lists of VMs that must never share a host"),
      together: z.array(z.array(z.string())).optional().describe("lists of VMs that must always share a host"),
    })
    .optional()
    .describe("which VMs may share a host"),
  provisioning: z
    .strictObject({
      bandwidth: rate("what the provisioning server can send in all").optional(),
      perClient: rate("what one client can take").optional(),
    })
    .optional()
    .describe("the server from which VMs are installed; all that are installing share it"),
  crew: z
    .strictObject({
      members: z.int().min(0).describe("how many humans work at the same time; with 0 nobody comes").optional(),
      response: law("from an alert to the begin of the work").optional(),
      repairVm: law("repairing a VM by hand").optional(),
      repairHost: law("repairing a host").optional(),
      proveDead: law("making sure that a host is off").optional(),
    })
    .optional()
    .describe("the humans who answer alerts"),
});

const monitor = z.strictObject({
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
  attempts: count("how often it is tried").optional(),
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
    ? (DEFAULTS.controller.ladder.find((usual) => entry in usual) ?? { [entry]: {} })
    : entry;
}

export const ladderEntry = z.preprocess(asMapping, rungs);

const attempts = (what: string) =>
  z
    .strictObject({
      attempts: z.int().min(0).max(MOST).describe("how often it is tried").optional(),
      timeout: lasting("how long one attempt may take").optional(),
    })
    .optional()
    .describe(what);

const once = (what: string) =>
  z
    .strictObject({ timeout: lasting("how long it may take").optional() })
    .optional()
    .describe(what);

const controller = z.strictObject({
  fall: count("consecutive failed probes that make a target down").optional(),
  rise: count("consecutive good probes that make it up").optional(),
  stableFor: lasting("a VM that fails again within this time goes on at the next rung").optional(),
  maxEpisodes: count("more recoveries than this within the window are flapping").optional(),
  window: lasting("the window of maxEpisodes").optional(),
  maxConcurrent: count("VMs under recovery at the same time").optional(),
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
      fall: count("consecutive failed probes that make a host down, where they are others than for a VM").optional(),
      rise: count("consecutive good probes that make it up").optional(),
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

const action = z.strictObject({
  takes: law("from the command to its effect").optional(),
  fails: share("probability that it is refused").optional(),
  hangs: share("probability that nothing happens and nothing is said").optional(),
  silent: share("probability that it happens and nothing is said").optional(),
});

const faultKind = z
  .enum(FAULT_KINDS)
  .describe(["what happens", ...FAULT_KINDS.map((kind) => `${kind}: ${factsOf(kind).what}`)].join("\n"));

function parameterShape(name: string, parameter: Parameter, of: readonly string[]) {
  const whose = `${name} of ${of.join(", ")}`;
  return parameter.kind === "choice"
    ? z.enum(parameter.of).optional().describe(`${whose}; ${parameter.otherwise} by default`)
    : lasting(whose).optional();
}

/** What the catalogue of faults has as parameters: any fault may be written with any; its kind says which it has. */
const parameters = Object.fromEntries(
  [...PARAMETERS].map(([name, { parameter, of }]) => [name, parameterShape(name, parameter, of)]),
) as Record<ParameterName, ReturnType<typeof parameterShape>>;

const fault = z.strictObject({
  kind: faultKind,
  target: names.optional().describe("whom it affects: a name, a list, a group, or all"),
  at: duration("strikes once, at this instant").optional(),
  every: law("time to the next strike, from when its target is well").optional(),
  lasts: law("passes by itself after this").optional(),
  together: z.boolean().optional().describe("strikes all of its targets at the same instant"),
  ...parameters,
});

const operation = z.strictObject({
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

const experiment = z.strictObject({
  "crash-campaign": z
    .strictObject({
      trials: count("how many").optional(),
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
            lasts: law("passes by itself after this").optional(),
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
          trials: count("how many"),
        })
        .optional()
        .describe("figures to put beside ours"),
    })
    .optional()
    .describe("n independent trials: inject a fault, wait for verified recovery"),
  availability: z
    .strictObject({
      replications: count("how many", MOST_REPLICATIONS).optional(),
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

export const shape = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*$/,
      "expected a name of lower-case letters, digits and hyphens: it names the result folder",
    )
    .max(100, "expected a name of at most 100 characters: it names the result folder")
    .describe("of the scenario, and of its result folder"),
  description: z.string().optional().describe("in words; by default the comment that opens the file"),
  seed: z
    .union([z.string(), z.int()], { error: "expected text or a whole number" })
    .optional()
    .describe("root of all chance"),
  cluster: cluster.describe("what there is"),
  monitor: monitor.optional().describe("how it is watched"),
  controller: controller.optional().describe("how it is kept available"),
  actions: z
    .strictObject(
      Object.fromEntries(
        ACTION_KINDS.map((kind) => [kind, action.optional().describe(`how ${ACTIONS[kind].name} goes`)]),
      ) as Record<ActionKind, z.ZodOptional<typeof action>>,
    )
    .optional()
    .describe("how long commands take and how they go wrong"),
  faults: z.array(fault).optional().describe("what happens to it"),
  operations: z.array(operation).optional().describe("what operators ask for, and when"),
  experiment: experiment.describe("what is to be found out: exactly one of crash-campaign, availability, incident"),
});

/** A file that has the right shape. */
export type Written = z.infer<typeof shape>;
export type WrittenCluster = Written["cluster"];
