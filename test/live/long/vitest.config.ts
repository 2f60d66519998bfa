// Tests on a real lab that take long: every fault, the contract of drivers, the images of guests.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../../.."),
  test: {
    include: ["test/live/long/**/*.test.ts", "test/lab/images.test.ts"],
    globalSetup: ["test/live/lab.ts"],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
