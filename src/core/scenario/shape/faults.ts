// The keys of a fault, whether it is scripted, random or injected. Which there are is the catalogue's to say.

import { z } from "zod";
import { FAULT_KINDS, factsOf, PARAMETERS, type ParameterName } from "../../cluster/fault.ts";
import type { Parameter } from "../../cluster/fault-catalogue.ts";
import { duration, lasting, distribution, names } from "./quantities.ts";

/** A kind of the catalogue. */
export const faultKind = z
  .enum(FAULT_KINDS)
  .describe(["what happens", ...FAULT_KINDS.map((kind) => `${kind}: ${factsOf(kind).what}`)].join("\n"));

function parameterShape(name: string, parameter: Parameter, of: readonly string[]) {
  const whose = `${name} of ${of.join(", ")}`;
  return parameter.kind === "choice"
    ? z.enum(parameter.of).optional().describe(`${whose}; ${parameter.otherwise} by default`)
    : lasting(whose).optional();
}

/** What the catalogue of faults has as parameters: any fault may be written with any; its kind says which it has. */
export const parameters = Object.fromEntries(
  [...PARAMETERS].map(([name, { parameter, of }]) => [name, parameterShape(name, parameter, of)]),
) as Record<ParameterName, ReturnType<typeof parameterShape>>;

/** One of `faults`. */
export const faultShape = z.strictObject({
  kind: faultKind,
  target: names.optional().describe("whom it affects: a name, a list, a group, or all"),
  at: duration("strikes once, at this instant").optional(),
  every: distribution("time to the next strike, from when its target is well").optional(),
  lasts: distribution("passes by itself after this").optional(),
  together: z.boolean().optional().describe("strikes all of its targets at the same instant"),
  ...parameters,
});
