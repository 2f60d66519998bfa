// The machines that a dry run assumes. Every program succeeds, except that queries are answered from a few facts: where
// each VM runs, which hosts are off or have a silent virtual layer, which services are lost. Actions change these facts
// as they would on real machines. A power switch that was not used yet has an unclear state, so that code that needs it
// on or off always uses it.

import type { Finished } from "../../../base/platform/program.ts";
import { check } from "../../../base/prelude/check.ts";
import type { Argv, HostEntry, Inventory, VmEntry } from "../../inventory/inventory.ts";
import type { Board } from "../../driver/effects.ts";
import type { PowerState } from "../../driver/fencing/power-switch.ts";
import { resetTo } from "../../driver/fencing/redfish.ts";
import { switching } from "../../driver/hypervisor/virsh-commands.ts";
import type { Ran } from "../../driver/transport/remote.ts";
import type { ReportedMachine } from "./reported.ts";

/** The state of the machines when a part of a dry run begins. Everything else is healthy. */
export type Found = {
  /** The host on which each VM runs. */
  readonly places: ReadonlyMap<string, string>;
  readonly hostOff?: string;
  /** A host whose virtual layer does not answer. */
  readonly layerSilent?: string;
  /** A VM that runs and answers no probe. */
  readonly vmLost?: string;
};

export class AssumedMachines {
  readonly #inventory: Inventory;
  readonly #places: Map<string, string>;
  readonly #hostsOff: Set<string>;
  readonly #layersSilent: Set<string>;
  readonly #vmsLost: Set<string>;
  /** The last state set on each power switch, by the command or URL that queries it. */
  readonly #turned = new Map<string, PowerState>();
  #changes = 0;

  constructor(inventory: Inventory, { places, hostOff, layerSilent, vmLost }: Found) {
    this.#inventory = inventory;
    this.#places = new Map(places);
    this.#hostsOff = setOf(hostOff);
    this.#layersSilent = setOf(layerSilent);
    this.#vmsLost = setOf(vmLost);
  }

  /** Number of actions so far that changed the state of the machines. */
  get changes(): number {
    return this.#changes;
  }

  /** A program on this machine. */
  runs(argv: Argv): Finished {
    if (argv[0] === "ping") return this.#isUp(argv[argv.length - 1]) ? SUCCESS : FAILURE;
    return this.#switches(argv) ?? SUCCESS;
  }

  /** A program on another machine. */
  runsOn({ is, name }: ReportedMachine, argv: Argv): Ran {
    switch (is) {
      case "host":
        return this.#onHost(this.#host(name), argv);
      case "guest":
        return this.#inGuest(name, argv);
      case "switch":
        return { kind: "ran", finished: this.#switches(argv) ?? SUCCESS };
    }
  }

  /** A board's answer to a request with this body; a request without a body asks for its power state. */
  board({ url }: Board, body: object | undefined): string {
    if (body === undefined) {
      const state = this.#turned.get(url);
      return JSON.stringify({ PowerState: state === undefined ? UNCLEAR : state === "on" ? "On" : "Off" });
    }
    const on = JSON.stringify(body) === JSON.stringify(resetTo("on"));
    for (const { name, fence } of this.#inventory.hosts)
      if (fence.kind === "redfish" && fence.url === url) this.#turn(name, url, on ? "on" : "off");
    return "";
  }

  /** Whether a URL is served. */
  serves(url: string): boolean {
    return !this.#lost(({ probe }) => probe.kind === "http" && probe.url === url);
  }

  /** Whether a TCP connection is accepted. */
  accepts(address: string, port: number): boolean {
    return !this.#lost((vm) => vm.address === address && vm.probe.kind === "tcp" && vm.probe.port === port);
  }

  #lost(is: (vm: VmEntry) => boolean): boolean {
    return this.#inventory.vms.some((vm) => is(vm) && this.#vmsLost.has(vm.name));
  }

  #isUp(address: string): boolean {
    const off = this.#inventory.hosts.some(({ name, ssh }) => ssh.address === address && this.#hostsOff.has(name));
    return !off && !this.#lost((vm) => vm.address === address);
  }

