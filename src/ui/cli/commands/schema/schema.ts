// `3rc schema`: the JSON Schema of what people write, for their editors, and of journals, for who reads them.

import { journalJsonSchema } from "../../../../core/journal/shapes.ts";
import { scenarioJsonSchema } from "../../../../core/scenario/json-schema.ts";
import { inventoryJsonSchema } from "../../../../live/inventory/json-schema.ts";
import type { SchemaName } from "./names.ts";

const SCHEMAS = {
  scenario: scenarioJsonSchema,
  inventory: inventoryJsonSchema,
  journal: journalJsonSchema,
} as const satisfies Record<SchemaName, () => object>;

export function schema(name: SchemaName): void {
  process.stdout.write(`${JSON.stringify(SCHEMAS[name](), null, 2)}\n`);
}
