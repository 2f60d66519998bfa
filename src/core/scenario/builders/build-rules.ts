// Builds the rules of placement, which VMs must be apart and which together, and checks that all hold at the beginning.

import type { BuiltVm } from "./build-vms.ts";
import { thereIsNo } from "../known.ts";
import type { Complain } from "../../../base/document/problem.ts";
import type { WrittenCluster } from "../shape.ts";

type Rules = {
  readonly apart: readonly (readonly string[])[];
  readonly together: readonly (readonly string[])[];
};

export function buildRules({ rules = {} }: WrittenCluster, vms: readonly BuiltVm[], complain: Complain): Rules {
  const { apart = [], together = [] } = rules;
  const homeOf = new Map(vms.map(({ site }) => [site.name, site.home]));
  const homesOf = (list: readonly string[]) => new Set(list.map((name) => homeOf.get(name)));
  const checkNames = (list: readonly string[], rule: keyof Rules, i: number): boolean => {
    list.forEach((name, j) => {
      if (!homeOf.has(name)) complain(["cluster", "rules", rule, i, j], thereIsNo("VM", name, homeOf.keys()));
      else if (list.indexOf(name) !== j) complain(["cluster", "rules", rule, i, j], `${name} is named twice`);
    });
    return new Set(list).size === list.length && list.every((name) => homeOf.has(name));
  };
  apart.forEach((list, i) => {
    if (checkNames(list, "apart", i) && homesOf(list).size < list.length)
      complain(["cluster", "rules", "apart", i], "these must be apart, but some of them begin on the same host");
  });
  together.forEach((list, i) => {
    if (!checkNames(list, "together", i)) return;
    const torn = apart.map((other) => other.filter((name) => list.includes(name))).find((both) => both.length > 1);
    if (torn !== undefined)
      complain(["cluster", "rules", "together", i], `${torn.join(" and ")} must be together and apart at once`);
    else if (homesOf(list).size > 1)
      complain(["cluster", "rules", "together", i], "these must be together, but begin on different hosts");
  });
  return { apart, together };
}
