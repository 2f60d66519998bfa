// The keys of a fate: what becomes of single commands, as "the first start on beta is refused".

import { z } from "zod";
import { ACTION_KINDS } from "../../cluster/actions.ts";
import { FATES } from "../../cluster/site.ts";
import { distribution, duration, numberFrom1 } from "./quantities.ts";

/** One of `fates`. */
export const fateShape = z.strictObject({
  command: z.enum(ACTION_KINDS).describe("the kind of command"),
  vm: z.string().optional().describe("only commands about this VM"),
  host: z.string().optional().describe("only commands on this host"),
  to: z.string().optional().describe("only migrations to this host"),
  from: duration("only commands given at this time or later").optional(),
  until: duration("only commands given before this time").optional(),
  nth: numberFrom1("only the nth of these commands; without it, all of them").optional(),
  outcome: z
    .enum(FATES)
    .optional()
    .describe("how they go: works (by default), an outcome without an effect, hangs (neither), silent (no outcome)"),
  effect: z.boolean().optional().describe("of lost: it takes effect all the same; false by default"),
  takes: distribution("from the command to its effect or outcome").optional(),
});
