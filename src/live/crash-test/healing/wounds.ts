// The ledger of wounds: what was broken on purpose and is not yet healed. A wound is on the disk before it is dealt, so
// whatever happens to the harness, the next one knows what to heal. That takes two steps: what the wound put in the way
// is taken away, and then whatever it has hurt is brought back and seen to be well. Only then is it no longer in the
// ledger.

import { LineFile, valuesIn, writeWhole } from "../../../base/platform/files.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";

/** A fault on one VM or host; `on` is empty for what all share. */
export type Dealt = FaultOf & {
  readonly on: string;
  /** The host on which each VM belonged when it was dealt: what healing has to know of the scenario. */
  readonly homes: Readonly<Record<string, string>>;
};

export type Wound = Dealt & { readonly id: number };

type Line = { readonly dealt: Wound } | { readonly undone: number } | { readonly healed: number };

export class Wounds {
  readonly #path: string;
  readonly #open = new Map<number, Wound>();
  readonly #undone = new Set<number>();
  #file: LineFile;
  #ids = 0;

  constructor(path: string) {
    this.#path = path;
    // A last line that was torn by a power cut tells of a wound that was not yet dealt, or of one that is healed once
    // more.
    for (const line of valuesIn<Line>(path)) {
      if ("dealt" in line) this.#open.set(line.dealt.id, line.dealt);
      else if ("undone" in line) this.#undone.add(line.undone);
      else this.#open.delete(line.healed);
    }
    this.#ids = Math.max(0, ...this.#open.keys());
    const kept = [...this.#open.values()].flatMap((dealt): Line[] => [
      { dealt },
      ...(this.#undone.has(dealt.id) ? [{ undone: dealt.id }] : []),
    ]);
    writeWhole(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#file = new LineFile(path);
  }

  /** Those that are not healed, the latest first. */
  get open(): readonly Wound[] {
    return [...this.#open.values()].reverse();
  }

  /** Those of them that still have something in the way, the latest first. */
  get inTheWay(): readonly Wound[] {
    return this.open.filter(({ id }) => !this.#undone.has(id));
  }

  /** To be called before the wound is dealt. */
  deal(what: Dealt): Wound {
    const wound: Wound = { id: ++this.#ids, ...what };
    this.#open.set(wound.id, wound);
    this.#file.add(JSON.stringify({ dealt: wound }));
    return wound;
  }

  /** To be called when nothing of the wound is in the way any more. Whom it has hurt may still be down. */
  undone({ id }: Wound): void {
    this.#file.add(JSON.stringify({ undone: id }));
    this.#undone.add(id);
  }

  /** To be called when all that the wound has hurt is seen to be well. */
  healed({ id }: Wound): void {
    this.#file.add(JSON.stringify({ healed: id }));
    this.#open.delete(id);
  }

  close(): void {
    this.#file.close();
  }

  get path(): string {
    return this.#path;
  }
}

/** A wound, or the fault that it is of, as people read it. */
export function woundWords({ kind, on }: { readonly kind: FaultKind; readonly on: string }): string {
  return on === "" ? kind : `${kind} on ${on}`;
}
