// The kinds of files that have a schema.

export const SCHEMA_NAMES = ["scenario", "inventory", "journal"] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];
