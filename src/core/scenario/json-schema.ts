// The JSON Schema of scenario files, for editors and for who writes scenarios by program.

import { z } from "zod";
import { waysOf, withDefaults, type Defaults } from "../../base/document/json-schema.ts";
import { ACTION_KINDS } from "../cluster/actions.ts";
import { SCENARIO_DEFAULTS } from "./defaults.ts";
import { scenarioShape } from "./shape.ts";
import { ladderEntry } from "./shape/controller.ts";

/** Of the draft of 2020-12; with defaults, descriptions and examples. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioShape, { override: allowRungNames });
  return { title: "3rc scenario", ...withDefaults(schema, defaults()) };
}

/** What the shape makes of a rung's name before it checks, an editor cannot know. */
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