  #inGuest(name: string, argv: Argv): Ran {
    if (!this.#vmsLost.has(name)) return { kind: "ran", finished: SUCCESS };
    const probes = this.#inventory.vms.some((vm) => vm.name === name && isProbe(vm, argv));
    return { kind: probes ? "ran" : "undelivered", finished: FAILURE };
  }

  #onHost(host: HostEntry, argv: Argv): Ran {
    const ran = (finished: Finished): Ran => ({ kind: "ran", finished });
    if (this.#hostsOff.has(host.name)) return { kind: "undelivered", finished: FAILURE };
    if (same(argv, host.restartLayer)) {
      this.#layersSilent.delete(host.name);
      this.#changes++;
      return ran(SUCCESS);
    }
    const words = virshText(argv);
    if (words === undefined) return ran(SUCCESS);
    return ran(this.#layersSilent.has(host.name) ? FAILURE : this.#virsh(host, words));
  }

  /** Commands that change a domain change where its VM runs; the others are queries. */
  #virsh(host: HostEntry, [verb, ...words]: Argv): Finished {
    const vm = this.#inventory.vms.find(({ domain, definition }) =>
      words.some((w) => w === domain || w === definition),
    );
    switch (verb) {
      case "list":
        return said(words.includes("--state-paused") ? [] : this.#domainsOn(host));
      case "domstate":
        return said(["shut off"]); // asked only while waiting for a domain to end by itself
      case "create":
        if (vm !== undefined) this.#begins(vm, host);
        return SUCCESS;
      case "migrate": {
        const to = this.#inventory.hosts.find(({ migration }) => words.includes(migration.uri));
        if (vm !== undefined && to !== undefined) this.#begins(vm, to);
        return SUCCESS;
      }
      case "destroy":
        if (vm !== undefined) this.#places.delete(vm.name);
        this.#changes++;
        return SUCCESS;
    }
    return SUCCESS;
  }

  #begins({ name }: VmEntry, host: HostEntry): void {
    this.#places.set(name, host.name);
    this.#vmsLost.delete(name);
    this.#changes++;
  }

  #domainsOn(host: HostEntry): readonly string[] {
    return this.#inventory.vms.flatMap(({ name, domain }) => (this.#places.get(name) === host.name ? [domain] : []));
  }

  /** Undefined if this is not a command for a power switch. */
  #switches(argv: Argv): Finished | undefined {
    for (const { name, fence } of this.#inventory.hosts) {
      if (fence.kind === "redfish") continue;
      const words = switching(fence);
      const agent = words.status.join("\0");
      if (same(argv, words.status)) return said([this.#turned.get(agent) ?? UNCLEAR]);
      const to = same(argv, words.on) ? "on" : same(argv, words.off) ? "off" : undefined;
      if (to === undefined) continue;
      this.#turn(name, agent, to);
      return SUCCESS;
    }
    return undefined;
  }

  /** A host that is switched on comes up, with its virtual layer. */
  #turn(host: string, agent: string, to: PowerState): void {
    this.#turned.set(agent, to);
    this.#changes++;
    this.#layersSilent.delete(host);
    if (to === "on") this.#hostsOff.delete(host);
    else this.#hostsOff.add(host);
  }

  #host(name: string): HostEntry {
    const host = this.#inventory.hosts.find((each) => each.name === name);
    check(host !== undefined, () => `the inventory has no host ${name}`);
    return host;
  }
}

/** Neither on nor off. */
const UNCLEAR = "unclear";
const SUCCESS: Finished = { kind: "exited", code: 0, stdout: "", stderr: "" };
const FAILURE: Finished = { kind: "exited", code: 1, stdout: "", stderr: "it is assumed to be broken" };

function said(lines: readonly string[]): Finished {
  return { ...SUCCESS, stdout: lines.map((line) => `${line}\n`).join("") };
}

/** The arguments of virsh after its connection URI; undefined for another program. */
function virshText(argv: Argv): Argv | undefined {
  const virsh = argv.indexOf("virsh");
  const words = argv.slice(argv.indexOf("-c", virsh) + 2);
  return virsh < 0 ? undefined : words;
}

function isProbe({ probe }: VmEntry, argv: Argv): boolean {
  return probe.kind === "ssh" && same(argv, probe.command);
}

function same(one: Argv, other: Argv): boolean {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}

function setOf(name: string | undefined): Set<string> {
  return new Set(name === undefined ? [] : [name]);
}
