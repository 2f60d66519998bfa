// The version of this program, from its own package.json: the nearest one above this file, also in a build.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "node:process";
import { check } from "../prelude/check.ts";

function nearest(folder: string): string {
  const path = join(folder, "package.json");
  if (existsSync(path)) return path;
  check(dirname(folder) !== folder, "the program lies below its package.json");
  return nearest(dirname(folder));
}

export const VERSION = (JSON.parse(readFileSync(nearest(import.meta.dirname), "utf8")) as { version: string }).version;

/** For example "v22.12.0". */
export const NODE_VERSION = version;
