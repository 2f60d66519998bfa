// A suite of tests on a real lab, which is built before them and removed after them. They share it, so they run one
// after another. Without root there is no lab, and each test reports that it was skipped.

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { RepeatReporter } from "../repeat-line.ts";

/** `name` is also that of the lab. */
export function suiteOnLab(
  name: string,
  files: { readonly include: string[]; readonly exclude?: string[]; readonly retry?: number },
) {
  return defineConfig({
    root: resolve(import.meta.dirname, "../.."),
    test: {
      name,
      ...files,
      globalSetup: ["test/on-lab/lab.ts"],
      reporters: ["default", new RepeatReporter()],
      fileParallelism: false,
      testTimeout: 3_600_000,
      hookTimeout: 3_600_000,
    },
  });
}
