// A stage for tests of the service: a process site, and its controllers as programs, built once for each test file.

import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, onTestFinished, vi } from "vitest";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { askControllers } from "../../../src/live/service/requests/control-socket.ts";
import type { Status } from "../../../src/live/service/status/status.ts";
import { someSettings } from "../../builders/scenario.ts";
import type { Given } from "./controller.ts";
import { endProcess, processesAbout, ProcessSite } from "./process-site.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** Longer than anything takes on a slow machine. */
const PATIENCE_MS = 180_000;
const TEST_MS = 600_000;

/**
 * Three VMs on three hosts. The controller probes often, and its time-outs are long: what takes long here does so
 * because the machine is slow. It forgets an episode at once, since tests kill VMs at any time, on a slow machine again
 * and again before one could be stable, and no VM is to end with a human.
 */
export const SETTINGS: Settings = someSettings({
  hosts: ["alfa01", "alfa02", "alfa03"],
  vms: { gridce: "alfa01", gridse: "alfa02", gridui: "alfa03" },
  vmSettings: { ceiling: "restart" },
  settings: {
    probes: { interval: seconds(0.4), retry: seconds(0.2), fall: 3, rise: 2 },
    ladder: [
      { kind: "reboot", attempts: 2, timeout: seconds(120), guestWithin: undefined },
      { kind: "restart", attempts: 1000, timeout: seconds(120), guestWithin: undefined },
    ],
    maxEpisodes: 1000,
    stableFor: seconds(0.01),
    storm: { share: 0.9, within: seconds(1), hold: seconds(1) },
    patience: seconds(600),
    hostActions: {
      fence: { attempts: 1000, timeout: seconds(60) },
      restartLayer: { attempts: 1, timeout: seconds(60) },
      powerOn: { attempts: 1000, timeout: seconds(60) },
      inspect: { timeout: seconds(60) },
      migrate: { timeout: seconds(60) },
      fenceAgainAfter: seconds(5),
      powerOnAgainAfter: seconds(5),
      stableFor: seconds(1),
    },
  },
});

/**
 * Longer than a slow machine delays a renewal. The death of a leader is noticed at once; only the lease of one that
 * hangs has to expire.
 */
const LEASE_SECONDS = 60;

let programs = "";

/** To be called once in a test file: builds the controller as a program, and removes it afterwards. */
export function withPrograms(): void {
  vi.setConfig({ testTimeout: TEST_MS, hookTimeout: TEST_MS });
  beforeAll(() => {
    clearAfterTheDead();
    programs = aFolder();
    transpile("src");
    transpile("test/live/service");
    writeFileSync(join(programs, "package.json"), '{ "type": "module" }');
    symlinkSync(join(ROOT, "node_modules"), join(programs, "node_modules"));
    writeFileSync(join(programs, "test/live/service/agent.sh"), readFileSync(join(ROOT, "test/live/service/agent.sh")));
  });
  afterAll(() => rmSync(programs, { recursive: true, force: true }));
}

/** A new folder, named for this process. */
function aFolder(): string {
  return mkdtempSync(join(tmpdir(), `3rc-service-${process.pid}-`));
}

/** What the tests of a killed process left: its folders, and all processes that use them. */
function clearAfterTheDead(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^3rc-service-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    const folder = join(tmpdir(), name);
    for (const pid of processesAbout(folder)) endProcess(pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

function transpile(folder: string): void {
  for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter(
    (each) => each.endsWith(".ts") && !each.endsWith(".test.ts"),
  )) {
    const options = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    };
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, folder, name), "utf8"), {
      compilerOptions: options,
    });
    const path = join(programs, folder, name.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outputText);
  }
}

export type Stage = {
  readonly site: ProcessSite;
  /** Of the controllers. */
  readonly folder: string;
  start(more?: Partial<Given>): Acting;
};

/** A running controller. */
export type Acting = {
  readonly child: ChildProcess;
  /** Its output so far. */
  readonly said: string;
  /** Waits until its output contains this. */
  says(what: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

/** All VMs run at home, and there is no controller yet. Everything is ended when the test is over. */
export function aStage(): Stage {
  const folder = aFolder();
  const site = new ProcessSite(join(folder, "site"));
  const acting: Acting[] = [];
  for (const { name, home } of SETTINGS.vms) site.begin(name, home);
  onTestFinished(async () => {
    for (const { child } of acting) child.kill("SIGKILL");
    await Promise.all(acting.map(({ ended }) => ended));
    await until("agents are through", () => !site.busy);
    site.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const given: Given = {
    site: site.folder,
    folder: join(folder, "controller"),
    name: "one",
    settings: SETTINGS,
    leaseSeconds: LEASE_SECONDS,
  };
  return {
    site,
    folder: given.folder,
    start(more = {}) {
      const one = act({ ...given, ...more });
      acting.push(one);
      return one;
    },
  };
}

function act(given: Given): Acting {
  const child = spawn(process.execPath, [join(programs, "test/live/service/controller.js"), JSON.stringify(given)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | string>((done) => child.on("close", (code, signal) => done(code ?? signal ?? "")));
  return {
    child,
    ended,
    get said() {
      return said;
    },
    says: (what) =>
      until(
        () => `${given.name} has not said ${what}, but:\n${said}`,
        () => what.exec(said) ?? undefined,
      ),
  };
}

/** The status, from the leader, or else from a standby; undefined without an answer. */
export async function statusIn({ folder }: Stage): Promise<Status | undefined> {
  const statuses = (await askControllers(folder, { ask: "status" }, seconds(5))).flatMap((reply) =>
    reply.kind === "status" ? [reply.status] : [],
  );
  return statuses.find(({ role }) => role === "leader") ?? statuses[0];
}

/** Waits until every VM runs, and the leader knows that and has inspected all hosts. */
export async function untilAllServe(stage: Stage): Promise<void> {
  let last = "";
  await until(
    () => `all VMs to serve: ${JSON.stringify(stage.site.running)} ${last}`,
    async () => {
      const status = await statusIn(stage);
      const led = status?.led;
      last = JSON.stringify({ controller: led?.controller, vms: led?.vms });
      return (
        stage.site.running.length === SETTINGS.vms.length &&
        led?.controller !== "holding" &&
        led?.vms.every(({ state }) => state === "up")
      );
    },
  );
}

/** Waits until the function returns something. No test waits for ever. */
export async function until<T>(
  what: string | (() => string),
  condition: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const seen = await condition();
    if (seen !== undefined && seen !== false) return seen;
    await sleep(20);
  }
  throw new Error(`waited in vain: ${typeof what === "string" ? what : what()}`);
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
