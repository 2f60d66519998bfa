// Checks of a host: it is reachable, has the required programs and can read every file of every VM; its libvirt answers
// and runs no domain that the inventory does not know; and it reaches the hosts to which VMs migrate.

import { namesIn } from "../../driver/hypervisor/libvirt.ts";
import type { HostReach, Reach } from "../../driver/reach.ts";
import { complaintOf } from "../../../base/platform/program.ts";
import { seconds, toSeconds } from "../../../base/prelude/time.ts";
import { checkClock, PATIENCE, type CheckResult } from "./check-result.ts";

/** The largest accepted difference between clocks: journals and logs of several machines are read side by side. */
const MAX_SKEW = seconds(2);
/** The programs that live mode runs on a host. */
const PROGRAMS = ["flock", "timeout", "virsh", "stdbuf", "head"];
/** Fixed shell commands; names are passed as arguments. They print what is missing, one a line. */
const MISSING_PROGRAMS = 'for p; do command -v -- "$p" >/dev/null || echo "$p"; done';
const MISSING_FILES = 'for f; do test -r "$f" || echo "$f"; done';

type Tell = (what: string, ok: boolean, detail: string) => CheckResult;

export async function checkHost(host: HostReach, reach: Reach): Promise<CheckResult[]> {
  const { name, ssh: access } = host.entry;
  const tell: Tell = (what, ok, detail) => ({ subject: name, what, ok, detail });
  const [reached, board] = await Promise.all([host.ssh.run(["true"], { timeout: PATIENCE }), checkBoard(host, tell)]);
  if (reached.kind !== "ran" || reached.finished.code !== 0)
    return [tell("ssh", false, complaintOf(reached.finished)), board];
  return [
    tell("ssh", true, `as ${access.user}, host key known`),
    await checkClock(name, host.ssh, MAX_SKEW),
    await checkMissing(host, tell, "programs", MISSING_PROGRAMS, [
      ...new Set([...PROGRAMS, host.entry.restartLayer[0]]),
    ]),
    ...(await checkDomains(host, reach, tell)),
    board,
    await checkMissing(host, tell, "files", MISSING_FILES, filesOf(reach)),
    ...(await checkMigration(host, reach, tell)),
    tell("allowed", true, reach.inventory.allow.hosts.has(name) ? "may be touched" : "is only observed"),
  ];
}

async function checkBoard({ entry, power }: HostReach, tell: Tell): Promise<CheckResult> {
  const status = await power.status(AbortSignal.timeout(PATIENCE / 1000));
  return tell(
    `fence (${entry.fence.kind})`,
    typeof status === "string",
    typeof status === "string" ? `power is ${status}` : status.reason,
  );
}

async function checkMissing(
  { ssh }: HostReach,
  tell: Tell,
  what: string,
  script: string,
  wanted: readonly string[],
): Promise<CheckResult> {
  const { kind, finished } = await ssh.run(["sh", "-c", script, "sh", ...wanted], { timeout: PATIENCE });
  if (kind !== "ran") return tell(what, false, complaintOf(finished));
  const missing = finished.stdout
    .trim()
    .split("\n")
    .filter((name) => name !== "");
  return tell(
    what,
    missing.length === 0,
    missing.length > 0
      ? `missing: ${missing.join(", ")}`
      : what === "files"
        ? `all ${wanted.length} are readable`
        : wanted.join(", "),
  );
}

/** A VM may be started on any host, so every host must have its files. */
function filesOf({ inventory }: Reach): readonly string[] {
  return [
    ...new Set(
      inventory.vms.flatMap(({ definition, disk, installDefinition }) => [
        definition,
        disk,
        installDefinition ?? definition,
      ]),
    ),
  ];
}

async function checkDomains(host: HostReach, reach: Reach, tell: Tell): Promise<CheckResult[]> {
  const { allow, vms } = reach.inventory;
  const known = new Set(vms.map(({ domain }) => domain));
  const active = await host.libvirt.active(AbortSignal.timeout(PATIENCE / 1000));
  if (active.kind !== "yes") return [tell("libvirt", false, "reason" in active ? active.reason : "does not answer")];
  const domains = namesIn(active.text);
  const unknown = domains.filter((domain) => !known.has(domain));
  return [
    tell("libvirt", true, `runs ${domains.length === 0 ? "nothing" : domains.join(", ")}`),
    ...(unknown.length > 0 && allow.hosts.has(host.entry.name)
      ? [
          tell(
            "strangers",
            false,
            `a fence would end ${unknown.join(", ")}, which the inventory does not know and ` +
              "which 3rc would not start again",
          ),
        ]
      : []),
    ...(await checkAutostart(host, known, tell)),
  ];
}

/** A host that is switched on again must not start by itself a VM that runs elsewhere by then. */
async function checkAutostart(
  { entry, ssh }: HostReach,
  known: ReadonlySet<string>,
  tell: Tell,
): Promise<CheckResult[]> {
  const { finished } = await ssh.run(virsh(entry.libvirt, "list", "--all", "--name", "--autostart"), {
    timeout: PATIENCE,
  });
  const marked = namesIn(finished.stdout).filter((domain) => known.has(domain));
  return marked.length === 0
    ? []
    : [tell("autostart", false, `${marked.join(", ")} would be started by libvirt itself: virsh autostart --disable`)];
}

/** Live migration needs SSH keys between two hosts, and libvirt at the other end. */
async function checkMigration({ entry, ssh }: HostReach, { inventory }: Reach, tell: Tell): Promise<CheckResult[]> {
  const others = inventory.hosts.filter(({ name }) => name !== entry.name);
  const failures: string[] = [];
  for (const { name, migration } of others) {
    const { kind, finished } = await ssh.run(virsh(migration.uri, "list", "--name"), { timeout: PATIENCE });
    if (kind !== "ran" || finished.code !== 0) failures.push(`to ${name}: ${complaintOf(finished)}`);
  }
  if (others.length === 0) return [];
  return [
    tell(
      "migration",
      failures.length === 0,
      failures.length === 0 ? `reaches ${others.map(({ name }) => name).join(", ")}` : failures.join("; "),
    ),
  ];
}

/** The remote process ends before our own timeout. */
function virsh(uri: string, ...words: readonly string[]): readonly string[] {
  return ["timeout", "-s", "KILL", String(toSeconds(PATIENCE) - 1), "virsh", "-q", "-c", uri, ...words];
}
