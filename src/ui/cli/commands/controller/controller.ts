// `3rc controller SCENARIO INVENTORY`: watches and heals a cluster continuously. The scenario gives the cluster and the
// controller's settings; the inventory says where hosts and VMs are and what may be touched.

import { hostname } from "node:os";
import { join } from "node:path";
import { probesOf, type Settings } from "../../../../core/controller/contract/settings.ts";
import { threeRc } from "../../../../core/controller/three-rc/three-rc.ts";
import type { Harness } from "../../../../live/crash-test/campaign/harness.ts";
import { liveDriver } from "../../../../live/driver/live-driver.ts";
import { FenceRecord } from "../../../../live/driver/fencing/fence-record.ts";
import { Reach } from "../../../../live/driver/reach.ts";
import type { Inventory } from "../../../../live/inventory/inventory.ts";
import { now } from "../../../../base/platform/clock.ts";
import { parseDuration, seconds, type Duration } from "../../../../base/prelude/time.ts";
import type { AlertTargets } from "../../../../live/service/alerts/alerts.ts";
import { JournalProblem } from "../../../../live/service/journal.ts";
import {
  leaseOf,
  serveController,
  type Ground,
  type Service,
  type ServiceOptions,
} from "../../../../live/service/serve.ts";
import type { Listen } from "../../../../live/service/status/web.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { loadInventory } from "../../load-inventory.ts";
import { loadScenario, printRemarks } from "../../load-scenario.ts";
import { readInput } from "../../read-input.ts";
import { harnessOf } from "../run/run-live.ts";
import { VERSION } from "../../../../base/platform/version.ts";
import { print } from "../../terminal/print.ts";

export type ControllerCommandOptions = {
  readonly folder: string;
  readonly name?: string;
  readonly listen: string;
  readonly lease: string;
  readonly alertWebhook?: string;
  readonly alertCommand?: string;
  readonly beginAnew?: true;
  readonly set: readonly string[];
};

/** Runs until a signal or a failure ends it. */
export async function controller(
  file: string,
  inventoryFile: string,
  options: ControllerCommandOptions,
): Promise<void> {
  const { scenario, remarks } = loadScenario(file, options.set);
  const inventory = loadInventory(inventoryFile);
  const missing = unknownTo(inventory, scenario.settings);
  if (missing.length > 0) throw new Refusal(missing.map((sentence) => `${inventoryFile}: ${sentence}`).join("\n"));
  printRemarks(remarks);
  const harness = harnessOf(inventoryFile, inventory);
  const say = (line: string) => print(`${line}\n`);
  const { settings, site } = scenario;
  const listen = listenOf(options.listen);
  const lease = leaseOf(durationOf(options.lease));
  const alerts = alertsOf(options);
  const reach = new Reach(inventory, new FenceRecord(join(options.folder, "fences.jsonl")));
  try {
    await serveUntilToldToEnd({
      controller: threeRc,
      settings,
      cluster: scenario.name,
      scenario: { name: scenario.name, hash: scenario.hash },
      folder: options.folder,
      name: options.name ?? hostname(),
      version: VERSION,
      now,
      say,
      listen,
      lease,
      alerts,
      beginAnew: options.beginAnew,
      ground: groundOf(inventoryFile, harness, say),
      open: (mayAct, failed) =>
        liveDriver({
          reach,
          failed,
          interval: (target) => probesOf(settings, target).interval,
          patience: site.probing.patience,
          hosts: settings.hosts.map(({ name }) => name),
          vms: settings.vms.map(({ name }) => name),
          stopped: () => !mayAct() || harness.stopped,
          told: () => undefined,
        }),
    });
  } finally {
    await reach.close();
  }
}

