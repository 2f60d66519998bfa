// The names in the cluster, for all parts of a scenario that refer to them: faults, operations, experiments.

import type { Group } from "../cluster/site.ts";
import type { Target } from "../controller/contract/event.ts";
import { didYouMean } from "../../base/document/suggest.ts";

export type Known = {
  readonly hosts: ReadonlySet<string>;
  readonly vms: ReadonlySet<string>;
  /** The only hosts on which a VM may be, for those VMs that are bound to some. */
  readonly boundTo: ReadonlyMap<string, readonly string[]>;
  readonly groups: readonly Group[];
};

/** "there is no host alfa1 (did you mean "alfa01"?)" */
export function thereIsNo(what: string, named: string, among: Iterable<string>): string {
  return `there is no ${what} ${named}${didYouMean(named, [...among])}`;
}

/** The VMs in a group and in the groups in it, each once. */
export function membersOf(name: string, groups: readonly Group[]): readonly string[] {
  const members = new Set<string>();
  const seen = new Set<string>();
  const collect = (each: string): void => {
    if (seen.has(each)) return;
    seen.add(each);
    const group = groups.find((candidate) => candidate.name === each);
    if (group === undefined) members.add(each);
    else group.members.forEach(collect);
  };
  collect(name);
  return [...members];
}

/** Every host and VM as it is written where either may stand: `host/NAME`, `vm/NAME`. */
export function targetsAmong({ hosts, vms }: Pick<Known, "hosts" | "vms">): readonly Target[] {
  return [...[...hosts].map((host) => `host/${host}` as const), ...[...vms].map((vm) => `vm/${vm}` as const)];
}
