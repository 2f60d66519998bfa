// A fault as it is injected, and queries to the catalogue: families of kinds, parameters, what healing a kind takes.
// No kind is named here, except in the type of an overload.

import type { Distribution } from "../../base/random/distribution.ts";
import type { Duration, Instant } from "../../base/prelude/time.ts";
import { FAULTS, type FaultFacts, type Parameter } from "./fault-catalogue.ts";

type Catalogue = typeof FAULTS;
export type FaultKind = keyof Catalogue;

/** The kinds that affect a VM, a host, the whole site, or the monitor's probes of a target. */
type KindAffecting<Affected extends FaultFacts["affects"]> = {
  [Kind in FaultKind]: Catalogue[Kind]["affects"] extends Affected ? Kind : never;
}[FaultKind];
export type VmFault = KindAffecting<"vm">;
export type HostFault = KindAffecting<"host">;
export type SiteFault = KindAffecting<"site">;
export type MonitorFault = KindAffecting<"monitored">;

type ValueOf<P extends Parameter> = P extends { readonly kind: "choice"; readonly of: readonly (infer Choice)[] }
  ? Choice
  : Duration | undefined;

/** The parameters that a fault of this kind has, with their values. */
type ParametersOf<Kind extends FaultKind> = {
  readonly [Name in keyof Catalogue[Kind]["parameters"]]: Catalogue[Kind]["parameters"][Name] extends Parameter
    ? ValueOf<Catalogue[Kind]["parameters"][Name]>
    : never;
};

type ParameterNames = { [Kind in FaultKind]: keyof Catalogue[Kind]["parameters"] }[FaultKind];
/** The name of any parameter of any kind. */
export type ParameterName = Extract<ParameterNames, string>;

/** A fault without its targets and times: the kind, and the parameters of that kind. */
export type FaultOf<Kind extends FaultKind = FaultKind> = {
  [Each in Kind]: { readonly kind: Each } & ParametersOf<Each>;
}[Kind];

/** The resource that an overload exhausts. */
export type Overload = FaultOf<"guest-overload">["by"];

/** A fault with its targets and times. */
export type Fault = FaultOf & {
  /** What its random streams are named for; its kind, if it has no name. */
  readonly name?: string;
  /** Names of VMs or hosts, as the kind requires; empty for faults of the whole site. */
  readonly on: readonly string[];
  /** Whether it is injected into all of `on` at the same instant (a common cause), rather than into each separately. */
  readonly together: boolean;
  readonly when: When;
  /** How long it lasts if nothing else ends it; undefined: until something else ends it. */
  readonly lasts: Distribution | undefined;
  /** Whether each target of a common cause has a duration of its own, rather than all the same one. */
  readonly lastsEach: boolean;
};

type When =
  | { readonly kind: "at"; readonly at: Instant }
  /** Time to the next fault of this kind, from the instant at which its target is healthy again after the last. */
  | { readonly kind: "every"; readonly distribution: Distribution };

/** Every kind, in the order of the catalogue. */
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

export const VM_FAULTS = kindsAffecting("vm");
export const HOST_FAULTS = kindsAffecting("host");
export const SITE_FAULTS = kindsAffecting("site");

function kindsAffecting<Affected extends FaultFacts["affects"]>(
  affected: Affected,
): readonly KindAffecting<Affected>[] {
  const among = FAULT_KINDS.filter((kind) => FAULTS[kind].affects === affected);
  return among as readonly FaultKind[] as readonly KindAffecting<Affected>[];
}

export function factsOf(kind: FaultKind): FaultFacts {
  return FAULTS[kind];
}

export function isVmFault(kind: FaultKind): kind is VmFault {
  return FAULTS[kind].affects === "vm";
}

export function isHostFault(kind: FaultKind): kind is HostFault {
  return FAULTS[kind].affects === "host";
}

/** Whether only its duration ends it, so that it must have one. */
export function needsDuration(kind: FaultKind): boolean {
  return factsOf(kind).endedBy.every((ending) => ending === "duration");
}

/** Whether only a reinstallation of the guest heals it; a start does not. */
export function needsReinstall(kind: FaultKind): boolean {
  return factsOf(kind).endedBy.includes("reinstall");
}

/** Whether it is injected from inside a guest, which may continue to answer although it is broken. */
export function breaksGuest(kind: FaultKind): boolean {
  const facts = factsOf(kind);
  return facts.affects === "vm" && facts.breaksGuest;
}

/** Whether the host may continue to run unobserved. */
export function hidesHost(kind: FaultKind): boolean {
  const facts = factsOf(kind);
  return facts.affects === "host" && facts.hidesHost;
}

/** Whether answers to probes of its target are late. */
export function delays(fault: FaultOf): boolean {
  return "delay" in fault && fault.delay !== undefined;
}

/** The parameters of all kinds by name, and which kinds have each. */
export const PARAMETERS: ReadonlyMap<ParameterName, { readonly parameter: Parameter; readonly of: FaultKind[] }> =
  parametersByName();

function parametersByName(): Map<ParameterName, { parameter: Parameter; of: FaultKind[] }> {
  const found = new Map<ParameterName, { parameter: Parameter; of: FaultKind[] }>();
  for (const kind of FAULT_KINDS) {
    for (const [name, parameter] of Object.entries(factsOf(kind).parameters)) {
      const of = found.get(name as ParameterName)?.of ?? [];
      found.set(name as ParameterName, { parameter, of: [...of, kind] });
    }
  }
  return found;
}

/** A fault of this kind. Parameters that are not given get the default of the catalogue. */
export function faultOf<Kind extends FaultKind>(
  kind: Kind,
  given: Partial<ParametersOf<Kind>> & Readonly<Record<string, unknown>> = {},
): FaultOf<Kind> {
  const values = Object.entries(factsOf(kind).parameters).map(([name, parameter]) => [
    name,
    given[name] ?? (parameter.kind === "choice" ? parameter.otherwise : undefined),
  ]);
  return { kind, ...Object.fromEntries(values) } as FaultOf<Kind>;
}

/** The fault without its targets and times. */
export function faultItself(fault: Fault): FaultOf {
  const { name: _name, on: _on, together: _together, when: _when, lasts: _lasts, lastsEach: _each, ...itself } = fault;
  return itself;
}

/** The values of its kind's parameters that are defined; durations in microseconds. */
export function parametersOf(fault: Fault): Readonly<Record<string, string | number>> {
  const { kind: _kind, ...parameters } = faultItself(fault);
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

/** The targets of the fault, as journals spell them; `vms` are those of the site. */
export function targetsOf(
  { on }: Pick<Fault, "on">,
  { vms }: { readonly vms: readonly { readonly name: string }[] },
): readonly (`vm/${string}` | `host/${string}` | "site")[] {
  if (on.length === 0) return ["site"];
  return on.map((name) => (vms.some((vm) => vm.name === name) ? (`vm/${name}` as const) : (`host/${name}` as const)));
}
