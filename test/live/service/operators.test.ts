// The interfaces of a controller for operators and other programs: requests, pages, metrics, alerts, and a clear
// message when the disk is full.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getuid } from "node:process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seconds } from "../../../src/base/prelude/time.ts";
import { Alerts, type AlertMessage } from "../../../src/live/service/alerts/alerts.ts";
import { askControllers } from "../../../src/live/service/requests/control-socket.ts";
import { journalsIn, readServiceJournal } from "../../../src/live/service/journal.ts";
import { run3rc, temporaryFolder } from "../../ui/cli/command.ts";
import { aStage, sleep, until, untilAllServe, withPrograms, type Stage } from "./stage.ts";

withPrograms();

const ctl = ({ folder }: Stage, ...words: string[]) => run3rc(["ctl", ...words, "--folder", folder]);

/** gridce dies, is noticed as down, and is recovered. */
async function recoversOnce(stage: Stage): Promise<void> {
  const before = stage.site.started.length;
  stage.site.kill("gridce");
  await until("gridce is started", () => stage.site.started.length > before);
  await untilAllServe(stage);
}

test("operators use 3rc ctl to see the state, disarm and arm", async () => {
  const stage = aStage();
  const one = stage.start();
  await untilAllServe(stage);
  const status = await ctl(stage, "status");
  expect(status.code).toBe(0);
  expect(status.stdout).toMatch(/^site <&>: one on \S+ leads, in term 1; the controller is armed\.\n/);
  expect(status.stdout).toMatch(/^gridce +up +\S+ +alfa01$/m);

  expect((await ctl(stage, "maintenance", "gridce")).stdout).toMatch(
    /vm\/gridce {2}up → resting \(maintain\)\n {4}because an operator asked for it/,
  );
  stage.site.kill("gridce");
  await sleep(2000);
  expect(stage.site.started).toEqual([]);
  expect((await ctl(stage, "maintenance", "gridce", "--end")).code).toBe(0);
  await untilAllServe(stage);
  expect(stage.site.started).toHaveLength(1);

  expect((await ctl(stage, "disarm")).stdout).toMatch(/armed → disarmed/);
  stage.site.kill("gridse");
  await one.says(/vm\/gridse: .*→ queued/);
  await sleep(1000);
  expect(stage.site.started).toHaveLength(1);
  expect((await ctl(stage, "arm")).code).toBe(0);
  await untilAllServe(stage);

  const why = await ctl(stage, "why", "gridse");
  expect(why.stdout).toMatch(
    /Z {2}reboot-vm on alfa02 \[done\]\n {4}because 3 probes in a row failed, the last: no answer\n/,
  );
  expect((await ctl(stage, "release", "gridse")).stdout).toMatch(/nothing needs to be done now/);
  expect((await ctl(stage, "confirm-dead", "alfa02")).stdout).toMatch(/nothing needs to be done/);
  expect((await ctl(stage, "move", "gridse", "alfa01")).stdout).toMatch(/migrate-vm from alfa02 to alfa01/);
  const unknown = await ctl(stage, "move", "gridse", "alfa09");
  expect(unknown).toMatchObject({
    code: 2,
    stderr: "there is no such name; VMs: gridce, gridse, gridui; hosts: alfa01, alfa02, alfa03\n",
  });
});

test("without a controller 3rc ctl reports that and ends with 4; a standby accepts no requests", async () => {
  const nobody = await run3rc(["ctl", "status", "--folder", temporaryFolder()]);
  expect(nobody.code).toBe(4);
  expect(nobody.stderr).toMatch(/no controller answers/);
  const stage = aStage();
  const one = stage.start({ leaseSeconds: 3000 });
  await one.says(/leads, in term 1/);
  await stage.start({ name: "two" }).says(/stands by/);
  await until(
    "both answer",
    async () => (await askControllers(stage.folder, { ask: "status" }, seconds(5))).length === 2,
  );
  expect((await ctl(stage, "status")).stdout).toMatch(/one on \S+ leads[^]*two stands by\./);
  one.child.kill("SIGSTOP"); // the standby alone answers
  const [answered] = await until("the standby answers", async () => {
    const replies = await askControllers(stage.folder, { ask: "request", request: { kind: "disarm" } }, seconds(2));
    return replies.length > 0 && replies;
  });
  expect(answered).toMatchObject({ kind: "standby", leader: expect.stringMatching(/^one on \S+ leads$/) });
});

