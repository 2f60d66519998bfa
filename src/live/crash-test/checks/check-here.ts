// Checks of this machine: required programs, files that hold secrets, and the provisioning server as seen from here.

import { statSync } from "node:fs";
import type { FenceAgent, Inventory } from "../../inventory/inventory.ts";
import { runProgram } from "../../../base/platform/program.ts";
import { PATIENCE, type CheckResult } from "./check-result.ts";

export async function checkHere(inventory: Inventory): Promise<CheckResult[]> {
  return (await Promise.all([checkPrograms(inventory), checkFiles(inventory), checkServer(inventory)])).flat();
}

/**
 * Programs that 3rc itself needs, and those that the inventory names for faults, healing and fences. They are searched
 * for, not run.
 */
async function checkPrograms({ hosts, storage, provisioning }: Inventory): Promise<CheckResult[]> {
  const kinds = new Set(hosts.map(({ fence }) => fence.kind));
  const own = [
    "ssh",
    "ping",
    "setpriv",
    "flock",
    ...(kinds.has("ipmi") ? ["ipmitool"] : []),
    ...(kinds.has("libvirt") ? ["virsh"] : []),
  ];
  const told = [
    ...hosts.flatMap(({ network, storePath, silence, refusal, fence }) => [
      network,
      storePath,
      silence,
      refusal,
      commandsOf(fence),
    ]),
    storage?.stall,
    provisioning?.outage,
  ];
  const named = told.flatMap((commands) =>
    commands === undefined ? [] : Object.values(commands).map(([program]) => program),
  );
  return Promise.all(
    [...new Set([...own, ...named])].map(async (program) => {
      const found = (await runProgram(findProgram(program), { timeout: PATIENCE })).code === 0;
      return {
        subject: "here",
        what: program,
        ok: found,
        detail: found ? "is installed" : "is not installed, or may not be run",
      };
    }),
  );
}

function commandsOf(fence: FenceAgent): object | undefined {
  if (fence.kind !== "command") return undefined;
  const { powerOff, powerOn, status } = fence;
  return { powerOff, powerOn, status };
}

/**
 * A fixed shell command that searches the PATH; the name is passed as an argument. Exit code 0 if the program exists.
 */
export function findProgram(program: string): readonly string[] {
  return ["sh", "-c", 'command -v -- "$1"', "sh", program];
}

/** Secrets must not be readable by others; known keys and certificates must not be writable by others. */
function checkFiles({ hosts, vms }: Inventory): CheckResult[] {
  const accesses = [
    ...hosts.map(({ ssh }) => ssh),
    ...vms.flatMap(({ ssh }) => ssh ?? []),
    ...hosts.flatMap(({ fence }) => (fence.kind === "ssh" ? [fence.ssh] : [])),
  ];
  const secrets = [
    ...accesses.flatMap(({ identity }) => identity ?? []),
    ...hosts.flatMap(({ fence }) => ("passwordFile" in fence ? [fence.passwordFile] : [])),
  ];
  const vouchers = [
    ...accesses.flatMap(({ knownHosts }) => knownHosts ?? []),
    ...hosts.flatMap(({ fence }) => (fence.kind === "redfish" ? (fence.ca ?? []) : [])),
  ];
  return [
    ...[...new Set(secrets)].map((path) => checkMode(path, 0o077, "others can read it: chmod 600")),
    ...[...new Set(vouchers)].map((path) => checkMode(path, 0o022, "others can write it: chmod 644")),
  ];
}

function checkMode(path: string, forbidden: number, complaint: string): CheckResult {
  const tell = (ok: boolean, detail: string): CheckResult => ({ subject: "here", what: path, ok, detail });
  try {
    const exposed = (statSync(path).mode & forbidden) !== 0;
    return tell(!exposed, exposed ? complaint : "exists, and is protected from others");
  } catch (error) {
    return tell(false, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function checkServer({ provisioning }: Inventory): Promise<CheckResult[]> {
  if (provisioning === undefined) return [];
  const files = [
    ...new Set(Object.values(provisioning.hostTypes).flatMap(({ kernel, initrd, root }) => [kernel, initrd, root])),
  ];
  return Promise.all(
    files.map(async (file) => {
      const url = `http://${provisioning.address}:${provisioning.httpPort}/${file}`;
      try {
        const response = await fetch(url, {
          signal: AbortSignal.timeout(PATIENCE / 1000),
          headers: { range: "bytes=0-0" },
        });
        await response.body?.cancel();
        return {
          subject: "provisioning",
          what: file,
          ok: response.ok,
          detail: response.ok ? "is served" : `${url} answers ${response.status}`,
        };
      } catch (error) {
        return {
          subject: "provisioning",
          what: file,
          ok: false,
          detail:
            `${url} does not ` +
            `answer${error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ""}`,
        };
      }
    }),
  );
}
