// Adds the default values of keys to the JSON Schema of a kind of file.

import { check } from "../prelude/check.ts";

type Schema = {
  default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
};

/** Defaults by the path of a key: `*` stands for any key of a mapping, `[]` for any element of a list. */
export type Defaults = Readonly<Record<string, unknown>>;

/** The schema with the defaults in it. A path without a key in the schema is a `Defect`. */
export function withDefaults(schema: object, defaults: Defaults): object {
  const whole = structuredClone(schema);
  for (const [way, value] of Object.entries(defaults)) {
    const at = way.split(".").reduce<Schema | undefined>((node, step) => below(node, step), whole);
    check(at !== undefined, () => `the schema has no ${way}, which has a default`);
    at.default = value;
  }
  return whole;
}

function below(node: Schema | undefined, step: string): Schema | undefined {
  if (step === "*") return node?.additionalProperties;
  return step === "[]" ? node?.items : node?.properties?.[step];
}

/** The values of a mapping by their paths below `way`, including those of inner mappings; lists are values. */
export function waysOf(way: string, values: object): Defaults {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]: [string, unknown]): (readonly [string, unknown])[] =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(waysOf(`${way}.${key}`, value))
        : [[`${way}.${key}`, value]],
    ),
  );
}
