// The contract of drivers on a lab of its own, since it waits for most of its time and goes beside the other suites.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: {
    name: "t3rd",
    include: ["test/live/driver.test.ts"],
    globalSetup: ["test/live/lab.ts"],
    retry: process.env.CI === "true" ? 1 : 0,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
