// What is told before anything is done is what is done: each action is performed with an ssh and an ipmitool that only
// write down what they were asked for, and say what machines that do it would say.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { perform } from "../../../src/live/driver/perform.ts";
import type { Action } from "../../../src/core/controller/contract/command.ts";
import { programsOf, type Program } from "../../../src/live/driver/programs.ts";
import { Reach } from "../../../src/live/driver/reach.ts";
import { remoteLine } from "../../../src/live/driver/transport/ssh.ts";
import { inventoryIn } from "../../builders/inventory.ts";
import { temporaryFolder } from "../../ui/cli/command.ts";

const path = process.env["PATH"];
let folder: string;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  log = join(folder, "log");
  writeFileSync(log, "");
  program(
    "ssh",
    `
    case " $* " in *" -O exit "*) echo "hang up $last" >> ${log}; exit;; esac
    echo "$before $last" >> ${log}
    case "$last" in *domstate*) echo "shut off";; *list*) echo gridce;; esac`,
  );
  program(
    "ipmitool",
    `
    echo "here ipmitool $*" >> ${log}
    case "$last" in status) echo "Chassis Power is $(cat ${folder}/power)";; *) echo "$last" > ${folder}/power;; esac`,
  );
  writeFileSync(join(folder, "power"), "");
  process.env["PATH"] = `${folder}${delimiter}${path}`;
});
afterEach(() => {
  process.env["PATH"] = path;
});

/** A program of this name; it knows its last argument and the one before. */
function program(name: string, does: string): void {
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\nbefore=; last=\nfor word; do before=$last; last=$word; done\n${does}\n`,
  );
  chmodSync(join(folder, name), 0o755);
}

/** The provisioning server: writes down what it is asked for. */
async function server(): Promise<number> {
  const listening = createServer((request, response) => {
    writeFileSync(log, `GET ${request.url ?? ""}\n`, { flag: "a" });
    response.end("x");
  });
  await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready));
  onTestFinished(() => new Promise<void>((closed) => void listening.close(() => closed())));
  return (listening.address() as AddressInfo).port;
}

const act = (kind: Action["kind"], more: object = {}) =>
  ({ kind, id: 1, because: "", host: "alfa01", ...more }) as unknown as Action;

test.each([
  act("inspect-host"),
  act("restart-layer"),
  act("fence-host"),
  act("power-on-host"),
  act("stop-vm", { vm: "gridce" }),
  act("start-vm", { vm: "gridce" }),
  act("reboot-vm", { vm: "gridce" }),
  act("reinstall-vm", { vm: "gridce" }),
  act("migrate-vm", { vm: "gridce", to: "alfa02" }),
])("the programs told of $kind are those that it starts", async (action) => {
  const httpPort = await server();
  const inventory = inventoryIn(folder, (written) => {
    written.hosts["alfa01"] = {
      ...written.hosts["alfa01"],
      fence: { ipmi: { address: "127.0.0.21", user: "admin", passwordFile: join(folder, "secret") } },
    };
    written["provisioning"] = { ...(written["provisioning"] as object), httpPort };
  });
  const reach = new Reach(inventory);
  try {
    expect((await perform(action, reach, new AbortController().signal))?.kind).toBe(
      action.kind === "inspect-host" ? "looked" : "done",
    );
  } finally {
    const asked = readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .filter((line) => !line.includes("--reason"));
    const addresses = new Map(inventory.hosts.map(({ name, ssh }) => [name, ssh.address]));
    expect(asked).toEqual(programsOf(action, inventory).map((told) => lineOf(told, addresses)));
    await reach.close();
  }
});

function lineOf(told: Program, addresses: ReadonlyMap<string, string>): string {
  switch (told.where) {
    case "here":
      return `here ${told.argv.join(" ")}`;
    case "host":
    case "guest":
    case "switch of":
      return `${addresses.get(told.name)} ${remoteLine(told.argv)}`;
    case "hang up":
      return `hang up ${addresses.get(told.name)}`;
    case "http":
      return `${told.method} ${new URL(told.url).pathname}`;
  }
}
