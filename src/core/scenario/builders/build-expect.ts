// Builds what a scenario expects: the events of an incident, and bounds on figures of the summary.

import { later, START, toSeconds, type Instant } from "../../../base/prelude/time.ts";
import type { Path } from "../../../base/document/path.ts";
import type { Complain } from "../../../base/document/problem.ts";
import { readDuration, readShare } from "../../../base/document/quantity.ts";
import { didYouMean } from "../../../base/document/suggest.ts";
import { durationOf } from "../../../base/document/well-formed.ts";
import { ACTION_KINDS, type ActionKind } from "../../cluster/actions.ts";
import type { Fault } from "../../cluster/fault.ts";
import type { AlertSubject } from "../../controller/contract/command.ts";
import type { Target } from "../../controller/contract/event.ts";
import { CONTROLLER_STATES } from "../../controller/state-machines/controller-states.ts";
import { HOST_STATES } from "../../controller/state-machines/host-states.ts";
import { VM_STATES } from "../../controller/state-machines/vm-states.ts";
import type { Bound, Expectation, Expectations } from "../../expectations/expectation.ts";
import { figuresOf, type FigureUnit } from "../../expectations/figures.ts";
import { targetsAmong, thereIsNo, type Known } from "../known.ts";
import type { Experiment } from "../scenario.ts";
import type { WrittenScenario } from "../shape.ts";

type WrittenExpect = NonNullable<WrittenScenario["expect"]>;
type Written = NonNullable<WrittenExpect["incident"]>[number];
type Key = Exclude<keyof Written, "kind">;

/** Which keys each kind has; those before the bar are needed. */
const KEYS: Readonly<Record<Written["kind"], { readonly needs: readonly Key[]; readonly may: readonly Key[] }>> = {
  serves: { needs: ["vm"], may: ["hosts", "from", "within"] },
  "never-twice": { needs: [], may: ["vm"] },
  "no-command": { needs: ["commands"], may: ["target"] },
  "command-after": { needs: ["command", "target", "after", "of"], may: [] },
  alert: { needs: [], may: ["task", "about", "from", "within", "atMost"] },
  state: { needs: ["about", "state"], may: ["from", "within"] },
};

/** What the parts of a scenario that are built already say. */
type Context = {
  readonly known: Known;
  readonly faults: readonly Fault[];
  readonly experiment: Experiment;
};

export function buildExpectations(written: WrittenExpect = {}, context: Context, complain: Complain): Expectations {
  const { incident = [], ...bounds } = written;
  if (incident.length > 0 && context.experiment.kind !== "incident")
    complain(
      ["expect", "incident"],
      `the experiment is of kind ${context.experiment.kind}: expected bounds on figures`,
      true,
    );
  return {
    incident: incident.flatMap((each, i) => buildExpectation(each, ["expect", "incident", i], context, complain)),
    figures: Object.entries(bounds).flatMap(([figure, bound]) =>
      bound === undefined || Array.isArray(bound) ? [] : buildBound(figure, bound, context, complain),
    ),
  };
}

function buildExpectation(written: Written, path: Path, context: Context, complain: Complain): Expectation[] {
  const { kind } = written;
  const { needs, may } = KEYS[kind];
  const lacking = needs.filter((key) => written[key] === undefined);
  for (const key of lacking) complain(path, `${kind} needs ${key}`);
  for (const key of Object.keys(written) as (Key | "kind")[])
    if (key !== "kind" && ![...needs, ...may].includes(key)) complain([...path, key], `${kind} has no ${key}`, true);
  return lacking.length > 0 ? [] : [expectationOf(written, new Names(path, context, complain))];
}

function expectationOf(written: Written, names: Names): Expectation {
  const { kind } = written;
  switch (kind) {
    case "serves": {
      const [vm] = names.vms("vm", written.vm);
      return { kind, vm, hosts: names.hosts("hosts", written.hosts), by: names.by(written) };
    }
    case "never-twice":
      return { kind, vms: written.vm === undefined ? names.allVms : names.vms("vm", written.vm) };
    case "no-command": {
      const { commands = "any" } = written;
      const kinds = commands === "any" ? ACTION_KINDS : [commands].flat();
      return { kind, commands: kinds, targets: names.targets("target", written.target) };
    }
    case "command-after": {
      const [target] = names.targets("target", written.target);
      const [of] = names.targets("of", written.of);
      const [command, after] = [written.command, written.after] as [ActionKind, ActionKind];
      return { kind, command, target, after, of };
    }
    case "alert": {
      const { task, about, within, atMost } = written;
      const needed = within !== undefined || atMost === undefined;
      const subject = about === undefined ? undefined : names.subject("about", about);
      return { kind, task, about: subject, by: needed ? names.by(written) : undefined, atMost };
    }
    case "state": {
      const of = names.subject("about", written.about ?? "");
      return { kind, of, state: names.state(of, written.state ?? ""), by: names.by(written) };
    }
  }
}

