// The controller as a service on real machines: it is started, killed, started again, replaced, and gets requests.
// All the while an independent witness asks every hypervisor which domains run there.

import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Command } from "../../src/core/controller/contract/command.ts";
import { Reach } from "../../src/live/driver/reach.ts";
import { pause } from "../../src/base/platform/clock.ts";
import type { Finished } from "../../src/base/platform/program.ts";
import { seconds } from "../../src/base/prelude/time.ts";
import type { Entry } from "../../src/core/journal/entry.ts";
import { askControllers } from "../../src/live/service/requests/control-socket.ts";
import { journalsIn, readServiceJournal } from "../../src/live/service/journal.ts";
import type { Status, VmStatus } from "../../src/live/service/status/status.ts";
import { bringBack, command, describeOnLab, HOMES, INVENTORY, inventory, scenario } from "./on-lab.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/3rc/main.js");
const LONG = { timeout: 300_000, interval: 100 };

/**
 * Faster than in the scenario, since these tests do not measure times; and a VM that cannot be booted is handed to a
 * human.
 */
const SETTINGS = [
  "monitor.interval=3s",
  "monitor.retry=2s",
  "monitor.patience=2s",
  "controller.stableFor=3s",
  "cluster.vms.gridce.ceiling=restart",
];

type Acting = {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  says(what: RegExp): Promise<void>;
};

/**
 * Asks every hypervisor again and again. A VM that two of them report, and then both report once more, ran twice.
 */
class Witness {
  readonly #reach: Reach;
  readonly #abort = new AbortController();
  readonly #over: Promise<void>;
  readonly twice: string[] = [];
  answers = 0;

  constructor(reach: Reach) {
    this.#reach = reach;
    this.#over = this.#watch();
  }

  /** VM and host of all domains that run, as "gridce alfa01". */
  async inspect(): Promise<readonly string[]> {
    const seen = await Promise.all(
      [...this.#reach.hosts.values()].map(async ({ entry, ssh }) => {
        const { kind, finished } = await ssh.run(["virsh", "-q", "list", "--name", "--state-running"], {
          timeout: seconds(20),
        });
        if (kind !== "ran" || finished.code !== 0) return [];
        this.answers++;
        return finished.stdout
          .split("\n")
          .filter((domain) => domain.trim() !== "")
          .map((domain) => `${domain.trim()} ${entry.name}`);
      }),
    );
    return seen.flat();
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.#over;
  }

  async #watch(): Promise<void> {
    for (; !this.#abort.signal.aborted; await pause(seconds(1), this.#abort.signal)) {
      const first = severalTimes(await this.inspect());
      if (first.length === 0) continue;
      const again = severalTimes(await this.inspect());
      this.twice.push(...first.filter((vm) => again.includes(vm)));
    }
  }
}

function severalTimes(running: readonly string[]): string[] {
  const vms = running.map((each) => each.split(" ")[0]);
  return [...new Set(vms.filter((vm, i) => vms.indexOf(vm) !== i))];
}

