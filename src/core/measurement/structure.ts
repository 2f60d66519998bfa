// Computes from the availability of VMs that of groups and of the site: a tree of k-of-n. A change of a VM costs one
// walk up the tree. Downtime is booked, by years, when a unit comes back.

import { between, YEAR, type Instant } from "../../base/prelude/time.ts";
import type { Tally, UnitTally } from "./tally.ts";
import type { SiteSpec } from "../cluster/site.ts";

/**
 * Times in microseconds. `inYear` is the downtime of `year` booked so far; `yearSeconds` holds that of earlier years,
 * without years that had none. `cut`: the present outage began before counting.
 */
type Unit = {
  readonly needs: number;
  readonly parents: Unit[];
  up: number;
  downSince: Instant | null;
  down: number;
  outages: number;
  cut: boolean;
  inherited: number;
  ended: number;
  endedDown: number;
  year: number;
  inYear: number;
  yearSeconds: number[];
};

export class Structure {
  readonly #vms: readonly Unit[];
  readonly #groups: readonly Unit[];
  readonly #site: Unit;
  #begin = 0 as Instant;

  /** The site needs every group that is not in another group; a site without groups needs every VM. */
  constructor(site: SiteSpec) {
    const vms = site.vms.map(() => unit(1, 1));
    const groups = site.groups.map(({ needs, members }) => unit(needs, members.length));
    const named = new Map([
      ...site.vms.map(({ name }, i) => [name, vms[i]] as const),
      ...site.groups.map(({ name }, i) => [name, groups[i]] as const),
    ]);
    site.groups.forEach(({ members }, i) => {
      for (const member of members) named.get(member)?.parents.push(groups[i]);
    });
    const tops = groups.length === 0 ? vms : groups.filter(({ parents }) => parents.length === 0);
    this.#site = unit(tops.length, tops.length);
    for (const top of tops) top.parents.push(this.#site);
    this.#vms = vms;
    this.#groups = groups;
  }

  /** VM number `vm` became available or unavailable. */
  change(vm: number, up: boolean, at: Instant): void {
    this.#step(this.#vms[vm], up ? 1 : -1, at);
  }

  /**
   * Counting begins here. Units that are down count as down from here; such an outage is not counted as begun, and its
   * length is not known.
   */
  forget(at: Instant): void {
    this.#begin = at;
    for (const each of [...this.#vms, ...this.#groups, this.#site]) {
      const cut = each.downSince !== null;
      Object.assign(each, unit(each.needs, each.up), {
        parents: each.parents,
        cut,
        inherited: cut ? 1 : 0,
        downSince: cut ? at : null,
      });
    }
  }

  /** The sums from `begin` to `end`; outages that are under way are counted up to `end`. */
  tallies(begin: Instant, end: Instant): Pick<Tally, "site" | "groups" | "vms"> {
    const years = Math.floor(between(begin, end) / YEAR);
    const sum = (each: Unit): UnitTally => {
      if (each.downSince !== null) this.#book(each, end);
      if (each.year < years) closeYear(each, years);
      const { down, outages, inherited, ended, endedDown, yearSeconds } = each;
      return { downSeconds: down / 1e6, outages, inherited, ended, endedSeconds: endedDown / 1e6, yearSeconds };
    };
    return { site: sum(this.#site), groups: this.#groups.map(sum), vms: this.#vms.map(sum) };
  }

  #step(each: Unit, by: 1 | -1, at: Instant): void {
    const was = each.up >= each.needs;
    each.up += by;
    const is = each.up >= each.needs;
    if (was === is) return;
    if (is) {
      const length = this.#book(each, at);
      each.downSince = null;
      if (!each.cut) {
        each.ended++;
        each.endedDown += length;
      }
      each.cut = false;
    } else {
      each.downSince = at;
      each.outages++;
    }
    for (const parent of each.parents) this.#step(parent, by, at);
  }

  /** Returns how long it was down. */
  #book(each: Unit, at: Instant): number {
    if (each.downSince === null) return 0;
    const length = between(each.downSince, at);
    each.down += length;
    this.#bookYears(each, each.downSince, at);
    return length;
  }

  #bookYears(each: Unit, from: Instant, to: Instant): void {
    for (let at = from; at < to;) {
      const year = Math.floor(between(this.#begin, at) / YEAR);
      const endOfYear = (this.#begin + (year + 1) * YEAR) as Instant;
      const until = to < endOfYear ? to : endOfYear;
      if (each.year < year) closeYear(each, year);
      each.inYear += between(at, until);
      at = until;
    }
  }
}

function unit(needs: number, up: number): Unit {
  return {
    needs,
    parents: [],
    up,
    downSince: null,
    down: 0,
    outages: 0,
    cut: false,
    inherited: 0,
    ended: 0,
    endedDown: 0,
    year: 0,
    inYear: 0,
    yearSeconds: [],
  };
}

/** Closes the year that was being booked; booking continues in `next`. */
function closeYear(each: Unit, next: number): void {
  if (each.inYear > 0) each.yearSeconds.push(each.inYear / 1e6);
  each.inYear = 0;
  each.year = next;
}
