// How each fault of a host is injected on real machines, and undone.

import type { HostFault } from "../../../core/cluster/fault.ts";
import type { Argv, HostEntry, VmEntry } from "../../inventory/inventory.ts";
import { betweenCommands, type AllOnMachines, type Recipe, type RecipeStep } from "./recipe.ts";
import { killDomain } from "./vm-faults.ts";

export const HOST_FAULTS_ON_MACHINES: AllOnMachines<HostFault> = {
  "virtual-layer-crash": ({ guests }, host, { vms }) => ({
    inject: [
      on(host, signalLayer("KILL")),
      ...(guests === "survive" ? [] : vms.filter(({ expendable }) => expendable).map((vm) => on(host, killDomain(vm)))),
    ],
    undo: [on(host, host.restartLayer)],
  }),
  "virtual-layer-hang": (_fault, host) => ({
    inject: [on(host, signalLayer("STOP"))],
    undo: [on(host, host.restartLayer)],
  }),
  "host-power-loss": (_fault, host) => ({ inject: [power(host, "off")], undo: [power(host, "on")] }),
  "host-reboot": (_fault, host) => ({ inject: [power(host, "off"), power(host, "on")], undo: [] }),
  "host-broken": { noCounterpart: "a host that cannot be switched on cannot be produced on purpose" },
  "network-cut": (_fault, { network }) =>
    network === undefined
      ? "the inventory does not say how it is cut off (network)"
      : betweenCommands({ begin: network.cut, end: network.join }),
  "guest-network-cut": (_fault, host, { vms }) => guestLinks(host, vms),
  "store-path-cut": (_fault, { storePath }) =>
    storePath === undefined
      ? "the inventory does not say how its path to the store is cut (storePath)"
      : betweenCommands(storePath),
  "board-silent": (_fault, { silence }) =>
    silence === undefined
      ? "the inventory does not say how its fence agent is silenced (silence)"
      : betweenCommands(silence),
  "board-refuses": (_fault, { refusal }) =>
    refusal === undefined
      ? "the inventory does not say how its fence agent is made to refuse (refusal)"
      : betweenCommands(refusal),
};

function on({ name }: HostEntry, argv: Argv): RecipeStep {
  return { where: "host", host: name, argv };
}

function power({ name }: HostEntry, to: "on" | "off"): RecipeStep {
  return { where: "power", host: name, to };
}

function signalLayer(signal: "KILL" | "STOP"): Argv {
  return ["sh", "-c", 'kill -"$1" $(pidof libvirtd virtqemud)', "sh", signal];
}

/**
 * Sets down the links of all expendable guests that run on the host, and up again. A guest that starts there afterwards
 * is connected.
 */
function guestLinks(host: HostEntry, vms: readonly VmEntry[]): Recipe | string {
  const expendable = vms.filter((vm) => vm.expendable);
  const unknown = expendable.find(({ mac }) => mac === undefined);
  if (unknown !== undefined) return `the inventory does not say the mac of ${unknown.name}`;
  const set = (to: "down" | "up") => expendable.map(({ domain, mac = "" }) => on(host, setLink(host, domain, mac, to)));
  return { inject: set("down"), undo: set("up") };
}

/** A domain that does not run on the host, or ends meanwhile, is left as it is. */
const SET_LINK =
  'runs() { test "$(virsh -q -c "$1" domstate "$2" 2>/dev/null)" = running; }; ' +
  '! runs "$@" || virsh -q -c "$1" domif-setlink "$2" "$3" "$4" || ! runs "$@"';

function setLink({ libvirt }: HostEntry, domain: string, mac: string, to: "down" | "up"): Argv {
  return ["sh", "-c", SET_LINK, "sh", libvirt, domain, mac, to];
}
