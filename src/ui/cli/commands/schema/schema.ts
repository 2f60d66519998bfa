// `3rc schema`: the JSON Schema of what people write, for their editors.

import { scenarioJsonSchema } from "../../../../core/scenario/parse.ts";

export function schema(): void {
  process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
}
