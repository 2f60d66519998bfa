// What a controller does when its own folder fails: it reports that on request, does nothing more without knowing that
// it still leads, and calls a human before it ends. And it does not begin while crash tests run.

import { appendFileSync, chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Harness } from "../../../src/live/crash-test/campaign/harness.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { askControllers } from "../../../src/live/service/requests/control-socket.ts";
import { journalsIn } from "../../../src/live/service/journal.ts";
import { ROOT, run3rc, temporaryFolder } from "../../ui/cli/command.ts";
import { aStage, until, untilAllServe, withPrograms, type Stage } from "./stage.ts";

withPrograms();

/** A program for alerts, and its input. */
function aPager({ site }: Stage): { readonly command: readonly string[]; readonly calls: () => readonly unknown[] } {
  const [program, received] = [join(site.folder, "page"), join(site.folder, "received")];
  writeFileSync(program, `#!/bin/sh\ncat >> "${received}"\n`);
  chmodSync(program, 0o755);
  return {
    command: [program],
    calls: () =>
      existsSync(received)
        ? readFileSync(received, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as unknown)
        : [],
  };
}

const pageOf = (said: string) => `http://127.0.0.1:${/status page on port (\d+)/.exec(said)?.[1]}`;

test("an unreadable lease folder is reported, and does not end a controller that has nothing to do", async () => {
  const stage = aStage();
  const one = stage.start();
  await untilAllServe(stage);
  await one.says(/holding → armed/); // the last that there is to be done
  renameSync(join(stage.folder, "lease"), join(stage.folder, "away"));
  const response = await fetch(`${pageOf(one.said)}/metrics`);
  expect(response.status).toBe(503);
  expect(await response.text()).toMatch(/^Not available now: ENOENT/);
  expect(await askControllers(stage.folder, { ask: "status" }, seconds(30))).toMatchObject([
    { kind: "failed", message: expect.stringMatching(/^this cannot be answered now: ENOENT/) },
  ]);
  expect(await run3rc(["ctl", "status", "--folder", stage.folder])).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/cannot be answered now/),
  });
  renameSync(join(stage.folder, "away"), join(stage.folder, "lease"));
  expect((await fetch(`${pageOf(one.said)}/metrics`)).status).toBe(200);
  stage.site.kill("gridce");
  await one.says(/queued → rebooting/);
  await untilAllServe(stage);
});

test("a leader that does not know whether it leads begins nothing, calls a human and ends: no defect", async () => {
  const stage = aStage();
  const pager = aPager(stage);
  const one = stage.start({ alerts: { command: pager.command } });
  await untilAllServe(stage);
  renameSync(join(stage.folder, "lease"), join(stage.folder, "away"));
  stage.site.kill("gridce");
  expect(await one.ended).toBe(4);
  expect(one.said).toMatch(/ended: machine the lease was lost: it cannot be checked \(ENOENT/);
  expect(stage.site.started).toEqual([]);
  expect(pager.calls()).toMatchObject([
    {
      cluster: "site <&>",
      subject: "controller",
      task: "investigate",
      controller: "one",
      because: expect.stringMatching(/^the lease was lost/),
    },
  ]);
});

test("a journal that is refused causes one alert as long as nothing changes", async () => {
  const stage = aStage();
  const pager = aPager(stage);
  const more = { alerts: { command: pager.command } };
  const one = stage.start(more);
  await untilAllServe(stage);
  one.child.kill("SIGKILL");
  await one.ended;
  const other = { ...more, version: "other" };
  for (let i = 0; i < 2; i++) expect(await stage.start(other).ended).toBe(5);
  expect(pager.calls()).toMatchObject([
    { subject: "controller", because: expect.stringMatching(/written by version test, but this is other/) },
  ]);
  const journals = join(stage.folder, "journal");
  appendFileSync(join(journals, journalsIn(journals).at(-1) ?? ""), 'no line\n{"kind":"event"}\n');
  for (let i = 0; i < 2; i++) expect(await stage.start(more).ended).toBe(4);
  expect(pager.calls()).toHaveLength(2);
  expect(pager.calls()[1]).toMatchObject({
    because: expect.stringMatching(/cannot be read, but the lines after it can/),
  });
});

test("a controller that is asked to end sends no alert", async () => {
  const stage = aStage();
  const pager = aPager(stage);
  const one = stage.start({ alerts: { command: pager.command } });
  await untilAllServe(stage);
  one.child.kill("SIGTERM");
  expect(await one.ended).toBe(0);
  expect(pager.calls()).toEqual([]);
});

test("a receiver that does not answer does not prevent a controller from ending", async () => {
  const stage = aStage();
  const one = stage.start({ alerts: { command: ["sleep", "3600"] } });
  await untilAllServe(stage);
  renameSync(join(stage.folder, "lease"), join(stage.folder, "away"));
  stage.site.kill("gridce");
  expect(await one.ended).toBe(4);
});

/** The hosts and VMs of the scenarios for a lab, at addresses where nothing listens. */
function anInventory(folder: string): string {
  const hosts = ["alfa01", "alfa02", "alfa03"].map(
    (name, i) =>
      `  ${name}: { address: 127.77.0.${i + 1}, fence: { command: { powerOff: ["false"], powerOn: ["false"], status: ` +
      `["false"] } } }`,
  );
  const vms = ["gridce", "gridui", "gridse", "gridbdii", "web1", "web2"].map(
    (name, i) =>
      `  ${name}: { address: 127.77.1.${i + 1}, hostType: grid, probe: { tcp: 1 }, definition: ${name}.xml, ` +
      `disk: ${name}.img }`,
  );
  const path = join(folder, "inventory.yaml");
  writeFileSync(
    path,
    ["name: nowhere", "hosts:", ...hosts, "vms:", ...vms, "allow: { hosts: [alfa01] }", ""].join("\n"),
  );
  return path;
}

test("while crash tests run on its inventory, a controller does not begin to lead, and says why", async () => {
  const folder = temporaryFolder();
  const inventory = anInventory(folder);
  const harness = new Harness(join(folder, "nowhere.crash-test"));
  expect(harness.take()).toBeUndefined();
  const words = [
    "controller",
    join(ROOT, "scenarios/lab-crash.yaml"),
    inventory,
    "--folder",
    join(folder, "controller"),
    "--name",
    "one",
    "--listen",
    "none",
  ];
  const refused = await run3rc(words);
  expect(refused).toMatchObject({ code: 4, stdout: expect.not.stringMatching(/leads/) });
  expect(refused.stderr).toBe(
    `one: ${inventory}: process ${process.pid} runs crash tests on it; no controller acts on the same machines ` +
      "until they are over\n",
  );
  harness.release();
  let end: (signal: NodeJS.Signals) => void = () => undefined;
  const leads = run3rc(words, (kill) => (end = kill));
  await until("it has begun to lead", () => journalsIn(join(folder, "controller/journal")).length > 0);
  const leader = harness.take();
  end("SIGTERM");
  expect(leader).toBeGreaterThan(0);
  expect(await leads).toMatchObject({ code: 0 });
  expect(harness.take()).toBeUndefined();
  harness.release();
});