/** Resolves the names and instants of one expectation, and complains of those that are wrong. */
class Names {
  readonly #path: Path;
  readonly #context: Context;
  readonly #complain: Complain;

  constructor(path: Path, context: Context, complain: Complain) {
    this.#path = path;
    this.#context = context;
    this.#complain = complain;
  }

  get allVms(): readonly string[] {
    return [...this.#context.known.vms];
  }

  vms(key: Key, written: string | readonly string[] = []): readonly string[] {
    return this.#each(key, "VM", written, this.#context.known.vms);
  }

  hosts(key: Key, written: string | readonly string[] = []): readonly string[] {
    return this.#each(key, "host", written, this.#context.known.hosts);
  }

  targets(key: Key, written: string | readonly string[] = []): readonly Target[] {
    return this.#each(
      key,
      "target (host/NAME or vm/NAME)",
      written,
      new Set(targetsAmong(this.#context.known)),
    ) as Target[];
  }

  subject(key: Key, written: string): AlertSubject {
    const all = new Set([...targetsAmong(this.#context.known), "controller"]);
    return this.#each(key, "target (host/NAME, vm/NAME or controller)", written, all)[0] as AlertSubject;
  }

  state(of: AlertSubject, written: string): string {
    const states: readonly string[] =
      of === "controller" ? CONTROLLER_STATES : of.startsWith("vm/") ? VM_STATES : HOST_STATES;
    if (!states.includes(written))
      this.#complain([...this.#path, "state"], `${of} has no state ${written}${didYouMean(written, states)}`);
    return written;
  }

  /** The latest instant; that of the end of the incident if nothing is said. */
  by({ from, within }: Written): Instant {
    const { experiment, faults } = this.#context;
    const end = later(START, experiment.kind === "incident" ? experiment.horizon : durationOf("0s"));
    const scripted = faults.flatMap(({ when }) => (when.kind === "at" ? [when.at] : []));
    const first = scripted.length === 0 ? START : scripted.reduce((a, b) => (b < a ? b : a));
    const begin = from === undefined ? first : later(START, durationOf(from));
    const by = within === undefined ? end : later(begin, durationOf(within));
    if (experiment.kind === "incident" && (by > end || begin > end))
      this.#complain(
        [...this.#path, by > end ? "within" : "from"],
        "is after the end of the incident: expected an instant within its horizon",
      );
    return by;
  }

  #each(key: Key, what: string, written: string | readonly string[], among: ReadonlySet<string>): readonly string[] {
    const names = [written].flat() as string[];
    names.forEach((name, i) => {
      const place = typeof written === "string" ? [...this.#path, key] : [...this.#path, key, i];
      if (!among.has(name)) this.#complain(place, thereIsNo(what, name, among));
    });
    return names;
  }
}

type WrittenBound = { readonly atLeast?: string | number; readonly atMost?: string | number };

function buildBound(figure: string, bound: WrittenBound, { known, experiment }: Context, complain: Complain): Bound[] {
  const path = ["expect", figure];
  const figures = figuresOf(experiment.kind, { vms: [...known.vms], groups: known.groups.map(({ name }) => name) });
  const unit = figures.get(figure);
  if (unit === undefined) {
    complain(path, `${thereIsNo("figure", figure, figures.keys())} in the summary of this experiment`, true);
    return [];
  }
  if (bound.atLeast === undefined && bound.atMost === undefined) complain(path, "expected atLeast, atMost or both");
  const value = (key: "atLeast" | "atMost") => {
    const written = bound[key];
    return written === undefined ? undefined : valueOf(written, unit, [...path, key], complain);
  };
  const text = (["atLeast", "atMost"] as const).flatMap((key) =>
    bound[key] === undefined ? [] : [`${key === "atLeast" ? "at least" : "at most"} ${bound[key]}`],
  );
  return [{ figure, atLeast: value("atLeast"), atMost: value("atMost"), text: text.join(" and ") }];
}

/** Durations in seconds. */
function valueOf(written: string | number, unit: FigureUnit, path: Path, complain: Complain): number {
  if (unit === "number") {
    const number = Number(written);
    if (!Number.isFinite(number)) complain(path, `expected a number, not ${written}`);
    return number;
  }
  const read = unit === "duration" ? readDuration(written) : readShare(written);
  if (read.ok) return unit === "duration" ? toSeconds(read.value as Parameters<typeof toSeconds>[0]) : read.value;
  complain(path, read.expected);
  return 0;
}
