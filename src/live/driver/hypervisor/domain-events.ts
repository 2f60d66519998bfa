// The stream of lifecycle events of a host's libvirt. The end of a domain is reported within a fraction of a second and
// triggers a probe at once. It is never a proof: streams end, are late, and miss events while they are down.

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { HostEntry } from "../../inventory/inventory.ts";
import { seconds } from "../../../base/prelude/time.ts";
import type { Remote } from "../transport/remote.ts";
import { remoteLine } from "../transport/ssh.ts";
import { tethered } from "../transport/tether.ts";

/** A stream that ends is reopened after this time, without limit. */
const AGAIN = seconds(5);

/** event 'lifecycle' for domain 'gridce': Stopped Failed */
const LIFECYCLE = /event 'lifecycle' for domain '?([^':]+)'?: (Stopped|Crashed|Shutdown)/;

export class DomainEvents {
  readonly #argv: readonly string[];
  readonly #died: (domain: string) => void;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(host: HostEntry, ssh: Remote, died: (domain: string) => void) {
    this.#argv = tethered([
      ...ssh.argv(),
      remoteLine(["stdbuf", "-oL", "virsh", "-q", "-c", host.libvirt, "event", "--event", "lifecycle", "--loop"]),
    ]);
    this.#died = died;
    this.#open();
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#child?.kill("SIGKILL");
  }

  #open(): void {
    const [program, ...words] = this.#argv;
    const child = (this.#child = spawn(program, words, { stdio: ["ignore", "pipe", "ignore"] }));
    createInterface(child.stdout).on("line", (line) => {
      const domain = LIFECYCLE.exec(line)?.[1];
      if (domain !== undefined && !this.#over) this.#died(domain);
    });
    child.on("error", () => undefined); // "close" follows
    child.on("close", () => {
      if (!this.#over) this.#timer = setTimeout(() => this.#open(), AGAIN / 1000);
    });
  }
}
