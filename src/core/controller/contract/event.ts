// What a controller can be told. The list is closed, every event carries its instant, and nothing else ever
// reaches a controller: not a clock, not a configuration reload, not the truth.

import type { Instant } from "../../../base/prelude/time.ts";

export type HostName = string;
export type VmName = string;
/** "host/alfa01" or "vm/gridce": whatever can be probed, held in maintenance or complained about. */
export type Target = `host/${HostName}` | `vm/${VmName}`;
export type CommandId = number;

export function namesHost(target: Target): target is `host/${HostName}` {
  return target.charCodeAt(0) === "h".charCodeAt(0);
}

/** The name in a target. */
export function nameOf(target: Target): HostName | VmName {
  return target.slice(target.indexOf("/") + 1);
}

/**
 * What one probe heard. For a VM `system` is its guest (it answers a ping) and `service` what it is there for; for a
 * host `system` is the host itself and `service` its virtual layer. `service` implies `system`; `nothing` is silence.
 */
export type Answer = "nothing" | "system" | "service";

export type Event =
  /** A look at a target, asked at `asked`, concluded at `at` (silence takes the monitor's patience to conclude). */
  | {
      readonly kind: "probed";
      readonly at: Instant;
      readonly target: Target;
      readonly asked: Instant;
      readonly answer: Answer;
    }
  /** How a command ended. It may come late, twice, or never. */
  | { readonly kind: "outcome"; readonly at: Instant; readonly command: CommandId; readonly result: Outcome }
  /** The deadline that the controller asked for has come. */
  | { readonly kind: "woke"; readonly at: Instant }
  /** What an operator wants. */
  | { readonly kind: "requested"; readonly at: Instant; readonly request: Request }
  /** The controller is running again after its own crash; whatever was in flight may or may not have happened. */
  | { readonly kind: "resumed"; readonly at: Instant };

/**
 * `done` is proof that the effect took place (for fence-host: the host is dead; for stop-vm: the VM does not run
 * there). `failed` says that it did not, with the driver's reason; `undelivered`, that the command did not even reach
 * the host (the transport failed, not the action); `blocked`, that it could not even be tried, for want of something
 * that others need as well: the shared store, the provisioning server. `lost` says that nobody can say: the connection
 * to the host broke while the command was under way there. It may have been done, or not, or may yet be. `looked`
 * answers inspect-host with the VMs that run there.
 */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "undelivered"; readonly reason: string }
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "inspected"; readonly running: readonly VmName[] };

export type Request =
  /** Take no action on the target until it is resumed; a host is emptied first, by live migration. */
  | { readonly kind: "maintain"; readonly target: Target }
  | { readonly kind: "resume"; readonly target: Target }
  /** Take no action at all until armed again. Probing goes on. */
  | { readonly kind: "disarm" }
  | { readonly kind: "arm" }
  /** Live-migrate a healthy VM. */
  | { readonly kind: "move"; readonly vm: VmName; readonly to: HostName }
  /** A quarantined VM, or one handed to a human, may be recovered again from the first rung. */
  | { readonly kind: "release"; readonly vm: VmName }
  /** A human has seen that this host is off: proof of death where fencing could not give it. */
  | { readonly kind: "confirm-dead"; readonly host: HostName };
