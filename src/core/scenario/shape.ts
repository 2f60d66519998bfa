// The shape of a scenario file: its keys and their values; the parts are in shape/. Quantities stay text and are
// checked to be well-formed; builders/ interprets them and checks what depends on several parts. The JSON Schema for
// editors is made from this.

import { z } from "zod";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../cluster/actions.ts";
import { clusterShape } from "./shape/cluster.ts";
import { actionShape, controllerShape, monitorShape } from "./shape/controller.ts";
import { expectShape } from "./shape/expect.ts";
import { fateShape } from "./shape/fates.ts";
import { experimentShape, operationShape } from "./shape/experiment.ts";
import { faultShape } from "./shape/faults.ts";

/** A scenario file, key by key. */
export const scenarioShape = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*$/,
      "expected a name of lower-case letters, digits and hyphens: it names the result folder",
    )
    .max(100, "expected a name of at most 100 characters: it names the result folder")
    .describe("name of the scenario and of its result folder"),
  description: z.string().optional().describe("what the scenario is about; by default the comment that opens the file"),
  seed: z
    .union([z.string(), z.int()], { error: "expected text or a whole number" })
    .optional()
    .describe("root seed of all random streams"),
  cluster: clusterShape.describe("hosts, VMs and what they share"),
  monitor: monitorShape.optional().describe("how the cluster is monitored"),
  controller: controllerShape.optional().describe("how the cluster is kept available"),
  actions: z
    .strictObject(
      Object.fromEntries(
        ACTION_KINDS.map((kind) => [kind, actionShape.optional().describe(`how ${ACTIONS[kind].name} goes`)]),
      ) as Record<ActionKind, z.ZodOptional<typeof actionShape>>,
    )
    .optional()
    .describe("how long commands take and how they fail"),
  fates: z.array(fateShape).optional().describe("what becomes of single commands; the first that fits one counts"),
  faults: z.array(faultShape).optional().describe("the faults that happen to the cluster"),
  operations: z
    .array(operationShape)
    .optional()
    .describe("requests of operators, changes by hand, outages of the controller, and when"),
  experiment: experimentShape.describe("the experiment to run: exactly one of crash-campaign, availability, incident"),
  expect: expectShape.optional().describe("what is to come out: a run that misses it ends with exit code 1"),
});

/** The content of a file that has the right shape. */
export type WrittenScenario = z.infer<typeof scenarioShape>;
export type WrittenCluster = WrittenScenario["cluster"];