/** Runs the service, stops it on signals, and turns a failure into a Refusal. */
async function serveUntilToldToEnd(options: ServiceOptions): Promise<void> {
  const told = new AbortController();
  const stop = () => told.abort();
  // Registered before the service begins, so that a signal in that moment releases the lease as well.
  process.once("SIGTERM", stop).once("SIGINT", stop);
  const service = await begun(options);
  if (told.signal.aborted) service.stop();
  told.signal.addEventListener("abort", () => service.stop());
  const ending = await service.ended;
  process.off("SIGTERM", stop).off("SIGINT", stop);
  if (ending.kind === "defect") throw ending.error;
  if (ending.kind !== "stopped")
    throw new Refusal(`${options.name}: ${ending.message}`, ending.kind === "input" ? "usage" : "environment");
}

async function begun(options: ServiceOptions): Promise<Service> {
  try {
    return await serveController(options);
  } catch (error) {
    if (error instanceof JournalProblem)
      throw new Refusal(error.message, error.input ? "usage" : "environment", { cause: error });
    throw new Refusal(`${options.name} cannot start: ${(error as Error).message}`, "environment", { cause: error });
  }
}

/** Excludes a campaign on the same machines: each would mistake the actions of the other for faults. */
function groundOf(inventoryFile: string, harness: Harness, say: (line: string) => void): Ground {
  return {
    take() {
      const campaign = serving();
      return campaign === undefined
        ? undefined
        : `${inventoryFile}: process ${campaign} runs crash tests on it; no controller acts on the same machines ` +
            "until they are over";
    },
    leave: () => harness.leaveService(),
  };

  /** The pid of a campaign, if there is one. A controller that cannot write there leads nevertheless. */
  function serving(): number | undefined {
    try {
      return harness.serve();
    } catch (error) {
      say(`crash tests cannot see that this controller leads, so do not start any: ${(error as Error).message}`);
      return harness.holder;
    }
  }
}

/** Hosts and VMs of the scenario that the inventory lacks. */
function unknownTo(inventory: Inventory, { hosts, vms }: Settings): string[] {
  const known = {
    hosts: new Set(inventory.hosts.map(({ name }) => name)),
    vms: new Set(inventory.vms.map(({ name }) => name)),
  };
  return [
    ...hosts
      .filter(({ name }) => !known.hosts.has(name))
      .map(({ name }) => `has no host ${name}, which the scenario has`),
    ...vms.filter(({ name }) => !known.vms.has(name)).map(({ name }) => `has no VM ${name}, which the scenario has`),
  ];
}

function listenOf(text: string): Listen | undefined {
  if (text === "none") return undefined;
  const [, host, port] = /^(?:\[?([^\]]+)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65535)
    throw new Refusal(`--listen ${text}: expected a port, an address and a port as 127.0.0.1:8373, or none`);
  return { host: host ?? "127.0.0.1", port: Number(port) };
}

function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  if (duration === undefined || duration < seconds(1) || duration > seconds(3600))
    throw new Refusal(`--lease ${text}: expected a duration from 1s to 1h`);
  return duration;
}

function alertsOf({ alertWebhook, alertCommand }: ControllerCommandOptions): AlertTargets {
  return {
    webhook: alertWebhook === undefined ? undefined : webhookOf(alertWebhook),
    command: alertCommand === undefined ? undefined : commandOf(alertCommand),
  };
}

/**
 * The URL itself, or @FILE that holds it, since everybody can read the arguments of a process. No message quotes it.
 */
function webhookOf(text: string): string {
  const url = (
    text.startsWith("@") ? readInput(text.slice(1), "a file that holds the URL of a web hook").toString("utf8") : text
  ).trim();
  if (!URL.canParse(url) || !["http:", "https:"].includes(new URL(url).protocol))
    throw new Refusal("--alert-webhook: expected an http or https URL, or @FILE that holds one");
  return url;
}

/** A program, or a JSON list of words. */
function commandOf(text: string): readonly string[] {
  if (!text.startsWith("[")) return [text];
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === "string")) return words;
  } catch {
    // Refused below.
  }
  throw new Refusal(
    `--alert-command ${text}: expected a program, or a JSON list of words as ["mail", "-s", "3rc", "root"]`,
  );
}
