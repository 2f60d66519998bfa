// Tests that build labs, and start guests of labs by themselves: heavy, so one after another.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: { include: ["test/lab/*.test.ts"], fileParallelism: false, testTimeout: 3_600_000, hookTimeout: 3_600_000 },
});
