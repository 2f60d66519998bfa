// `3rc schema`: prints the JSON Schemas of scenarios and inventories, for editors, and of journals, for programs that
// read them.

import { journalJsonSchema } from "../../../../core/journal/shapes.ts";
import { scenarioJsonSchema } from "../../../../core/scenario/json-schema.ts";
import { inventoryJsonSchema } from "../../../../live/inventory/json-schema.ts";
import type { SchemaName } from "./names.ts";
import { print } from "../../terminal/print.ts";

const SCHEMAS = {
  scenario: scenarioJsonSchema,
  inventory: inventoryJsonSchema,
  journal: journalJsonSchema,
} as const satisfies Record<SchemaName, () => object>;

export function schema(name: SchemaName): void {
  print(`${JSON.stringify(SCHEMAS[name](), null, 2)}\n`);
}