test("requests over the socket are checked, and only its owner may connect", async () => {
  const stage = aStage();
  await stage.start().says(/leads, in term 1/);
  expect(statSync(join(stage.folder, "control/one.sock")).mode & 0o777).toBe(0o600);
  expect(statSync(join(stage.folder, "control")).mode & 0o777).toBe(0o700);
  for (const wrong of [
    { ask: "request", request: { kind: "maintain", target: "gridce" } },
    { ask: "request", request: { kind: "erase" } },
    "status",
    null,
  ]) {
    expect(await askControllers(stage.folder, wrong as never, seconds(5))).toMatchObject([{ kind: "refused" }]);
  }
});

test("the page, its data and the metrics are served on loopback, for GET only", async () => {
  const stage = aStage();
  const one = stage.start();
  await untilAllServe(stage);
  await recoversOnce(stage);
  const [, port] = await one.says(/status page on port (\d+)/);
  const get = async (path: string, method = "GET") => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { code: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  const page = await get("/");
  expect(page).toMatchObject({ code: 200, type: "text/html; charset=utf-8" });
  expect(page.text).toContain("<h1>site &lt;&amp;&gt;</h1>");
  const capacity = "survives any 2 of 3 hosts: one has room for all VMs";
  expect(page.text).toContain(`<p class="soft site">The site ${capacity}.</p>`);
  expect(page.text).not.toMatch(/<script|https?:\/\//);
  expect(JSON.parse((await get("/status.json")).text)).toMatchObject({
    schema: 1,
    role: "leader",
    capacity,
    led: { controller: "armed", vms: [{ name: "gridce", health: "up" }, {}, {}] },
  });
  const metrics = await get("/metrics");
  expect(metrics.type).toBe("text/plain; version=0.0.4; charset=utf-8");
  for (const line of metrics.text.trimEnd().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"\n]*",?)+\})? [0-9.e+-]+)$/);
  for (const line of [
    'threerc_vm_up{vm="gridce"} 1',
    "threerc_leader 1",
    'threerc_outcomes_total{kind="reboot-vm",outcome="done"} 1',
    "threerc_episodes_total 1",
    "threerc_recovery_duration_seconds_count 1",
    'threerc_recovery_duration_seconds_bucket{le="+Inf"} 1',
  ]) {
    expect(metrics.text.split("\n")).toContain(line);
  }
  expect(metrics.text).toMatch(/threerc_build_info\{version="test",cluster="site <&>"\} 1/);
  expect(metrics.text).toMatch(/threerc_probes_total\{answer="service"\} \d+/);
  expect(await get("/", "POST")).toMatchObject({ code: 405 });
  expect(await get("/etc/passwd")).toMatchObject({ code: 404 });
});

test("a journal that has grown continues in a new file, and is continued after a restart", async () => {
  const stage = aStage();
  let one = stage.start({ compactAfter: 1 });
  await untilAllServe(stage);
  for (let i = 0; i < 3; i++) {
    await recoversOnce(stage);
  }
  const journals = journalsIn(join(stage.folder, "journal"));
  expect(journals.length).toBeLessThanOrEqual(4);
  expect(journals.at(-1)).toMatch(/^00000001-0000000[2-9]/);
  one.child.kill("SIGKILL");
  await one.ended;
  one = stage.start();
  await one.says(/leads, in term 2/);
  await untilAllServe(stage);
});

