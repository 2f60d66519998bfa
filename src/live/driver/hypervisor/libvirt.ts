// The libvirt of one host, addressed with virsh on the host itself. Changes of a domain take a lock on the host, and
// each remote process has its own timeout: so a command that was abandoned here has ended there before the next one on
// the same domain begins, and an inspection of the host waits for all changes under way.

import type { HostEntry, VmEntry } from "../../inventory/inventory.ts";
import { complaintOf } from "../../../base/platform/program.ts";
import { later, seconds, toSeconds, type Duration } from "../../../base/prelude/time.ts";
import type { Clock } from "../../../base/platform/clock.ts";
import type { Ran, Remote } from "../transport/remote.ts";
import { wayText } from "../transport/ssh.ts";
import { awaiting, changing, listing, migrating, QUICK, virsh } from "./virsh-commands.ts";

/** `no`: libvirt itself reported that it was not done. */
export type LibvirtReply =
  | { readonly kind: "yes"; readonly text: string }
  | { readonly kind: "no"; readonly reason: string }
  | { readonly kind: "undelivered"; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "unanswered" };

/** Allowance for the connection, on top of the command's own timeout. */
const WAY = seconds(10);
/** Between two requests to abort a migration, which may not have begun yet. */
const ABORT_AGAIN = seconds(2);

export class Libvirt {
  readonly #host: HostEntry;
  readonly #ssh: Remote;
  readonly #clock: Clock;

  constructor(host: HostEntry, ssh: Remote, clock: Clock) {
    this.#host = host;
    this.#ssh = ssh;
    this.#clock = clock;
  }

