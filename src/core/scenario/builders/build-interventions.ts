// Builds the operations that are no requests: changes by hand, and outages of the controller.

import {
  CONTROLLER_OUTAGES,
  HAND_CHANGES,
  type ByHand,
  type ControllerOutage,
  type HandChange,
} from "../../cluster/intervention.ts";
import type { Duration, Instant } from "../../../base/prelude/time.ts";
import type { Path } from "../../../base/document/path.ts";
import type { Complain } from "../../../base/document/problem.ts";
import { durationOf } from "../../../base/document/well-formed.ts";
import { thereIsNo, type Known } from "../known.ts";
import type { WrittenScenario } from "../shape.ts";

type WrittenOperation = NonNullable<WrittenScenario["operations"]>[number];
type WrittenChange = NonNullable<WrittenOperation["by-hand"]>;

export type Intervention = ByHand | ControllerOutage;

/** The keys of an operation that say which it is. */
export const INTERVENTIONS = ["by-hand", ...CONTROLLER_OUTAGES] as const;

/** The change, or none if it is not clear which one is meant. */
export function buildByHand(operation: WrittenOperation, path: Path, known: Known, complain: Complain): HandChange[] {
  const written = operation["by-hand"] ?? {};
  const kinds = HAND_CHANGES.filter((kind) => written[kind] !== undefined);
  if (kinds.length !== 1) {
    complain(path, `expected exactly one of ${HAND_CHANGES.join(", ")}`);
    return [];
  }
  const [kind] = kinds;
  if (written.host !== undefined && kind !== "start") complain([...path, "host"], "host belongs to start", true);
  if (written.to !== undefined && kind !== "move") complain([...path, "to"], "to belongs to move", true);
  return [changeOf(kind, written, path, known, complain)];
}

function changeOf(
  kind: HandChange["kind"],
  written: WrittenChange,
  path: Path,
  { hosts, vms }: Known,
  complain: Complain,
): HandChange {
  const named = (key: keyof WrittenChange, what: "VM" | "host"): string => {
    const name = written[key];
    const among = what === "VM" ? vms : hosts;
    if (name === undefined) complain(path, `${kind} needs ${key}: a host`);
    else if (!among.has(name)) complain([...path, key], thereIsNo(what, name, among));
    return name ?? "";
  };
  switch (kind) {
    case "stop":
      return { kind, vm: named(kind, "VM") };
    case "start":
      return { kind, vm: named(kind, "VM"), host: named("host", "host") };
    case "move":
      return { kind, vm: named(kind, "VM"), to: named("to", "host") };
    case "switch-off":
    case "switch-on":
      return { kind, host: named(kind, "host") };
  }
}

/** An outage of the controller from this instant on. */
export function outageOf(kind: ControllerOutage["kind"], operation: WrittenOperation, at: Instant): ControllerOutage {
  const lasts = operation[kind]?.lasts;
  return { kind, at, lasts: lasts === undefined ? (0 as Duration) : durationOf(lasts) };
}
