// The JSON Schema of scenario files, for editors and for who writes scenarios by program.

import { z } from "zod";
import { waysOf, withDefaults, type Defaults } from "../../base/document/json-schema.ts";
import { ACTION_KINDS } from "../cluster/actions.ts";
import { DEFAULTS } from "./defaults.ts";
import { shape } from "./shape.ts";
import { ladderEntry } from "./shape/controller.ts";

/** Of the draft of 2020-12; with defaults, descriptions and examples. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(shape, { override: allowRungNames });
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
  const { rungs: _, ...controller } = DEFAULTS.controller;
  const { weight, ...campaign } = DEFAULTS.campaign;
  return {
    seed: DEFAULTS.seed,
    "cluster.hostBoot": DEFAULTS.hostBoot,
    "cluster.layerStart": DEFAULTS.layerStart,
    ...waysOf("cluster.overcommit", DEFAULTS.overcommit),
    ...waysOf("cluster.hosts.*", DEFAULTS.host),
    ...waysOf("cluster.types.*", DEFAULTS.guest),
    ...waysOf("cluster.vms.*", DEFAULTS.vm),
    ...waysOf("cluster.provisioning", DEFAULTS.provisioning),
    ...waysOf("cluster.crew", DEFAULTS.crew),
    ...waysOf("monitor", DEFAULTS.monitor),
    ...waysOf("controller", controller),
    ...Object.assign({}, ...ACTION_KINDS.map((kind) => actionDefaults(kind))),
    "faults.[].together": false,
    ...waysOf("experiment.crash-campaign", campaign),
    "experiment.crash-campaign.inject.[].weight": weight,
    ...waysOf("experiment.availability", DEFAULTS.availability),
    "experiment.incident.clock": DEFAULTS.clock,
  };
}

function actionDefaults(kind: (typeof ACTION_KINDS)[number]): Defaults {
  return waysOf(`actions.${kind}`, { takes: DEFAULTS.actions[kind], ...DEFAULTS.action });
}
