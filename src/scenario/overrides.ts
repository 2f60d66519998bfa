// `--set controller.fall=5`: changes of a scenario before it is checked.

import { readValue, type Path } from "./document.ts";
import { problemOfAll, type Problem } from "./problem.ts";

export type Override = { readonly text: string; readonly path: Path; readonly value: unknown };

/** How a problem of an override names its source. */
export const fileOf = (text: string): string => `--set ${text}`;

export function readOverride(text: string): Override | Problem {
  const equals = text.indexOf("=");
  if (equals < 1) return problemOfAll(fileOf(text), "expected path=value, as controller.fall=5");
  const path = text.slice(0, equals).trim().split(/\.(?![^[]*\])/); // not at the points of ui[1..3]
  if (path.includes("") || path.includes("__proto__")) return problemOfAll(fileOf(text), "expected a path of keys with points between them, as controller.fall");
  const read = readValue(text.slice(equals + 1));
  return read === undefined ? problemOfAll(fileOf(text), `"${text.slice(equals + 1)}" is no YAML value`) : { text, path, value: read.value };
}

/**
 * The value with the override in it, or what is wrong with its path. Keys that are missing on the way are made, whether
 * they are known is checked later; elements of lists must be there.
 */
export function withOverride(value: unknown, { text, path, value: replacement }: Override): { readonly value: unknown } | Problem {
  const replaced = (old: unknown, rest: Path): unknown => {
    if (rest.length === 0) return replacement;
    const [step, ...further] = rest;
    if (Array.isArray(old)) {
      const index = Number(step);
      if (!(index in old)) throw new NoWay(`there is no element ${String(step)} in ${path.slice(0, -rest.length).join(".")}: it is a list of ${old.length}, counted from 0`);
      return old.with(index, replaced(old[index], further)) as unknown;
    }
    const way = path.slice(0, -rest.length).join(".");
    if (typeof old === "string" || typeof old === "number" || typeof old === "boolean") throw new NoWay(`${way} is "${old}": there is nothing within it`);
    if (typeof old !== "object" && /^\d+$/.test(String(step))) throw new NoWay(`there is no list ${way}`);
    const keys = Object.entries(old ?? {});
    const inside = keys.find(([key]) => key === step)?.[1] as unknown;
    return Object.fromEntries([...keys, [String(step), replaced(inside, further)]]);
  };
  try {
    return { value: replaced(value, path) };
  } catch (error) {
    if (error instanceof NoWay) return problemOfAll(fileOf(text), error.message);
    throw error;
  }
}

class NoWay extends Error {}
