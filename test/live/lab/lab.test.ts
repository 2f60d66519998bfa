// The lab as a user sees it: built, inspected, broken, removed, also after an interrupted build. It has a name of its
// own, so that it does not interfere with another lab.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import { boots } from "../../../src/live/lab/guests/accelerator.ts";
import { namespacesOf, planLab } from "../../../src/live/lab/plan.ts";
import { sshTo } from "../../../src/live/lab/tools.ts";
import { runProgram } from "../../../src/base/platform/program.ts";
import { MINUTE, seconds } from "../../../src/base/prelude/time.ts";
import { run3rc, type Said } from "../../ui/cli/command.ts";
import { leftOut } from "../../left-out.ts";
import { IMAGES, noLab } from "./machine.ts";

const NAME = "3rc-test";
const PATIENCE_MS = 600_000;
const base = mkdtempSync(join(tmpdir(), "3rc-lab-test-"));
const plan = planLab(NAME, join(base, "lab"));
const [alfa01] = plan.hosts;
const up = (whenTold?: (kill: (signal: NodeJS.Signals) => void) => void) =>
  run3rc(["lab", "up", "--name", NAME, "--folder", plan.folder, "--images", IMAGES], whenTold);
const lab = (verb: "status" | "down", ...words: readonly string[]) => run3rc(["lab", verb, "--name", NAME, ...words]);

const why = leftOut(noLab);

describe.skipIf(why !== undefined)(`3rc lab${why === undefined ? "" : `, which cannot be built here: ${why}`}`, () => {
  beforeAll(async () => {
    await lab("down"); // of an earlier run that died
  }, PATIENCE_MS);

  afterAll(async () => {
    await lab("down");
    rmSync(base, { recursive: true, force: true });
  }, PATIENCE_MS);

  test(
    "is reported as absent before it is built, and removing it succeeds",
    async () => {
      expect(await lab("status")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`there is no lab of the name "${NAME}"`),
      });
      expect((await lab("down")).code).toBe(0);
    },
    PATIENCE_MS,
  );

  describe("once built", () => {
    let built: Said;

    beforeAll(async () => {
      built = await up();
    }, PATIENCE_MS);

    test("says where its inventory is, which is valid", () => {
      expect(built, built.stderr).toMatchObject({ code: 0, stdout: `${plan.paths.inventory}\n` });
      const read = parseInventory(
        readFileSync(plan.paths.inventory),
        plan.paths.inventory,
        dirname(plan.paths.inventory),
      );
      expect(read).toMatchObject({ ok: true });
      expect(read.ok && read.inventory.vms.map(({ name, hostType }) => `${name}:${hostType}`)).toEqual([
        "gridce:grid",
        "gridui:grid",
        "gridse:grid",
        "gridbdii:grid",
        "web1:webserver",
        "web2:webserver",
      ]);
    });

    test(
      "all of it is healthy, and each VM is on one host",
      async () => {
        const said = await lab("status");
        expect(said, said.stdout).toMatchObject({ code: 0 });
        expect(said.stdout).toMatch(/^gridbdii +grid +alfa02 +yes$/m);
      },
      PATIENCE_MS,
    );

    test(
      "hosts and guests are reached by ssh, with known host keys",
      async () => {
        expect(await inside(alfa01.address, "hostname")).toBe("alfa01\n");
        expect(await inside(plan.vms[0].address, "hostname")).toBe("gridce\n");
      },
      PATIENCE_MS,
    );

    test(
      "a VM that runs on one host cannot be started on another",
      async () => {
        const { code, stderr } = await remote(plan.hosts[1].address, "virsh", "create", plan.vms[0].definition);
        expect(code).not.toBe(0);
        expect(stderr).toContain("is locked");
      },
      PATIENCE_MS,
    );

    test(
      "a second lab of the same name in another folder is refused, and leaves the first alone",
      async () => {
        const said = await run3rc(["lab", "up", "--name", NAME, "--folder", join(base, "other")]);
        expect(said).toMatchObject({ code: 4, stderr: expect.stringContaining(plan.folder) });
        expect(existsSync(join(base, "other"))).toBe(false);
      },
      PATIENCE_MS,
    );

    test(
      "a stalled store makes readers wait, the host can be switched off all the same, and then all continues",
      async () => {
        const store = join(plan.paths.bin, "store");
        await here(store, "stall");
        expect(
          (await remote(alfa01.address, "timeout", "-s", "KILL", "2", "stat", "--file-system", plan.paths.store)).code,
        ).not.toBe(0);
        await board("off");
        expect(await board("status")).toMatch(/is off/);
        await here(store, "resume");
        expect(await inside(plan.hosts[1].address, "stat", "--format", "%F", plan.paths.store)).toBe("directory\n");
        await board("on");
      },
      PATIENCE_MS,
    );

    test(
      "a host that its board switches off is dead, the others are not, and it returns with the data of its disk",
      async () => {
        await untilReached(alfa01.address);
        await inside(alfa01.address, "touch", "/etc/libvirt/kept", "/run/lost");
        await board("off");
        expect(await board("status")).toMatch(/is off/);
        const dead = await lab("status");
        expect(dead.code).toBe(1);
        expect(dead.stdout).toMatch(/^alfa01 +OFF +NO +NO +yes$/m);
        expect(dead.stdout).toMatch(/^alfa02 +on +yes +yes +yes$/m);
        expect(dead.stdout).toMatch(/^gridce +grid +NONE +NO$/m);
        await board("on");
        expect(await board("status")).toMatch(/is on/);
        await untilReached(alfa01.address);
        expect(await inside(alfa01.address, "ls", "/etc/libvirt/kept")).toBe("/etc/libvirt/kept\n");
        expect((await remote(alfa01.address, "ls", "/run/lost")).code).not.toBe(0);
      },
      PATIENCE_MS,
    );

    test(
      "nothing of it is left when it has been removed",
      async () => {
        expect(remains()).not.toEqual([]);
        expect((await lab("down")).code).toBe(0);
        expect(remains()).toEqual([]);
      },
      PATIENCE_MS,
    );
  });

  test(
    "nothing is left of a lab whose build was killed, once it is removed",
    async () => {
      const killed = await upAndThen("SIGKILL");
      expect(killed.signal).toBe("SIGKILL");
      expect(remains()).not.toEqual([]);
      const said = await lab("down");
      expect(said, said.stderr).toMatchObject({ code: 0 });
      expect(remains()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    "nothing is left of a lab whose build was interrupted",
    async () => {
      expect(await upAndThen("SIGINT")).toMatchObject({
        code: 130,
        stderr: expect.stringContaining("the lab was removed"),
      });
      expect(remains()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    "a folder with other files is left alone",
    async () => {
      const folder = join(base, "precious");
      mkdirSync(folder);
      writeFileSync(join(folder, "thesis.tex"), "");
      for (const verb of ["up", "down"]) {
        expect(await run3rc(["lab", verb, "--name", NAME, "--folder", folder])).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("left unchanged"),
        });
      }
      expect(readdirSync(folder)).toEqual(["thesis.tex"]);
    },
    PATIENCE_MS,
  );

  test(
    "a folder that the hosts could not see, and a name that is too long for an interface, are refused",
    async () => {
      expect(await run3rc(["lab", "up", "--name", NAME, "--folder", "/root/lab"])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("/root"),
      });
      expect(await run3rc(["lab", "up", "--name", "a name; rm"])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("expected"),
      });
    },
    PATIENCE_MS,
  );

  test(
    "a processor counts as able to run guests when a kernel has booted on it",
    async () => {
      const kernel = readdirSync(IMAGES, { recursive: true, encoding: "utf8" }).find((name) =>
        /^images-[^/]*\/vmlinuz$/.test(name),
      );
      expect(kernel).toBeDefined();
      expect(await boots("tcg", join(IMAGES, String(kernel)), seconds(300), new AbortController().signal)).toBe(true);
      expect(await boots("tcg", alfa01.folder, seconds(300), new AbortController().signal)).toBe(false);
    },
    PATIENCE_MS,
  );
});

