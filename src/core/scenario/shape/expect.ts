// The keys of `expect`: what is to come out of an incident, and bounds on figures of the summary. The shape allows any
// key with any kind; build-expect.ts checks which belong together.

import { z } from "zod";
import { ACTION_KINDS } from "../../cluster/actions.ts";
import { duration, lasting, names } from "./quantities.ts";

/** The kinds of expectations of an incident. */
const EXPECTATION_KINDS = ["serves", "never-twice", "no-command", "command-after", "alert", "state"] as const;

const action = z.enum(ACTION_KINDS);

/** One of `expect.incident`. */
const expectationShape = z.strictObject({
  kind: z
    .enum(EXPECTATION_KINDS)
    .describe(
      [
        "what is expected",
        "serves: the VM serves, on one of these hosts",
        "never-twice: these VMs never run on two hosts at once",
        "no-command: none of these commands is given",
        "command-after: a command is given, after another one is done",
        "alert: a human is called",
        "state: the controller believes something to be in a state",
      ].join("\n"),
    ),
  vm: names.optional().describe("a VM; of never-twice also several, all by default"),
  hosts: names.optional().describe("of serves: the hosts where it may run, any by default"),
  commands: z
    .union([z.literal("any"), action, z.array(action).min(1)], {
      error: `expected any, or commands among ${ACTION_KINDS.join(", ")}`,
    })
    .optional()
    .describe("of no-command: any, or one or several commands"),
  command: action.optional().describe("of command-after: the command"),
  target: names
    .optional()
    .describe("what the commands are about: host/NAME or vm/NAME; of no-command anything by default"),
  after: action.optional().describe("of command-after: the command that is done before"),
  of: z.string().optional().describe("of command-after: what the earlier command is about, host/NAME or vm/NAME"),
  task: z
    .enum(["repair-vm", "repair-host", "prove-dead", "make-room", "investigate"])
    .optional()
    .describe("of alert: the task, any by default"),
  about: z.string().optional().describe("of alert and state: host/NAME, vm/NAME or controller"),
  state: z.string().optional().describe("of state: the state, as traces name it"),
  atMost: z.int().min(0).optional().describe("of alert: how many calls there may be"),
  from: duration("the instant from which within counts; by default that of the first scripted fault").optional(),
  within: lasting("how long after that at the latest; by default the rest of the incident").optional(),
});

const figure = z.union([z.string(), z.number()], { error: "expected text or a number" });

/** `expect`. */
export const expectShape = z
  .object({
    incident: z.array(expectationShape).optional().describe("what is expected of an incident"),
  })
  .catchall(
    z
      .strictObject({
        atLeast: figure.optional().describe("a duration with its unit, a share or a number, as the figure is"),
        atMost: figure.optional().describe("likewise"),
      })
      .describe("bounds on a figure of the summary, as recovery.p95 or site.nines"),
  );
