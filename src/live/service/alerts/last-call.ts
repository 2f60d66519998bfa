// The last alert of a controller that ends unexpectedly, since it can send no others. It is noted on the disk, so that
// a controller that is restarted repeatedly and ends for the same reason each time does not send it each time.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { between, HOUR, seconds, type Instant } from "../../../base/prelude/time.ts";
import type { AlertMessage, Alerts } from "./alerts.ts";
import { writeWhole } from "../../../base/platform/files.ts";
import { isoTime } from "../status/wall-time.ts";

type Noted = { readonly at: Instant; readonly because: string };

type LastCall = Pick<AlertMessage, "because" | "cluster" | "controller"> & {
  /** The controller's folder. */
  readonly folder: string;
  readonly at: Instant;
  /** Whether it led. A standby that cannot note its alert sends none: it would send it again at each restart. */
  readonly led: boolean;
};

/** Shorter than a service manager waits for a process to end. */
const PATIENCE = seconds(10);

/** Resolves when the alert is delivered or given up. */
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