describeOnLab("the controller as a service, on real machines", () => {
  let home: string;
  let folder: string;
  let reach: Reach;
  let witness: Witness;
  let leader: Acting;
  let other: Acting;
  const acting: Acting[] = [];

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "3rc-test-"));
    folder = join(home, "controller");
    writeFileSync(join(home, "page"), `#!/bin/sh\ncat >> "${home}/called"\n`);
    chmodSync(join(home, "page"), 0o755);
    reach = new Reach(inventory());
    await bringBack(reach);
    witness = new Witness(reach);
  });

  afterAll(async () => {
    for (const { child } of acting) child.kill("SIGKILL");
    await Promise.all(acting.map(({ ended }) => ended));
    await witness.end();
    await bringBack(reach);
    await reach.close();
    rmSync(home, { recursive: true, force: true });
  });

  function start(name: string): Acting {
    const words = [
      "controller",
      scenario("lab-crash"),
      INVENTORY,
      "--folder",
      folder,
      "--name",
      name,
      "--listen",
      "0",
      "--lease",
      "30s",
      "--alert-command",
      join(home, "page"),
    ];
    const child = spawn(process.execPath, [MAIN, ...words, ...SETTINGS.flatMap((each) => ["--set", each])], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const one: Acting = {
      child,
      ended: new Promise((done) => child.on("close", done)),
      says: (what) => expect.poll(() => said, LONG).toMatch(what),
    };
    acting.push(one);
    return one;
  }

  const ctl = (...words: readonly string[]): Promise<Finished> => command("ctl", ...words, "--folder", folder);

  async function status(): Promise<Status | undefined> {
    const replies = await askControllers(folder, { ask: "status" }, seconds(5));
    return replies
      .flatMap((reply) => (reply.kind === "status" && reply.status.role === "leader" ? [reply.status] : []))
      .at(0);
  }
  const vmStatus = async (name: string): Promise<VmStatus | undefined> =>
    (await status())?.led?.vms.find((vm) => vm.name === name);
  const isUp = (name: string) => expect.poll(async () => (await vmStatus(name))?.state, LONG).toBe("up");
  const allAreUp = () =>
    expect
      .poll(async () => (await status())?.led?.vms.filter(({ state }) => state === "up").length, LONG)
      .toBe(HOMES.size);

  function entries(): readonly Entry[] {
    return journalsIn(join(folder, "journal")).flatMap(
      (name) => readServiceJournal(join(folder, "journal", name)).entries,
    );
  }

  /** The commands about a VM, without inspections. */
  function acts(vm: string): readonly Command[] {
    return entries().flatMap((entry) =>
      entry.kind === "command" && "vm" in entry.command && entry.command.vm === vm ? [entry.command] : [],
    );
  }
  function isUnderWay(act: Command | undefined): boolean {
    return (
      act !== undefined &&
      "id" in act &&
      !entries().some(
        (entry) => entry.kind === "event" && entry.event.kind === "outcome" && entry.event.command === act.id,
      )
    );
  }
  const isActedOn = (vm: string, before: number) =>
    expect.poll(() => acts(vm).length, { ...LONG, interval: 20 }).toBeGreaterThan(before);

  /** Kills its QEMU. Resolves when the domain has ended. */
  async function kill(vm: string): Promise<void> {
    const host = (await witness.inspect()).find((each) => each.startsWith(`${vm} `))?.split(" ")[1] ?? "";
    expect(
      (await reach.host(host).ssh.run(["virsh", "-q", "destroy", reach.vm(vm).domain], { timeout: seconds(60) }))
        .finished,
    ).toMatchObject({ code: 0 });
  }

  async function dies(vm: string): Promise<void> {
    const before = acts(vm).length;
    await kill(vm);
    await isActedOn(vm, before);
  }

  test("it locates its VMs before it does anything about them, and excludes campaigns", async () => {
    leader = start("one");
    await leader.says(/leads, in term 1/);
    const campaign = await command(
      "run",
      scenario("lab-crash"),
      "--live",
      INVENTORY,
      "--yes",
      "lab-crash",
      "--trials",
      "1",
      "--no-report",
      "--out",
      home,
    );
    expect(campaign).toMatchObject({ code: 4 });
    expect(campaign.stderr).toContain(`process ${leader.child.pid} is using it`);
    await allAreUp();
    for (const [vm] of HOMES) {
      const about = entries().filter(
        (entry) =>
          entry.kind === "command" &&
          ("vm" in entry.command
            ? entry.command.vm === vm
            : entry.command.kind === "announce" &&
              entry.command.subject === `vm/${vm}` &&
              entry.command.from === "locating"),
      );
      expect(about[0]).toMatchObject({ command: { kind: "announce" } });
    }
  });

  test("a VM whose domain is killed is recovered", async () => {
    await dies("gridse");
    await isUp("gridse");
    expect((await ctl("why", "gridse")).stdout).toMatch(/reboot-vm on alfa02 \[done\]\n {4}because /);
    expect((await ctl("status")).stdout).toMatch(
      /^lab-crash: one on \S+ leads, in term \d+; the controller is armed\.$/m,
    );
  });

  test("killed in the middle of a reboot and started again, it inspects the effect, and continues", async () => {
    for (;;) {
      await dies("gridbdii");
      leader.child.kill("SIGKILL");
      await leader.ended;
      if (isUnderWay(acts("gridbdii").at(-1))) break;
      leader = start("one"); // this was too slow, and the reboot has come to its end
      await isUp("gridbdii");
    }
    const before = entries().length;
    leader = start("one");
    await leader.says(/leads, in term/);
    await isUp("gridbdii");
    const first = entries()
      .slice(before)
      .find((entry) => entry.kind === "command" && "host" in entry.command && entry.command.host === "alfa02");
    expect(first).toMatchObject({ command: { kind: "inspect-host" } });
    expect((await ctl("why", "gridbdii")).stdout).toMatch(/reboot-vm on alfa02/);
  });

  test("a second one stands by, and continues the first one's work when that is killed", async () => {
    other = start("two");
    await other.says(/stands by: one on \S+ leads/);
    expect((await ctl("status")).stdout).toContain("two stands by.");
    const before = acts("web2").length;
    await kill("web2");
    leader.child.kill("SIGKILL");
    await other.says(/leads, in term/);
    await isActedOn("web2", before);
    await isUp("web2");
    [leader, other] = [other, start("one")];
    await other.says(/stands by: two/);
    await allAreUp();
  });

  test("it takes no action on a target in maintenance, and none at all while it is disarmed", async () => {
    const before = { web1: acts("web1").length, gridui: acts("gridui").length };
    expect((await ctl("maintenance", "web1")).stdout).toMatch(/vm\/web1 {2}up → resting \(maintain\)/);
    expect((await ctl("disarm")).stdout).toMatch(/armed → disarmed/);
    await kill("web1");
    await kill("gridui");
    await expect.poll(async () => (await vmStatus("gridui"))?.state, LONG).toBe("queued");
    expect(acts("gridui")).toHaveLength(before.gridui);
    expect((await ctl("arm")).stdout).toMatch(/disarmed → armed/);
    await isActedOn("gridui", before.gridui);
    await isUp("gridui");
    expect(acts("web1")).toHaveLength(before.web1);
    expect((await ctl("maintenance", "web1", "--end")).code).toBe(0);
    await isActedOn("web1", before.web1);
    await isUp("web1");
  });

  test("it migrates a VM on request", async () => {
    for (const [from, to] of [
      ["alfa01", "alfa03"],
      ["alfa03", "alfa01"],
    ]) {
      expect((await ctl("move", "gridui", to)).stdout).toMatch(`migrate-vm from ${from} to ${to}`);
      await expect
        .poll(async () => (await witness.inspect()).filter((each) => each.startsWith("gridui ")), LONG)
        .toEqual([`gridui ${to}`]);
      await expect.poll(() => vmStatus("gridui"), LONG).toMatchObject({ state: "up", host: to });
    }
  });

  test("it calls a human for a VM that cannot be booted, and recovers it when it is released", async () => {
    const { definition } = reach.vm("gridce");
    renameSync(definition, `${definition}.away`);
    try {
      await dies("gridce");
      await expect.poll(async () => (await vmStatus("gridce"))?.health, LONG).toBe("human");
      await expect
        .poll(() => existsSync(join(home, "called")) && readFileSync(join(home, "called"), "utf8"), LONG)
        .toMatch(/"subject":"vm\/gridce","task":"repair-vm"/);
    } finally {
      renameSync(`${definition}.away`, definition);
    }
    expect((await ctl("release", "gridce")).stdout).toMatch(/vm\/gridce/);
    await isUp("gridce");
  });

  test("it ends on request, the other takes over, and no VM ever ran twice", async () => {
    leader.child.kill("SIGTERM");
    expect(await leader.ended).toBe(0);
    await other.says(/leads, in term/);
    await allAreUp();
    other.child.kill("SIGTERM");
    expect(await other.ended).toBe(0);
    await witness.end();
    expect(witness.twice).toEqual([]);
    expect(witness.answers).toBeGreaterThan(60);
  });
});
