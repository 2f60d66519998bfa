// A controller of a process site, as a program, so that tests can kill and suspend it:
//   node controller.js JSON, with the options that the tests give.

import { threeRc } from "../../../src/core/controller/three-rc/three-rc.ts";
import type { Settings } from "../../../src/core/controller/contract/settings.ts";
// eslint-disable-next-line no-restricted-imports -- a service runs by this clock; only differences count
import { now } from "../../../src/base/platform/clock.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { leaseOf, serveController } from "../../../src/live/service/serve.ts";
import type { AlertTargets } from "../../../src/live/service/alerts/alerts.ts";
import { driveSite, ProcessSite } from "./process-site.ts";

export type Given = {
  readonly site: string;
  readonly folder: string;
  readonly name: string;
  readonly settings: Settings;
  readonly leaseSeconds: number;
  readonly alerts?: AlertTargets;
  readonly beginAnew?: boolean;
  readonly compactAfter?: number;
  readonly version?: string;
};

const given = JSON.parse(process.argv[2]) as Given;
const { settings } = given;
const site = new ProcessSite(given.site);
const targets = [
  ...settings.hosts.map(({ name }) => `host/${name}` as const),
  ...settings.vms.map(({ name }) => `vm/${name}` as const),
];

try {
  const service = await serveController({
    controller: threeRc,
    settings,
    folder: given.folder,
    name: given.name,
    version: given.version ?? "test",
    cluster: "site <&>",
    scenario: { name: "site <&>", hash: "0123456789abcdef" },
    now,
    say: (line) => process.stdout.write(`${line}\n`),
    listen: { host: "127.0.0.1", port: 0 },
    lease: leaseOf(seconds(given.leaseSeconds)),
    alerts: given.alerts,
    beginAnew: given.beginAnew,
    compactAfter: given.compactAfter,
    open: (mayAct) => driveSite(site, targets, settings.probes.interval, mayAct),
  });
  process.on("SIGTERM", () => service.stop());
  const ending = await service.ended;
  process.stdout.write(`ended: ${ending.kind} ${"message" in ending ? ending.message : ""}\n`);
  if (ending.kind === "defect") throw ending.error;
  process.exitCode = ending.kind === "stopped" ? 0 : 4;
} catch (error) {
  process.stdout.write(`${error instanceof Error ? (error.stack ?? "") : String(error)}\n`);
  process.exitCode = 5;
}
