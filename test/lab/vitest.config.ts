// Tests that build labs: heavy, so by themselves.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: { include: ["test/lab/lab.test.ts"], fileParallelism: false, testTimeout: 900_000, hookTimeout: 900_000 },
});
