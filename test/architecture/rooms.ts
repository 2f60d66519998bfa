// The table of rooms in ARCHITECTURE.md, which is binding.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The root of the project. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** What each room may import, by its row. */
export const ROOMS: ReadonlyMap<string, ReadonlySet<string>> = table();

function table(): Map<string, ReadonlySet<string>> {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const section = text.slice(text.indexOf("## Rooms"), text.indexOf("**What is absent"));
  const rows = [...section.matchAll(/^\| `([a-z./-]+)` \|[^|]*\|([^|]*)\|$/gm)];
  return new Map(rows.map(([, room, cell]) => [room, new Set(cell.split(",").map((word) => word.trim()))]));
}

/** The folder of the table in which a file of src lies, however deep; the nearest one. A file may be a room itself. */
export function roomOf(file: string): string {
  if (ROOMS.has(file)) return file;
  const around = [...ROOMS.keys()].filter((room) => file.startsWith(`${room}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? `no room (${file})`;
}
