// What is left of a badly shaped file when its bad parts are taken out: if the rest has the right shape, it is looked
// through as well, so that its problems are told with the others. What only follows from a part taken out is not told.

import type { Path } from "./path.ts";
import type { Complain } from "./problem.ts";
import type { Issue } from "./shape-problems.ts";

/** The value without what the issues are about. */
export function soundPart(value: unknown, issues: readonly Issue[]): unknown {
  return issues.reduce(
    (rest, issue) =>
      issue.code === "unrecognized_keys"
        ? without(rest, issue.path, issue.keys)
        : without(rest, issue.path.slice(0, -1), issue.path.slice(-1)),
    value,
  );
}

/**
 * Complains of all but what may follow from what was taken out: what is said around it, or right beside a wrong value.
 */
export function unlessFollowing(issues: readonly Issue[], complain: Complain): Complain {
  const follows = (path: Path): boolean =>
    issues.some((issue) => {
      if (issue.code === "unrecognized_keys") return begins(issue.path, path);
      return begins(issue.path, path) || (path.length === issue.path.length && begins(issue.path, path.slice(0, -1)));
    });
  return (path, message, atKey) => {
    if (!follows(path)) complain(path, message, atKey);
  };
}

function begins(path: Path, start: Path): boolean {
  return start.every((step, i) => path[i] === step);
}

/** Without some keys of what stands at the path. Elements of lists become undefined: the others keep their places. */
function without(value: unknown, path: Path, keys: Path): unknown {
  if (typeof value !== "object" || value === null) return value;
  const taken = new Set(path.length === 0 ? keys.map(String) : []);
  const rest = (step: string, inner: unknown): unknown =>
    path.length > 0 && step === String(path[0]) ? without(inner, path.slice(1), keys) : inner;
  if (Array.isArray(value)) return value.map((inner, i) => (taken.has(String(i)) ? undefined : rest(String(i), inner)));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (taken.has(key) ? [] : [[key, rest(key, inner)]])),
  );
}
