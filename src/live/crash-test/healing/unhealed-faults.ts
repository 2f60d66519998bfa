// The ledger of faults not yet healed. A fault is on the disk before it is injected, so that whatever happens to the
// harness, the next one knows what to heal. Healing takes two steps: the fault is undone, and then every host and VM
// that it affected is restored and seen to be healthy. Only then does the fault leave the ledger.

import { LineFile, valuesIn, writeWhole } from "../../../base/platform/files.ts";
import type { FaultKind, FaultOf } from "../../../core/cluster/fault.ts";

/** A fault on one VM or host; `on` is empty for a fault of what all VMs share. */
type InjectedFault = FaultOf & {
  readonly on: string;
  /** The home of each VM when the fault was injected: all that healing needs to know of the scenario. */
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
    // If a power cut tore the last line, it was of a fault not yet injected, or of one that is then healed again.
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

  /** Faults that are not healed, the latest first. */
  get open(): readonly UnhealedFault[] {
    return [...this.#open.values()].reverse();
  }

  /** Faults that are not undone, the latest first. */
  get inTheWay(): readonly UnhealedFault[] {
    return this.open.filter(({ id }) => !this.#undone.has(id));
  }

  /** To be called before the fault is injected. */
  inject(what: InjectedFault): UnhealedFault {
    const unhealedFault: UnhealedFault = { id: ++this.#ids, ...what };
    this.#open.set(unhealedFault.id, unhealedFault);
    this.#file.add(JSON.stringify({ injected: unhealedFault }));
    return unhealedFault;
  }

  /** To be called when the fault is undone. What it affected may still be down. */
  undone({ id }: UnhealedFault): void {
    this.#file.add(JSON.stringify({ undone: id }));
    this.#undone.add(id);
  }

  /** To be called when everything that the fault affected is seen to be healthy. */
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

/** A fault as text for people. */
export function faultText({ kind, on }: { readonly kind: FaultKind; readonly on: string }): string {
  return on === "" ? kind : `${kind} on ${on}`;
}
