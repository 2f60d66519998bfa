// Which suites `npm test -- WORD…` means: a room or a file of the tests, each with the configuration that it
// belongs to.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

const TEST = import.meta.dirname;
const ROOT = resolve(TEST, "..");

/** All folders that hold tests, and those above them, as `core/controller`. */
export function rooms() {
  const files = readdirSync(TEST, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  const all = files.flatMap((file) => {
    const parts = file.split(sep).slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  });
  return [...new Set(all)].sort();
}

/**
 * What is to be run for these words: of each configuration the paths and the options for vitest. A room may be named by
 * the end of its path, as `controller` or `live/service`. `unknown` is the first word that names nothing.
 */
export function chosen(words) {
  const first = words.findIndex((word) => word.startsWith("-"));
  const names = first < 0 ? words : words.slice(0, first);
  const options = first < 0 ? [] : words.slice(first);
  const paths = [];
  for (const name of names) {
    const found = pathsOf(name);
    if (found.length === 0) return { unknown: name, runs: [] };
    paths.push(...found);
  }
  const runs = [];
  const add = (config, of) => of.length > 0 && runs.push({ config, words: [...of, ...options] });
  add("vitest.config.ts", paths.length === 0 ? ["test/"] : paths.filter((path) => !path.startsWith("test/on-lab")));
  const onLab = paths.filter((path) => path.startsWith("test/on-lab"));
  const contract = onLab.filter((path) => path.startsWith("test/on-lab/driver"));
  const whole = onLab.includes("test/on-lab/");
  add("on-lab/driver.config.ts", whole ? ["test/on-lab/"] : contract);
  add("on-lab/vitest.config.ts", whole ? ["test/on-lab/"] : onLab.filter((path) => !contract.includes(path)));
  return { unknown: undefined, runs };
}

function pathsOf(name) {
  const file = [resolve(ROOT, name), join(TEST, name)].find((path) => existsSync(path) && statSync(path).isFile());
  if (file !== undefined) return [relative(ROOT, file).split(sep).join("/")];
  const room = name.replace(/^test\//, "").replace(/\/+$/, "");
  const all = rooms();
  const found = all.includes(room) ? [room] : all.filter((each) => each.endsWith(`/${room}`));
  return found.map((each) => `test/${each}/`);
}
