// What happens to the cluster: each fault strikes what its kind can strike, at one time or by one law.

import { lawMean } from "../../../base/random/law-facts.ts";
import { START, later } from "../../../base/prelude/time.ts";
import {
  HOST_FAULTS,
  MONITOR_FAULTS,
  SITE_FAULTS,
  type Fault,
  type FaultKind,
  type Overload,
} from "../../cluster/fault.ts";
import type { Path } from "../../../base/document/document.ts";
import { membersOf, thereIsNo, type Known } from "../known.ts";
import { listed } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { Written } from "../shape.ts";
import { durationOf, lawOf } from "../../../base/document/well-formed.ts";

type WrittenFault = NonNullable<Written["faults"]>[number];

const isAmong = (kinds: readonly string[], kind: FaultKind): boolean => kinds.includes(kind);
/** Whether nobody repairs it, so that it stays until it passes by itself. */
export const passesOnlyByItself = (kind: FaultKind): boolean =>
  isAmong(SITE_FAULTS, kind) || isAmong(MONITOR_FAULTS, kind);

export function buildFault(fault: WrittenFault, path: Path, known: Known, complain: Complain): Fault {
  const { kind, at, every, lasts } = fault;
  if ((at === undefined) === (every === undefined))
    complain(path, "expected exactly one of at (an instant) and every (a law)");
  if (every !== undefined && lawMean(lawOf(every)) === 0)
    complain(
      [...path, "every"],
      `${kind} every "${every}" would strike without end: expected some time between strikes`,
    );
  if (passesOnlyByItself(kind) && lasts === undefined)
    complain(path, `${kind} needs lasts: nobody repairs it, so it must pass by itself`);
  return {
    kind,
    on: targetsOf(kind, fault.on, path, known, complain),
    together: fault.together ?? false,
    when:
      at === undefined
        ? { kind: "every", law: lawOf(every ?? "1y") }
        : { kind: "at", at: later(START, durationOf(at)) },
    lasts: lasts === undefined ? undefined : lawOf(lasts),
    guests: guestsOf(kind, fault.guests, path, complain),
    ...overloadOf(kind, fault.by, path, complain),
    ...delayOf(kind, fault.delay, path, complain),
  };
}

/** Whether VMs die with their virtual layer; no other fault leaves a choice. */
export function guestsOf(
  kind: FaultKind,
  guests: Fault["guests"] | undefined,
  path: Path,
  complain: Complain,
): Fault["guests"] {
  if (guests !== undefined && kind !== "virtual-layer-crash")
    complain([...path, "guests"], `${kind} leaves no choice: guests belongs to virtual-layer-crash`, true);
  return guests ?? "die";
}

/** By what a guest is overloaded, where that is said. */
export function overloadOf(
  kind: FaultKind,
  by: Overload | undefined,
  path: Path,
  complain: Complain,
): Pick<Fault, "by"> {
  if (by === undefined) return {};
  if (kind !== "guest-overload")
    complain([...path, "by"], `${kind} leaves no choice: by belongs to guest-overload`, true);
  return { by };
}

/** How late the monitor hears, where it still does. */
export function delayOf(
  kind: FaultKind,
  delay: WrittenFault["delay"],
  path: Path,
  complain: Complain,
): Pick<Fault, "delay"> {
  if (delay === undefined) return {};
  if (kind !== "monitor-false-alarm")
    complain([...path, "delay"], `${kind} is no fault of the monitor: delay belongs to monitor-false-alarm`, true);
  return { delay: durationOf(delay) };
}

/** The names that `on` stands for, each once: VMs or hosts, as the kind of fault wants. */
export function targetsOf(
  kind: FaultKind,
  on: string | readonly string[] | undefined,
  path: Path,
  known: Known,
  complain: Complain,
): readonly string[] {
  if (isAmong(SITE_FAULTS, kind)) {
    if (on !== undefined) complain([...path, "on"], `${kind} strikes what all share: leave out on`, true);
    return [];
  }
  const wanted = wantedBy(kind, known);
  if (on === undefined || on.length === 0) {
    complain(path, `${kind} needs on: ${wanted.what}, a list, or all`);
    return [];
  }
  if (on === "all") return [...wanted.all];
  const targets = listed(on, [...path, "on"]).flatMap(({ name, path: place }) => {
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
  if (isAmong(HOST_FAULTS, kind)) {
    return {
      what: "a host",
      all: hosts,
      find: (name) =>
        hosts.has(name)
          ? [name]
          : vms.has(name)
            ? `${kind} strikes a host; ${name} is a VM`
            : thereIsNo("host", name, hosts),
    };
  }
  const both = isAmong(MONITOR_FAULTS, kind);
  const what = both ? "VM, group or host" : "VM or group";
  const names = () => [...vms, ...groups.map((group) => group.name), ...(both ? hosts : [])];
  return {
    what: both ? "a VM, a group, a host" : "a VM, a group",
    all: vms,
    find(name) {
      if (vms.has(name) || (both && hosts.has(name))) return [name];
      if (groups.some((group) => group.name === name)) return membersOf(name, groups);
      return hosts.has(name) ? `${kind} strikes a VM; ${name} is a host` : thereIsNo(what, name, names());
    },
  };
}
