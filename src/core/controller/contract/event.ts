// The closed list of events that a controller can receive. Every event carries its instant. Nothing else reaches a
// controller: no clock, no reload of its configuration, no truth.

import type { Instant } from "../../../base/prelude/time.ts";

export type HostName = string;
export type VmName = string;
/** "host/alfa01" or "vm/gridce": what can be probed, put in maintenance, or be the subject of an alert. */
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
 * The answer to one probe. For a VM `system` is its guest (it answers a ping) and `service` its service; for a host
 * `system` is the host itself and `service` its virtual layer. `service` implies `system`; `nothing` is no answer.
 */
export type Answer = "nothing" | "system" | "service";

export type Event =
  /** A probe of a target, sent at `asked` and concluded at `at` (without an answer, after the monitor's patience). */
  | {
      readonly kind: "probed";
      readonly at: Instant;
      readonly target: Target;
      readonly asked: Instant;
      readonly answer: Answer;
    }
  /** The outcome of a command. It may come late, twice or never. */
  | { readonly kind: "outcome"; readonly at: Instant; readonly command: CommandId; readonly result: Outcome }
  /** The deadline that the controller asked for has come. */
  | { readonly kind: "woke"; readonly at: Instant }
  /** A request of an operator. */
  | { readonly kind: "requested"; readonly at: Instant; readonly request: Request }
  /** The controller is running again after its own crash; what was under way may or may not have been done. */
  | { readonly kind: "resumed"; readonly at: Instant };

/**
 * `done` is proof that the effect took place (for fence-host: the host is dead; for stop-vm: the VM does not run
 * there). `failed`: it did not take place; `reason` is the driver's. `undelivered`: the command did not reach the host
 * (the transport failed, not the action). `blocked`: the action could not be tried, because something shared is
 * missing: the shared store, the provisioning server. `lost`: unknown, because the connection to the host broke while
 * the command was under way. The effect may have taken place, or not, or may still do so. `inspected` answers
 * inspect-host with the VMs that run there.
 */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "undelivered"; readonly reason: string }
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "inspected"; readonly running: readonly VmName[] };

export type Request =
  /** Take no action on the target until it is resumed. The VMs of a host are moved away first, by live migration. */
  | { readonly kind: "maintain"; readonly target: Target }
  | { readonly kind: "resume"; readonly target: Target }
  /** Take no action at all until armed again. Probing goes on. */
  | { readonly kind: "disarm" }
  | { readonly kind: "arm" }
  /** Live-migrate a healthy VM. */
  | { readonly kind: "move"; readonly vm: VmName; readonly to: HostName }
  /** Recover a VM that is quarantined or handed over to a human again, from the first rung. */
  | { readonly kind: "release"; readonly vm: VmName }
  /** A human has checked that this host is off: proof of death where fencing could not give it. */
  | { readonly kind: "confirm-dead"; readonly host: HostName };
