// Which law of a scenario each observed phase is a sample of. Only phases that one law makes are taken: what polls and
// patience make (detection, confirmation, verification) follows from settings, and what several laws make together
// cannot be divided.
//
// Looked at are recoveries from faults of one VM. Of a fault of a host the VM that came back last is measured, and the
// last of several is no fair sample of any.

import type { Command } from "../../core/controller/contract/command.ts";
import type { CommandId } from "../../core/controller/contract/event.ts";
import { between, toSeconds, type Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { PHASES, recoveredBy, type Phase, type Trial } from "../../core/measurement/trial.ts";
import { factsOf, isVmFault } from "../../core/cluster/fault.ts";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../../core/cluster/actions.ts";
import { RUNG_KINDS } from "../../core/cluster/rungs.ts";
import type { SiteSpec } from "../../core/cluster/site.ts";

/** Where a law stands in a scenario, what it is a law of, and the times in seconds that were observed of it. */
export type ObservedDistribution = {
  readonly path: readonly string[];
  /** Where phases stand: the name of the one that takes the place of them all. */
  readonly phase: string | null;
  readonly what: string;
  readonly seconds: readonly number[];
  /** What else has to be said in the scenario for this law to be the whole of what was observed. */
  readonly besides: readonly {
    readonly path: readonly string[];
    readonly value: string | Readonly<Record<string, never>>;
  }[];
};

/** Fewer times than this say nothing of a law. Types of which fewer were seen are taken together. */
export const FEWEST = 8;

/** Without any time that was observed, a law is not listed. `journals` are those that were kept. */
export function observedDistributions(
  site: SiteSpec,
  trials: readonly Trial[],
  journals: Iterable<readonly Entry[]>,
): ObservedDistribution[] {
  const single = trials.filter(({ fault, outcome }) => isVmFault(fault) && BY_RUNG.has(outcome));
  const distributions = [...ofTypes(site, single), reboots(single), ...ofCommands(journals)];
  return distributions.filter(({ seconds }) => seconds.length > 0);
}

const BY_RUNG: ReadonlySet<Trial["outcome"]> = new Set(RUNG_KINDS.map(recoveredBy));

function ofTypes(site: SiteSpec, trials: readonly Trial[]): ObservedDistribution[] {
  const typeOf = new Map(site.vms.map(({ name, type }) => [name, type]));
  return Object.keys(site.guestTypes).flatMap((type) => {
    const at = (key: string) => ["cluster", "types", type, key];
    const seen = (what: string, among: readonly Trial[], phase: Phase): Seen => {
      const own = among.filter(({ vm }) => typeOf.get(vm) === type);
      const enough = own.length >= FEWEST || among.length < FEWEST;
      return {
        what: `${what} of ${enough ? type : `all types, since ${type} had but ${own.length}`}`,
        seconds: inPhase(enough ? own : among, phase),
      };
    };
    const withOnset = (onset: "shutdown" | "overload") =>
      trials.filter(({ fault }) => {
        const facts = factsOf(fault);
        return facts.affects === "vm" && facts.onset === onset;
      });
    return [
      plain(at("boot"), seen("guest-boot", trials, "guest-boot"), "until it answers"),
      plain(at("service"), seen("service-start", trials, "service-start"), "until it serves"),
      plain(at("shutdown"), seen("onset of shutdowns", withOnset("shutdown"), "onset")),
      plain(at("overload"), seen("onset of overloads", withOnset("overload"), "onset")),
      installation(
        site,
        type,
        seen(
          "action of reinstalls",
          trials.filter(({ outcome }) => outcome === "recovered-by-reinstall"),
          "action",
        ),
      ),
    ];
  });
}

/** What is said of it, and the times. */
type Seen = Pick<ObservedDistribution, "what" | "seconds">;

/** Of a reboot, the action is one command. */
function reboots(trials: readonly Trial[]): ObservedDistribution {
  const seconds = inPhase(
    trials.filter(({ outcome }) => outcome === "recovered-by-reboot"),
    "action",
  );
  return plain(["actions", "reboot-vm", "takes"], { what: "action of reboots", seconds });
}

/**
 * Of a reinstall, the action is the command, what comes before the download, the download, and what comes after it. All
 * but the download, which others may slow down and whose time on a quiet network is known, become one.
 */
function installation(site: SiteSpec, type: string, { what, seconds }: Seen): ObservedDistribution {
  const { bandwidth, perClient } = site.provisioning;
  const download = site.guestTypes[type].install.download / Math.min(bandwidth, perClient);
  const at = ["cluster", "types", type, "install"];
  return {
    path: [...at, "before"],
    phase: "all but the download",
    what: `${what}, without the download`,
    seconds: seconds.map((time) => Math.max(0, time - download)),
    besides: [
      { path: [...at, "after"], value: {} },
      { path: ["actions", "reinstall-vm", "takes"], value: "0s" },
    ],
  };
}

function plain(path: readonly string[], { what, seconds }: Seen, phase: string | null = null): ObservedDistribution {
  return { path, phase, what, seconds, besides: [] };
}

function inPhase(trials: readonly Trial[], phase: Phase): number[] {
  return trials.map(({ phaseSeconds }) => phaseSeconds[PHASES.indexOf(phase)]);
}

/** Commands that are one action, done when their outcome is told. */
const TIMED: readonly ActionKind[] = ACTION_KINDS.filter((kind) => ACTIONS[kind].timed);

/** From the command to its effect, as journals tell. */
function ofCommands(journals: Iterable<readonly Entry[]>): ObservedDistribution[] {
  const times = new Map<ActionKind, number[]>(TIMED.map((kind) => [kind, []]));
  for (const journal of journals) {
    const given = new Map<CommandId, { readonly kind: Command["kind"]; readonly at: Instant }>();
    for (const entry of journal) {
      if (entry.kind === "command") given.set(entry.command.id, { kind: entry.command.kind, at: entry.at });
      if (
        entry.kind !== "event" ||
        entry.event.kind !== "outcome" ||
        !["done", "inspected"].includes(entry.event.result.kind)
      )
        continue;
      const command = given.get(entry.event.command);
      given.delete(entry.event.command);
      if (command !== undefined) times.get(command.kind as ActionKind)?.push(toSeconds(between(command.at, entry.at)));
    }
  }
  return [...times].map(([kind, seconds]) =>
    plain(["actions", kind, "takes"], { what: `${kind}, from command to outcome`, seconds }),
  );
}
