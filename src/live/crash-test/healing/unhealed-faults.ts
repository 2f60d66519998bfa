// The ledger of wounds: what was broken on purpose and is not yet healed. A wound is on the disk before it is dealt, so
// whatever happens to the harness, the next one knows what to heal. That takes two steps: what the wound put in the way
// is taken away, and then whatever it has hurt is brought back and seen to be well. Only then is it no longer in the
// ledger.

import { LineFile, valuesIn, writeWhole } from "../../../base/platform/files.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";

/** A fault on one VM or host; `on` is empty for what all share. */
type InjectedFault = FaultOf & {
  readonly on: string;
  /** The host on which each VM belonged when it was dealt: what healing has to know of the scenario. */
  readonly homes: Readonly<Record<string, string>>;
};

export type UnhealedFault = InjectedFault & { readonly id: number };

type Line = { readonly injected: UnhealedFault } | { readonly undone: number } | { readonly healed: number };

export class UnhealedFaults {
  readonly #path: string;
  readonly #open = new Map<number, UnhealedFault>();
  readonly #undone = new Set<number>();
  #file: LineFile;
  #ids = 0;

  constructor(path: string) {
    this.#path = path;
    // A last line that was torn by a power cut tells of a wound that was not yet dealt, or of one that is healed once
    // more.
    for (const line of valuesIn<Line>(path)) {
      if ("injected" in line) this.#open.set(line.injected.id, line.injected);
      else if ("undone" in line) this.#undone.add(line.undone);
      else this.#open.delete(line.healed);
    }
    this.#ids = Math.max(0, ...this.#open.keys());
    const kept = [...this.#open.values()].flatMap((injected): Line[] => [
      { injected },
      ...(this.#undone.has(injected.id) ? [{ undone: injected.id }] : []),
    ]);
    writeWhole(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#file = new LineFile(path);
  }

  /** Those that are not healed, the latest first. */
  get open(): readonly UnhealedFault[] {
    return [...this.#open.values()].reverse();
  }

  /** Those of them that still have something in the way, the latest first. */
  get inTheWay(): readonly UnhealedFault[] {
    return this.open.filter(({ id }) => !this.#undone.has(id));
  }

  /** To be called before the wound is dealt. */
  inject(what: InjectedFault): UnhealedFault {
    const unhealedFault: UnhealedFault = { id: ++this.#ids, ...what };
    this.#open.set(unhealedFault.id, unhealedFault);
    this.#file.add(JSON.stringify({ injected: unhealedFault }));
    return unhealedFault;
  }

  /** To be called when nothing of the wound is in the way any more. Whom it has hurt may still be down. */
  undone({ id }: UnhealedFault): void {
    this.#file.add(JSON.stringify({ undone: id }));
    this.#undone.add(id);
  }

  /** To be called when all that the wound has hurt is seen to be well. */
  healed({ id }: UnhealedFault): void {
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
export function faultText({ kind, on }: { readonly kind: FaultKind; readonly on: string }): string {
  return on === "" ? kind : `${kind} on ${on}`;
}
