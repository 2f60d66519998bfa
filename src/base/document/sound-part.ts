// What is left of a badly shaped file when its bad parts are taken out: if the rest has the right shape, it is looked
// through as well, so that its problems are told with the others. What only follows from a part taken out is not told.
// All issues are gone through once, however many there are: they are kept by the steps of their paths.

import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import type { Issue } from "./shape-problems.ts";

/** One place in the value, with what the issues say about it. */
type Place = {
  readonly steps: Map<string, Place>;
  /** It is to be taken out. */
  taken: boolean;
  /** An issue is about it, or about something in it. */
  around: boolean;
  /** An issue is about a value that stands right in it. */
  hasWrong: boolean;
};

/** The value without what the issues are about. */
export function soundPart(value: unknown, issues: readonly Issue[]): unknown {
  const root = placesOf(issues);
  return root.taken ? value : without(value, root);
}

/**
 * Complains of all but what may follow from what was taken out: what is said around it, or right beside a wrong value.
 */
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

/** Elements of lists that are taken out become undefined: the others keep their places. */
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
