// A remark about a sound scenario: what is said, and where the reason is written.

import type { Path } from "../../base/document/path.ts";

export type Remark = {
  readonly text: string;
  /** Where it is written, or by default: the first of these that the file has. */
  readonly paths: readonly Path[];
};
