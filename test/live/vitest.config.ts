// Tests on a real lab, which is built before them and taken away after them. They share it, so they come one after
// another. Whoever is not root has no lab: then each says that it was skipped.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: {
    name: "t3rc",
    include: ["test/live/*.test.ts"],
    exclude: ["test/live/driver.test.ts"],
    globalSetup: ["test/live/lab.ts"],
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
