// A dry run tells every program that would be started, and starts none.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventoryText } from "../../builders/inventory.ts";
import { run3rc, temporaryFolder } from "./command.ts";

test("a dry run tells the programs of faults, undoing, commands, healing; a password only by its file", async () => {
  const folder = temporaryFolder();
  const inventory = join(folder, "inventory.yaml");
  const secret = join(folder, "secret");
  writeFileSync(secret, "open sesame");
  writeFileSync(
    inventory,
    inventoryText(folder, ({ hosts }) => {
      hosts["alfa01"] = {
        ...hosts["alfa01"],
        fence: { ipmi: { address: "127.0.0.21", user: "admin", passwordFile: secret } },
      };
    }),
  );
  const { code, stdout } = await run3rc([
    "run",
    "scenarios/lab-faults.yaml",
    "--live",
    inventory,
    "--dry-run",
    "--trials",
    "1",
    "--set",
    "experiment.crash-campaign.inject=[{ fault: host-power-loss, on: alfa01, lasts: 5s }]",
    "--set",
    "faults=[{ kind: guest-shutdown, on: gridse, at: 1s }]",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ {2}ssh alfa01 {2}= {2}setpriv --pdeathsig KILL -- ssh .*StrictHostKeyChecking=yes.* -- 127\.0\.0\.11$/m,
  );
  expect(stdout).toMatch(
    /deal {2}.*gridse.*\n(?: {6}.*\n)*? {6}ssh alfa02 virsh -q -c qemu:\/\/\/system shutdown gridse$/m,
  );
  expect(stdout).toMatch(
    new RegExp(
      "deal {2}.*alfa01.*\\n {6}ipmitool .* -H 127\\.0\\.0\\.21 .* -f .*secret .* chassis power status\\n" +
        " {6}ipmitool .* chassis power off\\n",
    ),
  );
  expect(stdout).toMatch(/later {6}heal {2}.*alfa01.*\n(?: {6}.*\n)? {6}ipmitool .* chassis power on$/m);
  const create = "flock .* virsh -q -c qemu:///system create";
  expect(stdout).toMatch(
    new RegExp(
      "start-vm on alfa0[23]\\n {6}ssh alfa0[23] timeout -s KILL 5 head -c 512 .*\\n" +
        ` {6}ssh alfa0[23] ${create} .*\\.xml$`,
      "m",
    ),
  );
  expect(stdout).toMatch(
    new RegExp(`^ {2}web1 is brought back to alfa03\\n(?: {6}.*\\n)* {6}ssh alfa03 ${create} .*web1\\.xml$`, "m"),
  );
  expect(stdout).not.toContain("sesame");
  expect(stdout).toMatch(/\nNothing was done\.\n$/);
  expect(readdirSync(folder).sort()).toEqual(["inventory.yaml", "secret"]);
});
