// Builds the groups of VMs that must be available together: a tree of k-of-n. A group may hold groups, but never
// itself.

import type { Group, HostSpec } from "../../cluster/site.ts";
import type { BuiltVm } from "./build-vms.ts";
import { thereIsNo } from "../known.ts";
import { listed } from "../../../base/document/names.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenCluster } from "../shape.ts";

export function buildGroups(
  cluster: WrittenCluster,
  hosts: readonly HostSpec[],
  vms: readonly BuiltVm[],
  complain: Complain,
): Group[] {
  const groups = Object.entries(cluster.groups ?? {}).map(([name, { members, needs }]): Group => {
    const each = listed(members, []).map((member) => member.name);
    return { name, members: each, needs: needs ?? each.length };
  });
  const hostNames = new Set(hosts.map(({ name }) => name));
  const vmNames = new Set(vms.map(({ site }) => site.name));
  const memberNames = new Set([...vmNames, ...groups.map(({ name }) => name)]);
  for (const group of groups) {
    const path = ["cluster", "groups", group.name];
    if (/\[\d+\.\.\d+\]$/.test(group.name))
      complain(path, "a range stands for several names: expected one for a group", true);
    if (group.name === "all") complain(path, "all is not a name: it stands for everything", true);
    if (vmNames.has(group.name)) complain(path, `there is already a VM ${group.name}`, true);
    if (hostNames.has(group.name)) complain(path, `there is already a host ${group.name}`, true);
    if (group.members.length === 0) complain([...path, "members"], "a group without members: expected VMs or groups");
    else if (group.needs > group.members.length)
      complain(
        [...path, "needs"],
        `it needs ${group.needs} of ${group.members.length} members: expected at most ${group.members.length}`,
      );
    listed(cluster.groups?.[group.name]?.members ?? [], [...path, "members"]).forEach(
      ({ name: member, path: place }, i) => {
        if (!memberNames.has(member)) complain(place, thereIsNo("VM or group", member, memberNames));
        if (group.members.indexOf(member) !== i) complain(place, `${member} is named twice`);
      },
    );
  }
  for (const circle of circlesOf(groups))
    complain(["cluster", "groups", circle[0]], `a circle of groups: ${circle.join(" holds ")}`, true);
  return groups;
}

/** Each circle as the names along it, with the first repeated at the end. */
function circlesOf(groups: readonly Group[]): string[][] {
  const named = new Map(groups.map((group) => [group.name, group]));
  const done = new Set<string>();
  const circles: string[][] = [];
  const follow = (name: string, above: readonly string[]): void => {
    if (above.includes(name)) circles.push([...above.slice(above.indexOf(name)), name]);
    if (done.has(name)) return;
    done.add(name);
    for (const member of named.get(name)?.members ?? []) follow(member, [...above, name]);
  };
  for (const { name } of groups) follow(name, []);
  return circles;
}
