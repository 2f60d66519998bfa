// The effects of a dry run: each is reported instead of being done, and answered as the assumed machines would. Nothing
// is started, opened, read or written, and nobody waits: its clock goes on by whatever is waited for.

import { later, START, type Duration } from "../../../base/prelude/time.ts";
import { check } from "../../../base/prelude/check.ts";
import type { Inventory, SshAccess } from "../../inventory/inventory.ts";
import type { Effects } from "../../driver/effects.ts";
import type { Fences } from "../../driver/fencing/fence-record.ts";
import { Reach } from "../../driver/reach.ts";
import type { Remote } from "../../driver/transport/remote.ts";
import { Ssh } from "../../driver/transport/ssh.ts";
import { untethered } from "../../driver/transport/tether.ts";
import { AssumedMachines, type Found } from "./assumed-machines.ts";
import type { ReportedMachine, Reported } from "./reported.ts";

/** What the work of a dry run is given: machines that are only assumed, and where else it reports to. */
export type ReporterStage = { readonly reach: Reach; readonly report: (reported: Reported) => void };

/** Where the sockets of shared connections would be: a folder that is made anew for each run, and gone with it. */
const SOCKETS = "/tmp/3rc-XXXXXX";

/**
 * What the work would do, if this is found. It says why it would end before it is through; undefined if it would not.
 * What is asked again though nothing was changed meanwhile is reported once.
 */
export async function reportOf(
  inventory: Inventory,
  found: Found,
  work: (stage: ReporterStage) => Promise<string | undefined>,
): Promise<readonly Reported[]> {
  const machines = new AssumedMachines(inventory, found);
  const all = new Map<string, Reported>();
  const report = (reported: Reported) => {
    const key = `${machines.changes} ${JSON.stringify(reported)}`;
    if (!all.has(key)) all.set(key, reported);
  };
  const ends = await work({ reach: new Reach(inventory, ANY_FENCE, effectsOf(inventory, machines, report)), report });
  return [...all.values(), ...(ends === undefined ? [] : [{ what: "remark" as const, words: `ends here: ${ends}` }])];
}

/** How many hosts will have been fenced within the hour is not known yet. */
const ANY_FENCE: Fences = { refuses: () => undefined };

/** `ssh` as it would be started for a machine, with its arguments up to the address. */
export function wayTo(access: SshAccess): readonly string[] {
  return new Ssh(access, SOCKETS).argv();
}

function effectsOf(inventory: Inventory, machines: AssumedMachines, report: ReporterStage["report"]): Effects {
  let at = START;
  return {
    clock: {
      now: () => at,
      pause: (time: Duration) => {
        at = later(at, time);
        return Promise.resolve();
      },
    },
    run(argv) {
      const own = untethered(argv);
      report({ what: "program", argv: own });
      return Promise.resolve(machines.runs(own));
    },
    remote: (access) => remoteOf(machineOf(access, inventory), access, machines, report),
    get(url) {
      report({ what: "request", method: "GET", url });
      return machines.serves(url) ? Promise.resolve(new Response("")) : Promise.reject(new Error("no answer"));
    },
    askBoard(board, { path, body }) {
      const url = `${board.url}${path}`;
      report(
        body === undefined
          ? { what: "request", method: "GET", url }
          : { what: "request", method: "POST", url, body: JSON.stringify(body) },
      );
      return Promise.resolve(machines.board(board, body));
    },
    accepts(address, port) {
      report({ what: "connection", address, port });
      return Promise.resolve(machines.accepts(address, port));
    },
    close: () => undefined,
  };
}

function remoteOf(
  machine: ReportedMachine,
  access: SshAccess,
  machines: AssumedMachines,
  report: ReporterStage["report"],
): Remote {
  return {
    run(argv) {
      report({ what: "remote program", machine, argv });
      return Promise.resolve(machines.runsOn(machine, argv));
    },
    close() {
      report({ what: "hang-up", machine });
      return Promise.resolve();
    },
    argv: () => wayTo(access),
  };
}

/** Whose access this is, of the inventory that it is from. */
function machineOf(access: SshAccess, { hosts, vms }: Inventory): ReportedMachine {
  const host = hosts.find(({ ssh }) => ssh === access);
  if (host !== undefined) return { is: "host", name: host.name };
  const vm = vms.find(({ ssh }) => ssh === access);
  if (vm !== undefined) return { is: "guest", name: vm.name };
  const switched = hosts.find(({ fence }) => fence.kind === "ssh" && fence.ssh === access);
  check(switched !== undefined, () => `the inventory has nothing at ${access.address}`);
  return { is: "switch", name: switched.name };
}
