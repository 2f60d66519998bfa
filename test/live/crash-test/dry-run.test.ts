// A dry run reports exactly what a real run does: every kind of action and every kind of fault is performed twice, once
// with effects that only report, once with programs and a server that record their requests and answer as machines
// would.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ACTION_KINDS, type ActionKind } from "../../../src/core/cluster/actions.ts";
import { factsOf, FAULT_KINDS, faultOf, type FaultKind } from "../../../src/core/cluster/fault.ts";
import type { Action } from "../../../src/core/controller/contract/command.ts";
import { Rehearsal } from "../../../src/live/crash-test/dry-run/rehearsal.ts";
import type { Reported } from "../../../src/live/crash-test/dry-run/reported.ts";
import { inject, undo } from "../../../src/live/crash-test/faults/carry-out.ts";
import { ProbeFaults } from "../../../src/live/crash-test/faults/probe-faults.ts";
import { noCounterpart } from "../../../src/live/crash-test/faults/faults.ts";
import type { UnhealedFault } from "../../../src/live/crash-test/healing/unhealed-faults.ts";
import { performAction } from "../../../src/live/driver/perform.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
import { remoteLine } from "../../../src/live/driver/transport/ssh.ts";
import type { Inventory } from "../../../src/live/inventory/inventory.ts";
import { inventoryIn } from "../../builders/inventory.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const HOMES = new Map([["gridce", "alfa01"]]);
const path = process.env["PATH"];
let folder: string;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(join(folder, "power"), "");
  writeFileSync(join(folder, "secret"), "open sesame");
  const turns = `echo "here $name $*" >> ${log}
    case "$last" in status) echo "power is $(cat ${folder}/power)";; on|off) echo "$last" > ${folder}/power;; esac`;
  program("ipmitool", turns);
  program("switch", turns);
  program("touch", `echo "here $name $*" >> ${log}`);
  program(
    "ssh",
    `case " $* " in *" -O exit "*) echo "hang up $last" >> ${log}; exit;; esac
    echo "$before $last" >> ${log}
    case "$last" in
      switch*) set -- $last; case "$2" in status) cat ${folder}/power;; *) echo "$2" > ${folder}/power;; esac;;
      *paused*) ;;
      *domstate*) echo "shut off";;
      *list*) [ $before != 127.0.0.11 ] || echo gridce;;
    esac`,
  );
  process.env["PATH"] = `${folder}${delimiter}${path}`;
});
afterEach(() => {
  process.env["PATH"] = path;
});

/** A program of this name; it knows its name, its last argument and the one before. */
function program(name: string, does: string): void {
  const words = "name=${0##*/}\nbefore=; last=\nfor word; do before=$last; last=$word; done";
  writeFileSync(join(folder, name), `#!/bin/sh\n${words}\n${does}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** The provisioning server, and a management board: records its requests. */
async function server(): Promise<number> {
  let power = "";
  const listening = createServer((request, response) => {
    let body = "";
    request.on("data", (text: Buffer) => (body += text.toString()));
    request.on("end", () => {
      writeFileSync(log, `${`${request.method ?? ""} ${request.url ?? ""} ${body}`.trim()}\n`, { flag: "a" });
      if (body !== "") power = body.includes("Off") ? "Off" : "On";
      response.end(JSON.stringify({ PowerState: power }));
    });
  });
  await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready));
  onTestFinished(() => new Promise<void>((closed) => void listening.close(() => closed())));
  return (listening.address() as AddressInfo).port;
}

const FENCES = {
  ipmi: () => ({ ipmi: { address: "127.0.0.21", user: "admin", passwordFile: join(folder, "secret") } }),
  redfish: (port: number) => ({
    redfish: { url: `http://127.0.0.1:${port}/Systems/1`, user: "admin", passwordFile: join(folder, "secret") },
  }),
  ssh: () => ({ ssh: { ssh: { address: "127.0.0.31" }, ...SWITCH } }),
  command: () => ({ command: SWITCH }),
} as const;
const SWITCH = { powerOn: ["switch", "on"], powerOff: ["switch", "off"], status: ["switch", "status"] };

async function inventoryWith(fence: keyof typeof FENCES): Promise<Inventory> {
  const httpPort = await server();
  return inventoryIn(folder, (written) => {
    const commands = { begin: ["touch", "refuse"], end: ["touch", "obey"] };
    written.hosts["alfa01"] = { ...written.hosts["alfa01"], refusal: commands, fence: FENCES[fence](httpPort) };
    written.vms["gridce"] = { ...written.vms["gridce"], hang: ["pkill", "-STOP", "httpd"] };
    written["provisioning"] = { ...(written["provisioning"] as object), httpPort };
  });
}

