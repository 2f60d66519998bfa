// `--set controller.fall=5`: changes of a scenario before it is checked.

import { parse } from "yaml";
import type { Path } from "./document.ts";
import type { Problem } from "./problem.ts";

export type Override = { readonly text: string; readonly path: Path; readonly value: unknown };

export function readOverride(text: string): Override | Problem {
  const wrong = (message: string): Problem => ({ file: `--set ${text}`, line: undefined, column: undefined, source: "", message });
  const equals = text.indexOf("=");
  if (equals < 1) return wrong("expected path=value, as controller.fall=5");
  const path = text.slice(0, equals).split(".");
  if (path.some((step) => step === "" || step === "__proto__" || step === "constructor" || step === "prototype")) return wrong("expected a path of keys with points between them");
  try {
    return { text, path, value: parse(text.slice(equals + 1)) as unknown };
  } catch {
    return wrong(`"${text.slice(equals + 1)}" is no YAML value`);
  }
}

/** The value with the override in it. Keys that are missing on the way are made; whether they are known is checked later. */
export function withOverride(value: unknown, path: Path, replacement: unknown): unknown {
  if (path.length === 0) return replacement;
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    copy[Number(step)] = withOverride(copy[Number(step)], rest, replacement);
    return copy;
  }
  const map = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>) : {};
  return { ...map, [step]: withOverride(map[step], rest, replacement) };
}