/** Builds until the hosts exist, then sends the signal to the builder. */
async function upAndThen(signal: NodeJS.Signals): Promise<Said> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await up((kill) => {
      timer = setInterval(() => {
        if (!existsSync(join(plan.folder, "hosts", "alfa03", "sshd.log"))) return;
        clearInterval(timer);
        kill(signal);
      }, 50);
    });
  } finally {
    clearInterval(timer);
  }
}

/** Everything on this machine that has the lab's mark. */
function remains(): readonly string[] {
  const spaces = namespacesOf(plan);
  return [
    ...(existsSync("/run/netns") ? readdirSync("/run/netns").filter((name) => spaces.includes(name)) : []),
    ...readdirSync("/sys/class/net").filter((name) => name.startsWith(NAME)),
    ...readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line.includes(plan.folder)),
    ...readdirSync("/sys/block").filter((name) =>
      textOf(`/sys/block/${name}/loop/backing_file`).startsWith(plan.folder),
    ),
    ...readdirSync("/proc").filter(
      (name) =>
        /^\d+$/.test(name) &&
        (textOf(`/proc/${name}/environ`) + textOf(`/proc/${name}/cmdline`).replaceAll("\0", " ")).includes(plan.folder),
    ),
    ...[plan.folder, `/run/${NAME}.lab`].filter((path) => existsSync(path)),
  ];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function remote(address: string, ...words: readonly string[]) {
  return runProgram([...sshTo(plan, address), ...words], { timeout: MINUTE });
}

async function inside(address: string, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await remote(address, ...words);
  expect(code, stderr).toBe(0);
  return stdout;
}

async function untilReached(address: string): Promise<void> {
  await expect
    .poll(async () => (await remote(address, "virsh", "-q", "list")).code, { timeout: 240_000, interval: 500 })
    .toBe(0);
}

async function here(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(argv, { timeout: MINUTE });
  expect(code, stderr).toBe(0);
  return stdout;
}

/** A command to the management board of alfa01. */
function board(word: "on" | "off" | "status"): Promise<string> {
  return here(
    "ipmitool",
    "-I",
    "lanplus",
    "-C",
    "3",
    "-H",
    alfa01.board,
    "-U",
    "admin",
    "-f",
    plan.paths.boardPassword,
    "chassis",
    "power",
    word,
  );
}
