// Makes the command of the modules that tsc has built: some sixty files in dist/3rc, of which each command loads a few,
// instead of hundreds; and of its libraries only what is used. Files of an earlier build stay: a command that is
// running may need them. Loading is half of what a short command takes, and takes half as long (docs/performance.md).

import { resolve } from "node:path";
import { build } from "rolldown";

const dist = resolve(import.meta.dirname, "../dist");

await build({
  input: ["ui/cli/main.js", "study/runners/shard-worker.js", "study/runners/test-worker.js"].map((entry) =>
    resolve(dist, entry),
  ),
  // Draws with a library of the machine's own, which stays where it is.
  external: "@resvg/resvg-js",
  platform: "node",
  // All side by side, so that the path of a worker holds in the command as it does among the modules.
  output: { dir: resolve(dist, "3rc"), format: "esm" },
});
