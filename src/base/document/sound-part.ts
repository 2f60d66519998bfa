// The rest of a file of the wrong shape when its wrong parts are removed. If the rest has the right shape, it is
// checked too, so that its problems are reported with the others. Problems that only follow from a removed part are not
// reported. Issues are indexed by the steps of their paths, so that each is handled once.

import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import type { Issue } from "./shape-problems.ts";

/** One place in the value, with what the issues say about it. */
type Place = {
  readonly steps: Map<string, Place>;
  /** It is removed. */
  taken: boolean;
  /** An issue is about it or about something in it. */
  around: boolean;
  /** An issue is about a value directly in it. */
  hasWrong: boolean;
};

/** The value without the parts that have issues. */
export function soundPart(value: unknown, issues: readonly Issue[]): unknown {
  const root = placesOf(issues);
  return root.taken ? value : without(value, root);
}

/** Passes on all problems except those that may follow from a removed part: around it, or directly beside it. */
export function unlessFollowing(issues: readonly Issue[], complain: Complain): Complain {
  const root = placesOf(issues);
  return (path, message, atKey) => {
    if (!follows(root, path)) complain(path, message, atKey);
  };
}

function placesOf(issues: readonly Issue[]): Place {
  const root = newPlace();
  for (const issue of issues) {
    let place = root;
    place.around = true;
    for (const [depth, step] of issue.path.entries()) {
      if (issue.code !== "unrecognized_keys" && depth === issue.path.length - 1) place.hasWrong = true;
      place = stepInto(place, step);
      place.around = true;
    }
    if (issue.code !== "unrecognized_keys") place.taken = true;
    else for (const key of issue.keys) stepInto(place, key).taken = true;
  }
  return root;
}

function newPlace(): Place {
  return { steps: new Map(), taken: false, around: false, hasWrong: false };
}

function stepInto({ steps }: Place, step: PropertyKey): Place {
  const place = steps.get(String(step)) ?? newPlace();
  steps.set(String(step), place);
  return place;
}

function follows(root: Place, path: Path): boolean {
  let place: Place | undefined = root;
  for (const [depth, step] of path.entries()) {
    if (depth === path.length - 1 && place.hasWrong) return true;
    place = place.steps.get(String(step));
    if (place === undefined) return false;
  }
  return place.around;
}

/** Removed elements of lists become undefined, so that the others keep their places. */
function without(value: unknown, place: Place): unknown {
  if (typeof value !== "object" || value === null || place.steps.size === 0) return value;
  const rest = (step: string, inner: unknown): unknown => {
    const below = place.steps.get(step);
    return below === undefined ? inner : without(inner, below);
  };
  const isTaken = (step: string) => place.steps.get(step)?.taken === true;
  if (Array.isArray(value)) return value.map((inner, i) => (isTaken(String(i)) ? undefined : rest(String(i), inner)));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (isTaken(key) ? [] : [[key, rest(key, inner)]])),
  );
}