/** The requests made while this was done on machines; a request that was repeated at once appears once. */
async function asked(inventory: Inventory, work: (reach: Reach) => Promise<unknown>): Promise<readonly string[]> {
  const reach = new Reach(inventory);
  await work(reach);
  const lines = readFileSync(log, "utf8")
    .split("\n")
    .filter((line, i, all) => line !== "" && line !== all[i - 1]);
  await reach.close();
  writeFileSync(log, "");
  return lines;
}

function linesOf(reports: readonly Reported[], { hosts, vms }: Inventory): readonly string[] {
  const addresses = new Map([...hosts, ...vms].map(({ name, ssh }) => [name, ssh?.address]));
  const addressOf = (machine: { is: string; name: string }) =>
    machine.is === "switch" ? "127.0.0.31" : String(addresses.get(machine.name));
  return reports.map((reported) => {
    switch (reported.what) {
      case "program":
        return `here ${reported.argv.join(" ")}`;
      case "remote program":
        return `${addressOf(reported.machine)} ${remoteLine(reported.argv)}`;
      case "hang-up":
        return `hang up ${addressOf(reported.machine)}`;
      case "request":
        return [reported.method, new URL(reported.url).pathname, reported.body ?? ""].join(" ").trim();
      case "connection":
        return `connect ${reported.address} ${reported.port}`;
      case "probes":
      case "remark":
        return reported.what;
    }
  });
}

async function expectReported(kind: ActionKind, fence: keyof typeof FENCES): Promise<void> {
  const inventory = await inventoryWith(fence);
  const action = { kind, id: 1, because: "", host: "alfa01", vm: "gridce", to: "alfa02" } as unknown as Action;
  const done = await asked(inventory, async (reach) => {
    const outcome = await performAction(action, reach, new AbortController().signal);
    expect(["done", "inspected"]).toContain(outcome?.kind);
  });
  expect(done).not.toEqual([]);
  expect(linesOf(await new Rehearsal(inventory, HOMES).perform(action), inventory)).toEqual(done);
}

describe("a dry run reports what is started", () => {
  test.each(ACTION_KINDS)("by the command %s", (kind) => expectReported(kind, "ipmi"));

  test.each(["redfish", "ssh", "command"] as const)("by a fence agent of kind %s", async (fence) => {
    await expectReported("fence-host", fence);
    await expectReported("power-on-host", fence);
  });

  test.each(FAULT_KINDS)("by the fault %s and its undoing", async (kind) => {
    const inventory = await inventoryWith("ipmi");
    const unhealedFault = unhealedFaultOf(kind);
    const rehearsal = new Rehearsal(inventory, HOMES);
    const reported = { inject: await rehearsal.inject(unhealedFault), undo: await rehearsal.undo(unhealedFault) };
    if (noCounterpart(kind) !== undefined)
      return expect(reported.inject).toMatchObject([{ words: expect.stringContaining("no counterpart") as string }]);
    if (factsOf(kind).affects === "monitored")
      return expect([...reported.inject, ...reported.undo].map(({ what }) => what)).toEqual(["probes", "probes"]);
    const injected = await asked(inventory, (reach) => inject(unhealedFault, reach, new ProbeFaults()));
    expect(injected).not.toEqual([]);
    expect(linesOf(reported.inject, inventory)).toEqual(injected);
    expect(linesOf(reported.undo, inventory)).toEqual(
      await asked(inventory, (reach) => undo(unhealedFault, reach, new ProbeFaults())),
    );
  });

  test("and why a command would be refused", async () => {
    const inventory = { ...(await inventoryWith("ipmi")), allow: { hosts: new Set<string>(), vms: new Set<string>() } };
    const action = { kind: "start-vm", id: 1, because: "", host: "alfa01", vm: "gridce" } as unknown as Action;
    expect(await new Rehearsal(inventory, HOMES).perform(action)).toEqual([
      { what: "remark", words: "ends here: the inventory does not allow gridce to be touched" },
    ]);
  });
});

const TARGETS = { vm: "gridce", host: "alfa01", site: "", monitored: "gridce" };

function unhealedFaultOf(kind: FaultKind): UnhealedFault {
  return { ...faultOf(kind), id: 1, on: TARGETS[factsOf(kind).affects], homes: {} };
}
