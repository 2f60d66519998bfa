// The status of a lab: every part is asked; that it was once started proves nothing.

import { Resolver } from "node:dns/promises";
import { join } from "node:path";
import { runProgram } from "../../base/platform/program.ts";
import { seconds } from "../../base/prelude/time.ts";
import { BOARD_CIPHER, BOARD_USER } from "./hosts/boards.ts";
import { guestIsWell } from "./guests/guests.ts";
import { SERVED } from "./inventory-file.ts";
import { environmentOfLab, type LabHost, type LabPlan } from "./plan.ts";
import { sshTo } from "./tools.ts";

type LabHostStatus = {
  readonly name: string;
  readonly powered: boolean;
  readonly ssh: boolean;
  readonly libvirt: boolean;
  /** Its management board answers, and reports the actual power state. */
  readonly board: boolean;
  /** Domains that run on it. */
  readonly vms: readonly string[];
};

type LabVmStatus = {
  readonly name: string;
  readonly hostType: string;
  /** Hosts on which it runs: exactly one, if healthy. */
  readonly on: readonly string[];
  readonly well: boolean;
};

type LabServiceStatus = { readonly name: string; readonly answers: boolean };

export type LabStatus = {
  readonly hosts: readonly LabHostStatus[];
  readonly services: readonly LabServiceStatus[];
  readonly vms: readonly LabVmStatus[];
  readonly well: boolean;
};

const PATIENCE = seconds(10);

export async function labStatus(plan: LabPlan): Promise<LabStatus> {
  const [hosts, services, health] = await Promise.all([
    Promise.all(plan.hosts.map((host) => probeHost(plan, host))),
    serviceStatus(plan),
    Promise.all(plan.vms.map((vm) => guestIsWell(vm, PATIENCE))),
  ]);
  const vms = plan.vms.map(({ name, hostType }, i): LabVmStatus => ({
    name,
    hostType,
    on: hosts.filter((host) => host.vms.includes(name)).map((host) => host.name),
    well: health[i] === true,
  }));
  const well =
    hosts.every(({ powered, ssh, libvirt, board }) => powered && ssh && libvirt && board) &&
    services.every(({ answers }) => answers) &&
    vms.every((vm) => vm.well && vm.on.length === 1);
  return { hosts, services, vms, well };
}

async function probeHost(plan: LabPlan, { name, address, board }: LabHost): Promise<LabHostStatus> {
  const [power, reached, domains, chassis] = await Promise.all([
    answer(plan, [join(plan.paths.bin, "power"), name, "status"]),
    answer(plan, [...sshTo(plan, address), "true"]),
    answer(plan, [...sshTo(plan, address), "virsh", "-q", "list", "--name"]),
    answer(plan, [
      "ipmitool",
      "-I",
      "lanplus",
      "-C",
      String(BOARD_CIPHER),
      "-H",
      board,
      "-U",
      BOARD_USER,
      "-f",
      plan.paths.boardPassword,
      "-N",
      "1",
      "-R",
      "3",
      "chassis",
      "power",
      "status",
    ]),
  ]);
  return {
    name,
    powered: power === "on",
    ssh: reached !== undefined,
    libvirt: domains !== undefined,
    board: power !== undefined && chassis?.endsWith(` ${power}`) === true,
    vms: domains?.split("\n").filter((domain) => domain !== "") ?? [],
  };
}

async function serviceStatus({ infra, domain, vms }: LabPlan): Promise<LabServiceStatus[]> {
  const dns = async () => {
    const resolver = new Resolver({ timeout: PATIENCE / 1000, tries: 1 });
    resolver.setServers([infra.address]);
    const found = await Promise.all(
      vms.map(async ({ name, address }) => (await resolver.resolve4(`${name}.${domain}`)).includes(address)),
    );
    return found.every((known) => known);
  };
  const http = async () =>
    (
      await fetch(`http://${infra.address}/${SERVED.kernel}`, {
        method: "HEAD",
        signal: AbortSignal.timeout(PATIENCE / 1000),
      })
    ).ok;
  return Promise.all(
    Object.entries({ "DNS and DHCP": dns, HTTP: http }).map(async ([name, ask]) => ({
      name,
      answers: await ask().catch(() => false),
    })),
  );
}

/** The output of a program; undefined if it fails. */
async function answer(plan: LabPlan, argv: readonly string[]): Promise<string | undefined> {
  const { kind, code, stdout } = await runProgram(argv, { timeout: PATIENCE, env: environmentOfLab(plan) });
  return kind === "exited" && code === 0 ? stdout.trim() : undefined;
}
