// The record of fences, on the disk: a limit per hour that started anew with each process would not limit a controller
// that crashes repeatedly. A fence is recorded before it is done; if the record cannot be written or read, no host is
// fenced.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeWhole } from "../../../base/platform/files.ts";
import { between, HOUR, type Instant } from "../../../base/prelude/time.ts";

type Fence = { readonly host: string; readonly at: Instant };

/** Counts fences and limits them. */
export type Fences = {
  /**
   * Why the host must not be fenced at this instant, given at most `most` fences an hour. Undefined if it may be; then
   * the fence is counted.
   */
  refuses(host: string, at: Instant, most: number): string | undefined;
};

export class FenceRecord implements Fences {
  readonly #path: string;

  /**
   * The file and its folder need not exist: then no host was fenced. If the parent of the folder does not exist, no
   * host is fenced.
   */
  constructor(path: string) {
    this.#path = path;
  }

  refuses(host: string, at: Instant, most: number): string | undefined {
    try {
      // A fence dated in the future counts: the clock may have been set back.
      const recent = this.#fences().filter((fence) => between(fence.at, at) < HOUR);
      if (recent.length >= most)
        return (
          `${recent.length} ${recent.length === 1 ? "host was" : "hosts were"} fenced within the hour, and the ` +
          "inventory allows no more"
        );
      if (!existsSync(dirname(this.#path))) mkdirSync(dirname(this.#path));
      writeWhole(this.#path, [...recent, { host, at }].map((fence) => `${JSON.stringify(fence)}\n`).join(""));
      return undefined;
    } catch (error) {
      return `it is not known how many hosts were fenced within the hour: ${this.#path}: ${(error as Error).message}`;
    }
  }

  #fences(): Fence[] {
    if (!existsSync(this.#path)) return [];
    return readFileSync(this.#path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map(fenceIn);
  }
}

function fenceIn(line: string): Fence {
  const fence: unknown = JSON.parse(line);
  if (typeof fence !== "object" || fence === null || !("host" in fence && "at" in fence))
    throw new Error(`not a fence: ${line}`);
  if (typeof fence.host !== "string" || !Number.isSafeInteger(fence.at)) throw new Error(`not a fence: ${line}`);
  return { host: fence.host, at: fence.at as Instant };
}
