// Builds the faults. Each has targets that fit its kind, and either one instant or one distribution of intervals.

import { distributionMean } from "../../../base/random/distribution-facts.ts";
import { START, later } from "../../../base/prelude/time.ts";
import {
  factsOf,
  faultOf,
  needsDuration,
  PARAMETERS,
  type Fault,
  type FaultKind,
  type FaultOf,
  type ParameterName,
} from "../../cluster/fault.ts";
import type { Path } from "../../../base/document/path.ts";
import { membersOf, thereIsNo, type Known } from "../known.ts";
import { listed } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenScenario } from "../shape.ts";
import { durationOf, distributionOf } from "../../../base/document/well-formed.ts";

type WrittenFault = NonNullable<WrittenScenario["faults"]>[number];
type WrittenParameters = Pick<WrittenFault, ParameterName>;

export function buildFault(fault: WrittenFault, path: Path, known: Known, complain: Complain): Fault {
  const { kind, name, target, at, every, lasts, lastsEach, together, ...parameters } = fault;
  if ((at === undefined) === (every === undefined))
    complain(path, "expected exactly one of at (an instant) and every (a distribution)");
  if (every !== undefined && distributionMean(distributionOf(every)) === 0)
    complain(
      [...path, "every"],
      `${kind} every "${every}" would be injected without end: expected some time between injections`,
    );
  checkDurations(fault, path, complain);
  const duration = lasts ?? lastsEach;
  if (needsDuration(kind) && duration === undefined)
    complain(path, `${kind} needs lasts: nobody repairs it, so it must end by itself`);
  return {
    ...faultOfKind(kind, parameters, path, complain),
    ...(name === undefined ? {} : { name }),
    on: writtenTargets(kind, target, path, known, complain),
    together: together ?? false,
    when:
      at === undefined
        ? { kind: "every", distribution: distributionOf(every ?? "1y") }
        : { kind: "at", at: later(START, durationOf(at)) },
    lasts: duration === undefined ? undefined : distributionOf(duration),
    lastsEach: lastsEach !== undefined,
  };
}

/** Only targets of a common cause share a duration, so only they can have one each. */
function checkDurations({ kind, lasts, lastsEach, together }: WrittenFault, path: Path, complain: Complain): void {
  if (lastsEach === undefined) return;
  const at = [...path, "lastsEach"];
  if (factsOf(kind).affects === "site") complain(at, `${kind} affects the whole site at once: write lasts`, true);
  else if (lasts !== undefined)
    complain(at, "expected either lasts (one duration for all targets) or lastsEach (one for each)", true);
  else if (together !== true)
    complain(at, "lastsEach belongs to together: without it each target has its own lasts already", true);
}

/** The fault with its parameters, as written or by default. A parameter of another kind is a problem. */
export function faultOfKind(kind: FaultKind, written: WrittenParameters, path: Path, complain: Complain): FaultOf {
  const values = [...PARAMETERS].flatMap(([name, { parameter, of }]) => {
    const value = written[name];
    if (value === undefined) return [];
    if (!of.includes(kind)) complain([...path, name], `${kind} has no ${name}: it belongs to ${of.join(", ")}`, true);
    return [[name, parameter.kind === "duration" ? durationOf(value) : value]];
  });
  return faultOf(kind, Object.fromEntries(values));
}

/** The names that `target` stands for, each once: VMs or hosts, as the kind of fault requires. */
export function writtenTargets(
  kind: FaultKind,
  target: string | readonly string[] | undefined,
  path: Path,
  known: Known,
  complain: Complain,
): readonly string[] {
  if (factsOf(kind).affects === "site") {
    if (target !== undefined) complain([...path, "target"], `${kind} affects the whole site: leave out target`, true);
    return [];
  }
  const wanted = wantedBy(kind, known);
  if (target === undefined || target.length === 0) {
    complain(path, `${kind} needs target: ${wanted.what}, a list, or all`);
    return [];
  }
  if (target === "all") return [...wanted.all];
  const targets = listed(target, [...path, "target"]).flatMap(({ name, path: place }) => {
    const found = wanted.find(name);
    if (typeof found !== "string") return found;
    complain(place, found);
    return [];
  });
  return [...new Set(targets)];
}

type Wanted = {
  readonly what: string;
  readonly all: Iterable<string>;
  /** What a name stands for, or what is wrong with it. */
  find(name: string): readonly string[] | string;
};

function wantedBy(kind: FaultKind, { hosts, vms, groups }: Known): Wanted {
  const { affects } = factsOf(kind);
  if (affects === "host") {
    return {
      what: "a host",
      all: hosts,
      find: (name) =>
        hosts.has(name)
          ? [name]
          : vms.has(name)
            ? `${kind} affects a host; ${name} is a VM`
            : thereIsNo("host", name, hosts),
    };
  }
  const both = affects === "monitored";
  const what = both ? "VM, group or host" : "VM or group";
  const names = () => [...vms, ...groups.map((group) => group.name), ...(both ? hosts : [])];
  return {
    what: both ? "a VM, a group, a host" : "a VM, a group",
    all: vms,
    find(name) {
      if (vms.has(name) || (both && hosts.has(name))) return [name];
      if (groups.some((group) => group.name === name)) return membersOf(name, groups);
      return hosts.has(name) ? `${kind} affects a VM; ${name} is a host` : thereIsNo(what, name, names());
    },
  };
}