test.skipIf(getuid?.() !== 0)(
  "a full disk of the journal stops everything, and is reported; with free space it continues (needs root)",
  async () => {
    const stage = aStage();
    mkdirSync(stage.folder, { mode: 0o700 });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k,mode=700", "none", stage.folder]);
    onTestFinished(() => void execFileSync("umount", ["-l", stage.folder]));
    const one = stage.start({ leaseSeconds: 10 });
    await untilAllServe(stage);
    try {
      writeFileSync(join(stage.folder, "ballast"), Buffer.alloc(1_000_000));
    } catch {
      // This is intended: the disk is full now.
    }
    let ended = false;
    void one.ended.then(() => (ended = true));
    while (!ended) {
      stage.site.kill("gridce"); // what has room in the last page of the file may still be done
      await sleep(500);
    }
    expect(one.said).toMatch(
      new RegExp(
        "ended: machine the (journal cannot be written, so nothing more is done: ENOSPC|" +
          "lease was lost: it could not be renewed in time \\(ENOSPC)",
      ),
    );
    expect(await one.ended).toBe(4);
    const journal = join(stage.folder, "journal");
    const recorded = readServiceJournal(join(journal, journalsIn(journal).at(-1) ?? "")).entries.filter(
      (entry) => entry.kind === "command" && /^(start|reboot)-vm$/.test(entry.command.kind),
    );
    expect(stage.site.started.length).toBeLessThanOrEqual(recorded.length);
    writeFileSync(join(stage.folder, "ballast"), "");
    await stage.start().says(/leads, in term 2/);
    await untilAllServe(stage);
    expect(stage.site.twice).toBe("");
  },
);

const CALL: AlertMessage = {
  schema: 1,
  cluster: "pisa",
  at: "2026-01-01T00:00:00Z",
  subject: "vm/gridce",
  task: "repair-vm",
  because: "no rung is left",
  controller: "one",
};

test("an alert is posted to a web hook, again if that fails; the secret of its address is not printed", async () => {
  const received: string[] = [];
  const said: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece: Buffer) => (text += piece.toString()));
    request.on("end", () => {
      received.push(`${request.method} ${request.url} ${text.trim()}`);
      response.writeHead(received.length < 3 ? 500 : 204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const alerts = new Alerts(
    { webhook: `http://127.0.0.1:${port}/hooks/secret?token=secret` },
    (line) => said.push(line),
    [seconds(0.01), seconds(0.01)],
  );
  alerts.send(CALL);
  await until("it is through", () => alerts.sent === 1);
  expect(received).toHaveLength(3);
  expect(received[2]).toBe(`POST /hooks/secret?token=secret ${JSON.stringify(CALL)}`);
  expect(said).toEqual([
    `the alert about vm/gridce was not delivered to the web hook at 127.0.0.1:${port} and is retried: it ` +
      "answers 500",
  ]);
});

test("an alert that is not delivered after all its attempts is given up, and counted", async () => {
  const said: string[] = [];
  const alerts = new Alerts(
    { webhook: "http://127.0.0.1:1/secret", command: ["/no/such/program"] },
    (line) => said.push(line),
    [seconds(0.01)],
  );
  alerts.send(CALL);
  await until("it is given up", () => alerts.failed === 2);
  expect(alerts.sent).toBe(0);
  expect(said.join("\n")).not.toContain("secret");
});

test("an alert is given to a command on its standard input", async () => {
  const folder = temporaryFolder();
  const program = join(folder, "page");
  writeFileSync(program, `#!/bin/sh\ncat > "$1.tmp" && mv "$1.tmp" "$1"\n`);
  chmodSync(program, 0o755);
  const alerts = new Alerts({ command: [program, join(folder, "received")] }, () => undefined);
  alerts.send(CALL);
  await until("it is delivered", () => alerts.sent === 1);
  expect(JSON.parse(readFileSync(join(folder, "received"), "utf8"))).toEqual(CALL);
});

test("an alert of the controller is delivered", async () => {
  const stage = aStage();
  const received = join(stage.folder, "received");
  const program = join(stage.site.folder, "page");
  writeFileSync(program, `#!/bin/sh\ncat >> "${received}"\n`);
  chmodSync(program, 0o755);
  const one = stage.start({ alerts: { command: [program] } });
  await untilAllServe(stage);
  await ctl(stage, "move", "gridce", "alfa02"); // this site cannot, so whoever wanted it is told
  await until("it is delivered", () => (statSync(received, { throwIfNoEntry: false })?.size ?? 0) > 0);
  expect(JSON.parse(readFileSync(received, "utf8").split("\n")[0])).toMatchObject({
    cluster: "site <&>",
    subject: "vm/gridce",
    task: "investigate",
    controller: "one",
  });
  one.child.kill("SIGKILL");
});
