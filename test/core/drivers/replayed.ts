// A session on a stand, recorded as a journal and repeated on the replay driver: the same tests get the same events at
// the same instants, and give the same commands.

import { replay } from "../../../src/core/drivers/replay-driver.ts";
import { check } from "../../../src/base/prelude/check.ts";
import type { Instant } from "../../../src/base/prelude/time.ts";
import type { Entry } from "../../../src/core/journal/entry.ts";
import type { Body } from "./contract.ts";
import type { Open, Stand } from "./session.ts";

const NO_TRUTH = "nothing is done in a replay, so there is no truth to ask";
const NO_DEADLINE = "it wakes when its journal says so, whatever deadline is asked for";

/** What a replay cannot promise, and why. */
export const NOT_IN_A_REPLAY: Readonly<Record<string, string>> = {
  "whose outcome `done` is proof of its effect": NO_TRUTH,
  "to stop a VM where it does not run: it is done": NO_TRUTH,
  "that cannot reach its host, which is off, and does not say that it is done": NO_TRUTH,
  "VM: a start that is followed by a stop does not come through after it": NO_TRUTH,
  "with the host that performs it: a start does not come through when the host is back": NO_TRUTH,
  "on whichever host it works: a start is over when a stop on another host is done": NO_TRUTH,
  "on whichever host it works: a migration does not arrive after a stop at its destination is done": NO_TRUTH,
  "with the host to which it leads: a migration to a host that dies leaves the VM where it was": NO_TRUTH,
  "and an inspection ends none: what is under way may take effect after it": NO_TRUTH,
  "and nothing of one that could not be recorded": "what was not recorded cannot be replayed",
  "wakes once, not before its deadline, and not by its own act": NO_DEADLINE,
  "wakes at the deadline of the last turn only": NO_DEADLINE,
  "wakes not at all when the last turn wanted none": NO_DEADLINE,
  "wakes soon when the deadline is over already, and again for a new one": NO_DEADLINE,
};

/** Keeps a promise on the stand, and again on the replay of what happened there. */
export async function andReplayed(body: Body, open: Open): Promise<void> {
  const recordings: Recording[] = [];
  await body(async (options) => {
    const { stand, recording } = recorded(await open(options));
    recordings.push(recording);
    return stand;
  });
  const ends: (() => void)[] = [];
  await body(() => {
    const { stand, end } = incident(first(recordings));
    ends.push(end);
    return Promise.resolve(stand);
  });
  for (const end of ends) end();
}

type Recording = {
  readonly journal: Entry[];
  /** What the stand's clock said, each time that it was asked. */
  readonly instants: Instant[];
  /** The number of events, each time that some time had passed. */
  readonly received: number[];
};

function recorded(stand: Stand): { readonly stand: Stand; readonly recording: Recording } {
  const at = stand.now();
  const recording: Recording = {
    journal: [{ kind: "event", at, event: { kind: "resumed", at } }],
    instants: [],
    received: [],
  };
  let received = 0;
  return {
    recording,
    stand: {
      connect(door) {
        const driver = stand.connect({
          ...door,
          deliver(event) {
            received++;
            recording.journal.push({ kind: "event", at: event.at, event });
            door.deliver(event);
          },
        });
        return {
          perform(turn) {
            for (const command of turn.commands) recording.journal.push({ kind: "command", at: stand.now(), command });
            driver.perform(turn);
          },
        };
      },
      now() {
        recording.instants.push(stand.now());
        return recording.instants[recording.instants.length - 1];
      },
      async pass(time) {
        await stand.pass(time);
        recording.received.push(received);
      },
      runsOn: (vm) => stand.runsOn(vm),
    },
  };
}

function incident({ journal, instants, received: counts }: Recording): { readonly stand: Stand; end(): void } {
  const { connect, next } = replay(journal);
  let received = 0;
  return {
    stand: {
      connect(door) {
        const driver = connect({
          ...door,
          deliver(event) {
            // The first event only stands for the beginning: commands of a journal answer events.
            if (event.kind === "resumed") return;
            received++;
            door.deliver(event);
          },
        });
        next();
        return driver;
      },
      now: () => first(instants),
      pass: () => {
        for (const count = first(counts); received < count;) check(next(), "all events are in the journal");
        return Promise.resolve();
      },
      runsOn: () => Promise.reject(new Error(NO_TRUTH)),
    },
    end: () => check(!next(), "all of the journal was lived through"),
  };
}

function first<T>(recorded: T[]): T {
  const value = recorded.shift();
  check(value !== undefined, "a replay goes the way of what was recorded");
  return value;
}
