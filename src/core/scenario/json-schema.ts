// The JSON Schema of scenario files, for editors and for programs that write scenarios.

import { z } from "zod";
import { waysOf, withDefaults, type Defaults } from "../../base/document/json-schema.ts";
import { ACTION_KINDS } from "../cluster/actions.ts";
import { SCENARIO_DEFAULTS } from "./defaults.ts";
import { scenarioShape } from "./shape.ts";
import { ladderEntry } from "./shape/controller.ts";

/** A schema of draft 2020-12, with defaults, descriptions and examples. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioShape, { override: allowRungNames });
  return { title: "3rc scenario", ...withDefaults(schema, defaults()) };
}

/** Allows the name of a rung alone: the shape replaces it by a mapping before it checks, which a schema cannot say. */
function allowRungNames({
  zodSchema,
  jsonSchema,
}: {
  readonly zodSchema: unknown;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (zodSchema !== ladderEntry) return;
  const mapping = { ...jsonSchema };
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  jsonSchema.anyOf = [{ enum: Object.keys(mapping.properties ?? {}) }, mapping];
}

function defaults(): Defaults {
  const { rungs: _, ...controller } = SCENARIO_DEFAULTS.controller;
  const { weight, ...campaign } = SCENARIO_DEFAULTS.campaign;
  return {
    seed: SCENARIO_DEFAULTS.seed,
    "cluster.hostBoot": SCENARIO_DEFAULTS.hostBoot,
    "cluster.layerStart": SCENARIO_DEFAULTS.layerStart,
    ...waysOf("cluster.overcommit", SCENARIO_DEFAULTS.overcommit),
    ...waysOf("cluster.hosts.*", SCENARIO_DEFAULTS.host),
    ...waysOf("cluster.types.*", SCENARIO_DEFAULTS.guest),
    ...waysOf("cluster.vms.*", SCENARIO_DEFAULTS.vm),
    ...waysOf("cluster.provisioning", SCENARIO_DEFAULTS.provisioning),
    ...waysOf("cluster.crew", SCENARIO_DEFAULTS.crew),
    ...waysOf("monitor", SCENARIO_DEFAULTS.monitor),
    ...waysOf("controller", controller),
    ...Object.assign({}, ...ACTION_KINDS.map((kind) => actionDefaults(kind))),
    "faults.[].together": false,
    ...waysOf("experiment.crash-campaign", campaign),
    "experiment.crash-campaign.inject.[].weight": weight,
    ...waysOf("experiment.availability", SCENARIO_DEFAULTS.availability),
    "experiment.incident.clock": SCENARIO_DEFAULTS.clock,
  };
}

function actionDefaults(kind: (typeof ACTION_KINDS)[number]): Defaults {
  return waysOf(`actions.${kind}`, { takes: SCENARIO_DEFAULTS.actions[kind], ...SCENARIO_DEFAULTS.action });
}
