// What one more host would change: the same site with another host, empty, like its largest or its smallest.

import { capacityOf, leftDown } from "./analyse.ts";
import type { Capacity, OneMore } from "./capacity.ts";
import type { HostSettings, Settings } from "../controller/contract/settings.ts";

/** First with one like the largest; a second with one like the smallest, if that is another size. */
export function withOneMore(settings: Settings, present: Capacity, effort: number): readonly OneMore[] {
  const bySize = settings.hosts.toSorted((a, b) => b.memory - a.memory || b.cpu - a.cpu);
  const [largest, smallest] = [bySize.at(0), bySize.at(-1)];
  if (largest === undefined || smallest === undefined) return [];
  const sameSize = largest.memory === smallest.memory && largest.cpu === smallest.cpu;
  return (sameSize ? [largest] : [largest, smallest]).map((like) => oneMore(settings, like, present, effort));
}

function oneMore(settings: Settings, like: HostSettings, present: Capacity, effort: number): OneMore {
  const { cpu, memory } = like;
  const more = { ...settings, hosts: [...settings.hosts, { name: newName(settings), cpu, memory }] };
  const { survives, possible } = capacityOf(more, effort);
  const down = present.worst === undefined ? undefined : leftDown(more, present.worst.hosts);
  return { like: like.name, cpu, memory, survives, possible, down };
}

/** A name that no host has: the rules of placement prefer none for its name. */
function newName({ hosts }: Settings): string {
  const names = new Set(hosts.map(({ name }) => name));
  let name = "one-more";
  while (names.has(name)) name += "-more";
  return name;
}
