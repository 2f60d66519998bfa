// Builds the requests of operators, with their instants. Other operations, which are no requests, are built in
// build-interventions.ts.

import type { Request, Target } from "../../controller/contract/event.ts";
import { START, later, type Instant } from "../../../base/prelude/time.ts";
import type { Path } from "../../../base/document/path.ts";
import { targetsAmong, thereIsNo, type Known } from "../known.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenScenario } from "../shape.ts";
import { buildByHand, INTERVENTIONS, outageOf, type Intervention } from "./build-interventions.ts";
import { durationOf } from "../../../base/document/well-formed.ts";

type WrittenOperation = NonNullable<WrittenScenario["operations"]>[number];
type Operation = { readonly at: Instant; readonly request: Request };

/** The keys of an operation that say what it is: it has exactly one of them. */
const REQUESTS = ["maintain", "resume", "disarm", "arm", "move", "release", "confirm-dead"] as const;

/** The operation, or none if it is not clear which one is meant, or it is not there. */
export function buildOperation(
  operation: WrittenOperation,
  path: Path,
  known: Known,
  complain: Complain,
): (Operation | Intervention)[] {
  const kinds = [...REQUESTS, ...INTERVENTIONS].filter((kind) => operation[kind] !== undefined);
  if (kinds.length !== 1) {
    complain(path, `expected exactly one of ${[...REQUESTS, ...INTERVENTIONS].join(", ")}`);
    return [];
  }
  const [kind] = kinds;
  if (operation.to !== undefined && kind !== "move") complain([...path, "to"], "to belongs to move", true);
  const at = later(START, durationOf(operation.at));
  switch (kind) {
    case "by-hand":
      return buildByHand(operation, [...path, kind], known, complain).map((change) => ({ at, change }));
    case "controller-crash":
    case "journal-failure":
      return [outageOf(kind, operation, at)];
    case "maintain":
    case "resume":
    case "disarm":
    case "arm":
    case "move":
    case "release":
    case "confirm-dead":
      return [{ at, request: requestOf(kind, operation, path, known, complain) }];
  }
}

function requestOf(
  kind: (typeof REQUESTS)[number],
  operation: WrittenOperation,
  path: Path,
  { hosts, vms, boundTo }: Known,
  complain: Complain,
): Request {
  const named = (key: Exclude<keyof WrittenOperation, "at">, what: string, among: Iterable<string>): string => {
    const name = String(operation[key]);
    const names = new Set(among);
    if (!names.has(name)) complain([...path, key], thereIsNo(what, name, names));
    return name;
  };
  const target = () => named(kind, "target (host/NAME or vm/NAME)", targetsAmong({ hosts, vms })) as Target;
  switch (kind) {
    case "maintain":
    case "resume":
      return { kind, target: target() };
    case "disarm":
    case "arm":
      return { kind };
    case "move":
      if (operation.to === undefined) complain(path, "move needs to: its destination, a host");
      if (operation.to !== undefined && boundTo.get(String(operation.move))?.includes(operation.to) === false)
        complain([...path, "to"], `${operation.move} may not be on ${operation.to}: its hosts do not name it`);
      return { kind, vm: named(kind, "VM", vms), to: operation.to === undefined ? "" : named("to", "host", hosts) };
    case "release":
      return { kind, vm: named(kind, "VM", vms) };
    case "confirm-dead":
      return { kind, host: named(kind, "host", hosts) };
  }
}
