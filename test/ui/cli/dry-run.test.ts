// A dry run tells every program that would be started, and starts none.

import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { inventoryText, type WrittenInventory } from "../../builders/inventory.ts";
import { ROOT, run3rc, temporaryFolder } from "./command.ts";

const { PATH, TMPDIR } = process.env;
afterEach(() => {
  process.env["PATH"] = PATH;
  if (TMPDIR === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = TMPDIR;
});

/** With a management board on the first host, whose password is in a file. */
function inventoryWithSecret(folder: string, change: (written: WrittenInventory) => void = () => undefined): string {
  const passwordFile = join(folder, "secret");
  writeFileSync(passwordFile, "open sesame");
  const path = join(folder, "inventory.yaml");
  const text = inventoryText(folder, (written) => {
    const fence = { ipmi: { address: "127.0.0.21", user: "admin", passwordFile } };
    written.hosts["alfa01"] = { ...written.hosts["alfa01"], fence };
    change(written);
  });
  writeFileSync(path, text);
  return path;
}

/** Lines that follow each other; between them any number of programs where `ANY` stands. */
function inARow(...lines: readonly RegExp[]): RegExp {
  return new RegExp(lines.map(({ source }) => (source === ANY.source ? source : `${source}\n`)).join(""), "m");
}
const ANY = /(?: {6}.*\n)*?/;

test("a dry run tells what faults, undoing, commands and healing start; a password only by its file", async () => {
  const folder = temporaryFolder();
  const { code, stdout } = await run3rc([
    "run",
    "scenarios/lab-faults.yaml",
    "--live",
    inventoryWithSecret(folder),
    "--dry-run",
    "--trials",
    "1",
    "--set",
    "experiment.crash-campaign.inject=[{ fault: host-power-loss, target: alfa01, lasts: 5s }]",
    "--set",
    "faults=[{ kind: guest-shutdown, target: gridse, at: 1s }]",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    inARow(/^ {2}ssh alfa01 {2}= {2}setpriv .* -- ssh .*StrictHostKeyChecking=yes.* 127\.0\.0\.11$/),
  );
  const shutdown = / {6}ssh alfa02 virsh -q -c qemu:\/\/\/system shutdown gridse$/;
  expect(stdout).toMatch(inARow(/inject {2}guest-shutdown on gridse$/, ANY, shutdown));
  const power = (what: string) => new RegExp(` {6}ipmitool .* -H 127\\.0\\.0\\.21 .* -f .*secret .* power ${what}$`);
  expect(stdout).toMatch(inARow(/inject {2}host-power-loss on alfa01$/, power("status"), power("off")));
  const switchedOn = [power("status"), power("on"), power("status")];
  expect(stdout).toMatch(inARow(/later +undo {4}host-power-loss on alfa01$/, ...switchedOn));
  const read = / {6}ssh alfa0[23] timeout -s KILL 5 head -c 512 .*$/;
  expect(stdout).toMatch(inARow(/start-vm on alfa0[23]$/, read, / {6}ssh alfa0[23] flock .* create .*\.xml$/));
  expect(stdout).toMatch(inARow(/^ {2}if alfa02 is off$/, ANY, / {4}alfa02 is being restored$/));
  const restart = / {6}ssh alfa02 systemctl restart libvirtd$/;
  expect(stdout).toMatch(inARow(/^ {2}if the virtual layer of alfa02 does not answer$/, / {4}.*$/, ANY, restart));
  const created = / {6}ssh alfa03 flock .* create .*web1\.xml$/;
  expect(stdout).toMatch(
    inARow(/^ {2}if web1 does not serve$/, ANY, / {4}web1 is being restored on alfa03$/, ANY, created),
  );
  const moved = / {6}ssh alfa01 .* migrate --live web1 .*$/;
  expect(stdout).toMatch(inARow(/^ {2}if web1 serves, on alfa01$/, / {4}web1 is being moved back to alfa03$/, moved));
  expect(stdout).not.toContain("sesame");
  expect(stdout).toMatch(/\nNothing was done\.\n$/);
  expect(readdirSync(folder).sort()).toEqual(["inventory.yaml", "secret"]);
});

const LAB_SCENARIOS = readdirSync(join(ROOT, "scenarios")).filter((file) => /^lab-.*\.yaml$/.test(file));

test("there are scenarios for the lab", () => expect(LAB_SCENARIOS.length).toBeGreaterThan(3));

test.each(LAB_SCENARIOS)(
  "a dry run of %s starts no program, opens no connection and leaves no file",
  async (scenario) => {
    const [folder, temporary, programs] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const { port, connections } = await listening();
    const inventory = inventoryWithSecret(folder, (written) => {
      written["ssh"] = { port, identity: "/dev/null", knownHosts: "/dev/null" };
      written["guestSsh"] = written["ssh"];
      written["provisioning"] = { ...(written["provisioning"] as object), httpPort: port };
      const board = { url: `http://127.0.0.1:${port}/1`, user: "admin", passwordFile: join(folder, "secret") };
      written.hosts["alfa02"] = { ...written.hosts["alfa02"], fence: { redfish: board } };
      for (const [name, host] of Object.entries(written.hosts))
        written.hosts[name] = { ...host, refusal: { begin: ["touch", "no"], end: ["touch", "yes"] } };
      for (const [i, [name, vm]] of Object.entries(written.vms).entries()) {
        const probe = i % 2 === 0 ? { tcp: port } : { http: `http://127.0.0.1:${port}/` };
        written.vms[name] = { ...vm, probe, hang: ["true"] };
      }
    });
    // Nothing else is on the path: whatever is started leaves a file behind.
    mkdirSync(join(programs, "bin"));
    for (const name of PROGRAMS) {
      writeFileSync(join(programs, "bin", name), `#!/bin/sh\n: > ${programs}/started-${name}\nexit 1\n`);
      chmodSync(join(programs, "bin", name), 0o755);
    }
    process.env["PATH"] = join(programs, "bin");
    process.env["TMPDIR"] = temporary;
    const { code, stdout } = await run3rc(["run", `scenarios/${scenario}`, "--live", inventory, "--dry-run"]);
    expect(code).toBe(0);
    for (const [, told] of stdout.matchAll(/^ {6}(?!probes of |answers to )([a-z]+) /gm))
      expect(PROGRAMS).toContain(told);
    expect(stdout).toMatch(/\nNothing was done\.\n$/);
    expect(connections()).toBe(0);
    expect(readdirSync(programs)).toEqual(["bin"]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(["inventory.yaml", "secret"]);
  },
);

/** Those that any of it would start here. */
const PROGRAMS = ["setpriv", "ssh", "ping", "ipmitool", "touch", "echo", "flock", "virsh", "sh"];

async function listening(): Promise<{ readonly port: number; connections(): number }> {
  let count = 0;
  const server = createServer((socket) => {
    count++;
    socket.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, "0.0.0.0", ready));
  onTestFinished(() => new Promise<void>((closed) => void server.close(() => closed())));
  return { port: (server.address() as AddressInfo).port, connections: () => count };
}
