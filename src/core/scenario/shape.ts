// The shape of a scenario file: which keys there are and what each holds; those of its parts are in shape/. Quantities
// are text here; that they are well-formed is checked here, what they mean together in build.ts and the files beside
// it. The JSON Schema for editors is made from this.

import { z } from "zod";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../cluster/actions.ts";
import { clusterShape } from "./shape/cluster.ts";
import { actionShape, controllerShape, monitorShape } from "./shape/controller.ts";
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
    .describe("of the scenario, and of its result folder"),
  description: z.string().optional().describe("in words; by default the comment that opens the file"),
  seed: z
    .union([z.string(), z.int()], { error: "expected text or a whole number" })
    .optional()
    .describe("root of all chance"),
  cluster: clusterShape.describe("what there is"),
  monitor: monitorShape.optional().describe("how it is watched"),
  controller: controllerShape.optional().describe("how it is kept available"),
  actions: z
    .strictObject(
      Object.fromEntries(
        ACTION_KINDS.map((kind) => [kind, actionShape.optional().describe(`how ${ACTIONS[kind].name} goes`)]),
      ) as Record<ActionKind, z.ZodOptional<typeof actionShape>>,
    )
    .optional()
    .describe("how long commands take and how they go wrong"),
  faults: z.array(faultShape).optional().describe("what happens to it"),
  operations: z.array(operationShape).optional().describe("what operators ask for, and when"),
  experiment: experimentShape.describe(
    "what is to be found out: exactly one of crash-campaign, availability, incident",
  ),
});

/** A file that has the right shape. */
export type WrittenScenario = z.infer<typeof scenarioShape>;
export type WrittenCluster = WrittenScenario["cluster"];
