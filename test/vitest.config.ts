// The suite is repeatable: properties draw the same cases each time, unless SEED in the environment says otherwise.
// Some tests kill and stop real processes, and wait for them: so more of them run at once than there are processors,
// and in CI, on shared machines, a test that fails is tried once more, and reported. Rooms that do not use the machine
// share their modules among files, which saves a third of their time.

import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";
import { RepeatReporter } from "./repeat-line.ts";

const PURE = ["core", "simulated", "study", "validation", "base/document", "base/numerics", "base/random"];

const shared = {
  setupFiles: ["test/setup.ts"],
  retry: process.env.CI === "true" ? 1 : 0,
  testTimeout: 900_000,
  hookTimeout: 900_000,
};
const pure = PURE.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    reporters: ["default", new RepeatReporter()],
    maxWorkers: 2 * availableParallelism(),
    projects: [
      { extends: true, test: { ...shared, name: "pure", include: pure, isolate: false } },
      {
        extends: true,
        test: {
          ...shared,
          name: "machine",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, "test/on-lab/**", ...pure],
        },
      },
    ],
  },
});
