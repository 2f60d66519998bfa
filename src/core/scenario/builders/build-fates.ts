// Builds the fates of single commands. Each names what its kind of command has, and says something about it.

import { actionFacts } from "../../cluster/actions.ts";
import type { FateSpec } from "../../cluster/site.ts";
import { START, later } from "../../../base/prelude/time.ts";
import type { Path } from "../../../base/document/path.ts";
import type { Complain } from "../../../base/document/problem.ts";
import { distributionOf, durationOf } from "../../../base/document/well-formed.ts";
import { thereIsNo, type Known } from "../known.ts";
import type { WrittenScenario } from "../shape.ts";

type WrittenFate = NonNullable<WrittenScenario["fates"]>[number];

export function buildFate(written: WrittenFate, path: Path, known: Known, complain: Complain): FateSpec {
  const { command, vm, host, to, from, until, nth, outcome, effect, takes } = written;
  checkNames(written, path, known, complain);
  if (outcome === undefined && takes === undefined)
    complain(path, "expected outcome (how they go), takes (how long they take), or both");
  if (effect !== undefined && outcome !== "lost")
    complain([...path, "effect"], "effect belongs to outcome: lost", true);
  if (takes !== undefined && outcome === "hangs")
    complain([...path, "takes"], "a command that hangs has no end: leave out takes", true);
  const begin = durationOf(from ?? "0s");
  if (until !== undefined && durationOf(until) <= begin)
    complain([...path, "until"], `expected a time after ${from === undefined ? "0s" : `from (${from})`}`);
  return {
    command,
    vm,
    host,
    to,
    from: later(START, begin),
    until: until === undefined ? undefined : later(START, durationOf(until)),
    nth,
    outcome: outcome ?? "works",
    effect: effect ?? false,
    takes: takes === undefined ? undefined : distributionOf(takes),
  };
}

function checkNames(written: WrittenFate, path: Path, { hosts, vms }: Known, complain: Complain): void {
  const { parameters } = actionFacts(written.command);
  for (const key of ["vm", "host", "to"] as const) {
    const name = written[key];
    if (name === undefined) continue;
    const among = key === "vm" ? vms : hosts;
    if (!parameters.includes(key)) complain([...path, key], `${written.command} has no ${key}`, true);
    else if (!among.has(name)) complain([...path, key], thereIsNo(key === "vm" ? "VM" : "host", name, among));
  }
}