  /**
   * Names of all domains that exist on the host, one a line, once all changes under way are done. A guest that is still
   * arriving by migration is not listed.
   */
  async active(signal: AbortSignal): Promise<LibvirtReply> {
    const list = (...which: readonly string[]) =>
      this.#ssh.run(listing(this.#host, ...which), { timeout: (2 * QUICK + WAY) as Duration, signal });
    const all = this.#reply(await list());
    if (all.kind !== "yes" || all.text === "") return all;
    const paused = this.#reply(await list("--state-paused"));
    if (paused.kind !== "yes") return paused;
    const here = new Set(namesIn(all.text));
    for (const domain of namesIn(paused.text)) {
      const why = this.#reply(
        await this.#ssh.run(virsh(this.#host, QUICK, "domstate", "--reason", domain), {
          timeout: (QUICK + WAY) as Duration,
          signal,
        }),
      );
      if (why.kind === "yes" && /migrat/.test(why.text)) here.delete(domain);
    }
    return { kind: "yes", text: [...here].join("\n") };
  }

  /** Whether libvirt answers at all: the probe of the virtual layer. */
  async answers(timeout: Duration): Promise<boolean> {
    return (await this.#ssh.run(virsh(this.#host, timeout, "list", "--name"), { timeout })).finished.code === 0;
  }

  /** Creates the domain from its definition and starts it. */
  create(vm: VmEntry, definition: string, signal: AbortSignal): Promise<LibvirtReply> {
    return this.#change(vm, QUICK, signal, "create", definition);
  }

  /** Ends the domain at once. `yes` if it does not run on this host afterwards, whatever ended it. */
  async destroy(vm: VmEntry, signal: AbortSignal): Promise<LibvirtReply> {
    const reply = await this.#change(vm, QUICK, signal, "destroy", vm.domain);
    if (reply.kind !== "no") return reply;
    const state = await this.state(vm, signal);
    return state.kind === "yes" && (state.text === "absent" || state.text === "shut off")
      ? state
      : state.kind === "yes"
        ? reply
        : state;
  }

  /**
   * Moves the running domain to another host, without stopping it. The domain stays transient: neither host keeps a
   * definition. `unsafe`: also if libvirt cannot tell that the disk is safe.
   */
  migrate(
    vm: VmEntry,
    to: HostEntry,
    { unsafe, within }: { readonly unsafe: boolean; readonly within: Duration },
    signal: AbortSignal,
  ): Promise<LibvirtReply> {
    return this.#change(vm, within, signal, ...migrating(vm, to, unsafe));
  }

  /**
   * Waits until no change of the domain that began here is under way any more: `yes`. `abort`: it may be a migration to
   * another host, which is aborted.
   */
  async settled(vm: VmEntry, abort: boolean, signal: AbortSignal): Promise<LibvirtReply> {
    const end = later(this.#clock.now(), QUICK);
    const within = abort ? ABORT_AGAIN : QUICK;
    for (;;) {
      const asked = abort ? await this.#abortJob(vm, signal) : undefined;
      if (asked?.kind === "undelivered") return asked;
      const reply = this.#reply(
        await this.#ssh.run(awaiting(vm, within), { timeout: (2 * within + WAY) as Duration, signal }),
      );
      if (reply.kind !== "no" || signal.aborted || this.#clock.now() >= end) return reply;
    }
  }

  /** The state of the domain in libvirt's words, as "running", "crashed" or "shut off"; "absent" if there is none. */
  async state(vm: VmEntry, signal: AbortSignal): Promise<LibvirtReply> {
    const reply = this.#reply(
      await this.#ssh.run(virsh(this.#host, QUICK, "domstate", vm.domain), {
        timeout: (QUICK + WAY) as Duration,
        signal,
      }),
    );
    return reply.kind === "no" && /failed to get domain|Domain not found/i.test(reply.reason)
      ? { kind: "yes", text: "absent" }
      : reply;
  }

  /**
   * Waits until the domain has ended by itself. `no` if it crashed, or still runs after `within`; of a host that does
   * not answer then, nothing is said of it.
   */
  async ended(vm: VmEntry, within: Duration, signal: AbortSignal): Promise<LibvirtReply> {
    const clock = this.#clock;
    const end = later(clock.now(), within);
    let last: LibvirtReply = { kind: "unanswered" };
    for (; clock.now() < end && !signal.aborted; await clock.pause(seconds(1), signal)) {
      last = await this.state(vm, signal);
      if (last.kind === "yes" && (last.text === "absent" || last.text === "shut off")) return last;
      if (last.kind === "yes" && last.text === "crashed") return { kind: "no", reason: "its guest crashed" };
      if (last.kind === "no") return last;
    }
    if (signal.aborted || last.kind !== "yes") return { kind: "unanswered" };
    return { kind: "no", reason: `it was still running after ${toSeconds(within)} s` };
  }

  async #abortJob(vm: VmEntry, signal: AbortSignal): Promise<LibvirtReply> {
    const timeout = (QUICK + WAY) as Duration;
    return this.#reply(await this.#ssh.run(virsh(this.#host, QUICK, "domjobabort", vm.domain), { timeout, signal }));
  }

  async #change(
    vm: VmEntry,
    within: Duration,
    signal: AbortSignal,
    ...words: readonly string[]
  ): Promise<LibvirtReply> {
    return this.#reply(
      await this.#ssh.run(changing(this.#host, vm, within, ...words), {
        timeout: (within + 2 * QUICK + WAY) as Duration,
        signal,
      }),
    );
  }

  #reply({ kind, finished }: Ran): LibvirtReply {
    if (kind === "undelivered" || kind === "lost") return { kind, reason: wayText(finished) };
    // 124 and 137: the remote timeout ended it; libvirt may still complete it.
    if (kind === "unanswered" || finished.code === 124 || finished.code === 137) return { kind: "unanswered" };
    return finished.code === 0
      ? { kind: "yes", text: finished.stdout.trim() }
      : { kind: "no", reason: complaintOf(finished) };
  }
}

/** The names that virsh lists. */
export function namesIn(list: string): string[] {
  return list
    .split("\n")
    .map((line) => line.trim())
    .filter((name) => name !== "");
}
