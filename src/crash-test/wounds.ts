// The ledger of wounds: what was broken on purpose and is not yet healed. A wound is on the disk before it is dealt, so
// whatever happens to the harness, the next one knows what to heal.

import { existsSync, readFileSync } from "node:fs";
import { LineFile, writeWhole } from "../machine/files.ts";
import type { FaultKind } from "../world/fault.ts";

/** A fault on one VM or host; `on` is empty for what all share. */
export type Wound = { readonly id: number; readonly kind: FaultKind; readonly on: string; readonly guests: "die" | "survive" };

type Line = { readonly dealt: Wound } | { readonly healed: number };

export class Wounds {
  readonly #path: string;
  readonly #open = new Map<number, Wound>();
  #file: LineFile;
  #ids = 0;

  constructor(path: string) {
    this.#path = path;
    for (const line of linesOf(path)) {
      if ("dealt" in line) this.#open.set(line.dealt.id, line.dealt);
      else this.#open.delete(line.healed);
    }
    this.#ids = Math.max(0, ...this.#open.keys());
    writeWhole(path, [...this.#open.values()].map((dealt) => `${JSON.stringify({ dealt })}\n`).join(""));
    this.#file = new LineFile(path);
  }

  /** Those that are not healed, the latest first. */
  get open(): readonly Wound[] {
    return [...this.#open.values()].reverse();
  }

  /** To be called before the wound is dealt. */
  deal(kind: FaultKind, on: string, guests: "die" | "survive"): Wound {
    const wound: Wound = { id: ++this.#ids, kind, on, guests };
    this.#open.set(wound.id, wound);
    this.#file.add(JSON.stringify({ dealt: wound }));
    return wound;
  }

  /** To be called when the wound is seen to be healed. */
  healed(wound: Wound): void {
    if (this.#open.delete(wound.id)) this.#file.add(JSON.stringify({ healed: wound.id }));
  }

  close(): void {
    this.#file.close();
  }

  get path(): string {
    return this.#path;
  }
}

/** A last line that was torn by a power cut tells of a wound that was not yet dealt. */
function linesOf(path: string): Line[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").filter((line) => line !== "").flatMap((line, i, all) => {
    try {
      return [JSON.parse(line) as Line];
    } catch (error) {
      if (i === all.length - 1) return [];
      throw new Error(`${path}: line ${i + 1} cannot be read`, { cause: error });
    }
  });
}
