// What a check found, and what all checks share: how long they wait, and how a clock is looked at.

import type { Remote } from "../../driver/transport/remote.ts";
import { now } from "../../../base/platform/clock.ts";
import { formatDuration, seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";

/** One thing that was looked at. `detail` is what was found, or what is wrong. */
export type CheckResult = {
  readonly subject: string;
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
};

/** For one word with a machine. */
export const PATIENCE = seconds(10);

/**
 * Whether the clock at the other end agrees with ours, as far as can be seen from here: it was read between question
 * and answer. `most` is what it may differ by; undefined: it is only told, since nothing goes by it. `ours` is the
 * clock that it is held against.
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

/** By how much at least a clock is off that told this whole second between two instants. */
function skewOf(asked: Instant, answered: Instant, told: Duration): Duration {
  return Math.max(0, told - answered, asked - (told + seconds(1))) as Duration;
}
