// The keys of a fault, whether it is scripted, random or of a crash campaign. The kinds are those of the catalogue.

import { z } from "zod";
import { FAULT_KINDS, factsOf, PARAMETERS, type ParameterName } from "../../cluster/fault.ts";
import type { Parameter } from "../../cluster/fault-catalogue.ts";
import { duration, lasting, distribution, nameOfOne, names } from "./quantities.ts";

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

/**
 * The parameters of all kinds in the catalogue. This shape allows any with any kind; build-faults.ts checks the kind.
 */
export const parameters = Object.fromEntries(
  [...PARAMETERS].map(([name, { parameter, of }]) => [name, parameterShape(name, parameter, of)]),
) as Record<ParameterName, ReturnType<typeof parameterShape>>;

/** One of `faults`. */
export const faultShape = z.strictObject({
  kind: faultKind,
  name: nameOfOne.optional().describe("names its random streams, instead of its kind"),
  target: names.optional().describe("the VMs or hosts it is injected into: a name, a list, a group, or all"),
  at: duration("injected once, at this instant").optional(),
  every: distribution("time to the next injection, from when its target is healthy").optional(),
  lasts: distribution("ends by itself after this").optional(),
  lastsEach: distribution(
    "as lasts, but each target of a fault that is injected together has a duration of its own",
  ).optional(),
  together: z.boolean().optional().describe("injected into all of its targets at the same instant"),
  ...parameters,
});
