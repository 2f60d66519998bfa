// The effects of a dry run: each is reported instead of being done, and answered by the assumed machines. Nothing is
// started, opened, read or written, and a wait only advances the clock of the dry run.

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

/** What the work of a dry run is given: assumed machines, and where to report. */
export type ReporterStage = { readonly reach: Reach; readonly report: (reported: Reported) => void };

/** Where the sockets of shared connections would be: a temporary folder of each run. */
const SOCKETS = "/tmp/3rc-XXXXXX";

/**
 * What the work would do in this state of the machines. The work returns why it would end early; undefined if it would
 * complete. A query that is repeated although nothing has changed is reported once.
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

/** Permits every fence: how many there will have been within the hour is not known yet. */
const ANY_FENCE: Fences = { refuses: () => undefined };

/** The `ssh` command line for a machine, up to the address. */
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

/** The machine of the inventory to which this access leads. */
function machineOf(access: SshAccess, { hosts, vms }: Inventory): ReportedMachine {
  const host = hosts.find(({ ssh }) => ssh === access);
  if (host !== undefined) return { is: "host", name: host.name };
  const vm = vms.find(({ ssh }) => ssh === access);
  if (vm !== undefined) return { is: "guest", name: vm.name };
  const switched = hosts.find(({ fence }) => fence.kind === "ssh" && fence.ssh === access);
  check(switched !== undefined, () => `the inventory has nothing at ${access.address}`);
  return { is: "switch", name: switched.name };
}
