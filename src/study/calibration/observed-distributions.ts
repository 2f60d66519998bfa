// Which distribution of a scenario each observed phase is a sample of. Only phases with a single distribution are used:
// phases that depend on probes and patience (detection, confirmation, verification) follow from settings, and phases
// with several distributions cannot be separated.
//
// Only recoveries from faults of one VM are used. For a fault of a host, the measured VM is the one that came back
// last, which is a biased sample.

import type { Command } from "../../core/controller/contract/command.ts";
import type { CommandId } from "../../core/controller/contract/event.ts";
import { between, toSeconds, type Instant } from "../../base/prelude/time.ts";
import type { Entry } from "../../core/journal/entry.ts";
import { PHASES, recoveredBy, type Phase, type Trial } from "../../core/measurement/trial.ts";
import { factsOf, isVmFault } from "../../core/cluster/fault.ts";
import { ACTION_KINDS, ACTIONS, type ActionKind } from "../../core/cluster/actions.ts";
import { RUNG_KINDS } from "../../core/cluster/rungs.ts";
import type { SiteSpec } from "../../core/cluster/site.ts";

/** The path of a distribution in a scenario, what it describes, and the observed times in seconds. */
export type ObservedDistribution = {
  readonly path: readonly string[];
  /** For a mapping of phases: the name of the one phase that replaces them all. */
  readonly phase: string | null;
  readonly what: string;
  readonly seconds: readonly number[];
  /** Other values to set in the scenario, so that this distribution accounts for all of the observed time. */
  readonly besides: readonly {
    readonly path: readonly string[];
    readonly value: string | Readonly<Record<string, never>>;
  }[];
};

/** Fewer times than this do not determine a distribution. Types with fewer are combined. */
export const FEWEST = 8;

/** A distribution without any observed time is not listed. `journals` are those that were kept. */
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

/** The description of the distribution, and the times. */
type Seen = Pick<ObservedDistribution, "what" | "seconds">;

/** The action of a reboot is one command. */
function reboots(trials: readonly Trial[]): ObservedDistribution {
  const seconds = inPhase(
    trials.filter(({ outcome }) => outcome === "recovered-by-reboot"),
    "action",
  );
  return plain(["actions", "reboot-vm", "takes"], { what: "action of reboots", seconds });
}

/**
 * The action of a reinstall consists of the command, the phases before the download, the download, and the phases after
 * it. All but the download are combined; the download depends on other clients, and its time without them is known.
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

/** The actions whose outcome comes when their effect is complete. */
const TIMED: readonly ActionKind[] = ACTION_KINDS.filter((kind) => ACTIONS[kind].timed);

/** The times from command to outcome in the journals. */
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
