// The last call of a controller that ends though nobody told it to: a human hears of it, who would hear of nothing else
// any more. It is noted on the disk, so that a controller that is started again and again, and ends for the same reason
// each time, does not call each time.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { between, HOUR, seconds, type Instant } from "../../../base/prelude/time.ts";
import type { AlertMessage, Alerts } from "./alerts.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { isoTime } from "../status/wall-time.ts";

type Noted = { readonly at: Instant; readonly because: string };

type LastCall = Pick<AlertMessage, "because" | "cluster" | "controller"> & {
  /** The controller's. */
  readonly folder: string;
  readonly at: Instant;
  /** It led. Who did not, and cannot note that it has called, is silent: the next moment it would call again. */
  readonly led: boolean;
};

/** The service manager waits longer than this for an end. */
const PATIENCE = seconds(10);

/** Resolves when the call is through, or as good as given up. */
export async function callLast(
  alerts: Alerts,
  { folder, at, because, cluster, controller, led }: LastCall,
): Promise<void> {
  const path = join(folder, "last-call.json");
  const noted = notedIn(path);
  if (noted?.because === because && Math.abs(between(noted.at, at)) < HOUR) return;
  if (!note(path, { at, because }) && !led) return;
  await alerts.sendWithin(
    { schema: 1, cluster, at: isoTime(at), subject: "controller", task: "investigate", because, controller },
    PATIENCE,
  );
}

function notedIn(path: string): Noted | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Noted;
  } catch {
    return undefined;
  }
}

function note(path: string, noted: Noted): boolean {
  try {
    writeWhole(path, JSON.stringify(noted), 0o600);
    return true;
  } catch {
    return false;
  }
}
