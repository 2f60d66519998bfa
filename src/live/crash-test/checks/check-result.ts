// The result of a check, and what all checks share: their timeout, and the check of a clock.

import type { Remote } from "../../driver/transport/remote.ts";
import { now } from "../../../base/platform/clock.ts";
import { formatDuration, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";

/** One thing that was checked. `detail` says what is there, or what is wrong. */
export type CheckResult = {
  readonly subject: string;
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
};

/** Timeout of one command on a machine. */
export const PATIENCE = seconds(10);

/**
 * Whether the clock of the other machine agrees with ours, as far as the time of the round trip allows to say. `most`
 * is the largest accepted difference; if undefined, the difference is reported and never wrong. `ours` is the clock to
 * compare with.
 */
export async function checkClock(
  subject: string,
  ssh: Remote,
  most: Duration | undefined,
  ours: () => Instant = now,
): Promise<CheckResult> {
  const asked = ours();
  const { kind, finished } = await ssh.run(["date", "+%s"], { timeout: PATIENCE });
  const answered = ours();
  if (kind !== "ran" || !/^\d+\s*$/.test(finished.stdout))
    return { subject, what: "clock", ok: false, detail: "cannot be read" };
  const skew = skewOf(asked, answered, seconds(Number(finished.stdout)));
  const expected = most === undefined || skew <= most ? "" : `: expected at most ${formatDuration(most)}`;
  return {
    subject,
    what: "clock",
    ok: expected === "",
    detail: skew === 0 ? "agrees" : `differs by ${formatDuration(skew)} at least${expected}`,
  };
}

/** The least difference of a clock that showed this whole second between two instants. */
function skewOf(asked: Instant, answered: Instant, told: Duration): Duration {
  return Math.max(0, told - answered, asked - (told + seconds(1))) as Duration;
}
