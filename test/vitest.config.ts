// The suite is repeatable: properties draw the same cases each time, unless SEED in the environment says otherwise.
// Some tests kill and stop real processes, and wait for them: so more of them run at once than there are processors,
// and in CI, whose machines others use as well, a test that fails is tried once more, and told of.

import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { ReplayReporter } from "./replay.ts";

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/on-lab/**"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", new ReplayReporter()],
    maxWorkers: 2 * availableParallelism(),
    retry: process.env.CI === "true" ? 1 : 0,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
