import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { faultOf, needsReinstall, VM_FAULTS, type FaultKind } from "../../../src/core/cluster/fault.ts";
import { restoreAll } from "../../../src/live/crash-test/restore.ts";
import type { UnhealedFault } from "../../../src/live/crash-test/healing/unhealed-faults.ts";
import { HOMES, Machines } from "../../builders/machines.ts";

let site: Machines;
beforeEach(() => {
  site = new Machines();
});
afterEach(() => site.end());

const bringBack = async (...unhealedFaults: readonly UnhealedFault[]) => [
  ...(await restoreAll(site.reach, HOMES, () => undefined, { unhealedFaults })).values(),
];
const unhealedFault = (kind: FaultKind, on: string): UnhealedFault => ({
  ...faultOf(kind),
  id: 1,
  on,
  homes: Object.fromEntries(HOMES),
});

/** Brings VMs back, and stops shortly after something was done. */
async function restoreUntil(
  done: string,
  ...unhealedFaults: readonly UnhealedFault[]
): Promise<ReadonlyMap<string, string>> {
  const stop = new AbortController();
  const watch = setInterval(
    () => site.log.some((line) => line.includes(done)) && setTimeout(() => stop.abort(), 2000),
    100,
  );
  try {
    return await restoreAll(site.reach, HOMES, () => undefined, { unhealedFaults, signal: stop.signal });
  } finally {
    clearInterval(watch);
  }
}

describe("a VM is started again", () => {
  test("at home, when every host has answered that it does not run the VM", async () => {
    site.remove("alfa01/domains/gridce").remove("gridce/well");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa01 create gridce.xml"]);
  });

  test("never while a host where it may be is not reached: it may still run there", async () => {
    site
      .remove("alfa01/domains/gridce")
      .remove("gridce/well")
      .touch("alfa03/domains/gridce")
      .touch("alfa03/unreachable")
      .write("alfa03/board", "unknown\n");
    expect(await bringBack()).toEqual([
      expect.stringMatching(/^gridce is not started: it may still run on alfa03 \(.*No route to host\)$/),
    ]);
    expect(site.log).toEqual([]);
  });

  test("never while the libvirt of such a host does not answer", async () => {
    site.remove("alfa01/domains/gridce").remove("gridce/well").touch("alfa03/domains/gridce").touch("alfa03/deaf");
    expect(await bringBack()).toEqual([
      expect.stringContaining("may still run on alfa03 (failed to connect to the hypervisor)"),
    ]);
    expect(site.log).toEqual([]);
  });

  test("when the host that does not answer is proven off", async () => {
    site
      .remove("alfa01/domains/gridce")
      .remove("gridce/well")
      .touch("alfa03/unreachable")
      .write("alfa03/power", "off\n");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa01 create gridce.xml"]);
  });

  test("after a start elsewhere by a dead harness has taken effect, and was ended", async () => {
    site.remove("alfa01/domains/gridce").remove("gridce/well");
    spawn("flock", ["-s", "run/lock/3rc.host", "sh", "-c", "sleep 7; touch domains/gridce"], {
      cwd: join(site.folder, "alfa03"),
      stdio: "ignore",
    });
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa03 destroy gridce", "alfa01 create gridce.xml"]);
  });

  test("after its copy that does not serve was ended", async () => {
    site.remove("alfa01/domains/gridce").remove("gridce/well").touch("alfa03/domains/gridce");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa03 destroy gridce", "alfa01 create gridce.xml"]);
  });
});

describe("a VM that serves", () => {
  test("at home is left alone", async () => {
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual([]);
  });

  test("elsewhere is migrated back, and never ended", async () => {
    site.remove("alfa01/domains/gridce").touch("alfa03/domains/gridce");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa03 migrate gridce alfa01"]);
    expect(site.hostsOf("gridce")).toEqual(["alfa01"]);
  });

  test("again after one or two probes is left alone", async () => {
    site.remove("gridce/well");
    setTimeout(() => site.touch("gridce/well"), 1500);
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual([]);
  });

  test("is booted all the same if it still is the guest that was overloaded", async () => {
    site.touch("gridce/run/3rc.broken");
    expect(await bringBack(unhealedFault("guest-overload", "gridce"))).toEqual([]);
    expect(site.log).toEqual(["alfa01 destroy gridce", "alfa01 create gridce.xml"]);
  });

  test("is left alone if it was booted after the overload", async () => {
    expect(await bringBack(unhealedFault("guest-overload", "gridce"))).toEqual([]);
    expect(site.log).toEqual([]);
  });
});

describe("a disk", () => {
  test("is never erased without a record that it was destroyed: the VM is only booted", async () => {
    site.remove("gridce/well").touch("gridce/unbootable");
    const lost = await restoreUntil("create gridce.xml", unhealedFault("boot-disk-destroyed", "gridse"));
    expect(lost.get("gridce")).toBeDefined();
    expect(site.log).toEqual(["alfa01 destroy gridce", "alfa01 create gridce.xml"]);
  });

  test.each(VM_FAULTS.filter(needsReinstall))(
    "that only a reinstall repairs is installed again, not started: %s",
    async (kind) => {
      site.remove("gridce/well").touch("gridce/unbootable");
      expect(await bringBack(unhealedFault(kind, "gridce"))).toEqual([]);
      expect(site.log).toEqual([
        "alfa01 destroy gridce",
        "alfa01 create gridce-install.xml",
        "alfa01 create gridce.xml",
      ]);
    },
  );

  test("that the controller has installed again meanwhile is left alone", async () => {
    expect(await bringBack(unhealedFault("boot-disk-destroyed", "gridce"))).toEqual([]);
    expect(site.log).toEqual([]);
  });
});

describe("in every case", () => {
  test("a VM that is not expendable is not touched", async () => {
    site.remove("mail/well");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual([]);
  });

  test("a host that is off is switched on, and one whose libvirt hangs gets it started again", async () => {
    site
      .touch("alfa02/deaf")
      .touch("alfa01/unreachable")
      .write("alfa01/power", "off\n")
      .remove("alfa01/domains/gridce")
      .remove("gridce/well");
    expect(await bringBack()).toEqual([]);
    expect(site.log).toEqual(["alfa01 power on", "alfa01 create gridce.xml"]);
    expect(site.has("alfa02/deaf")).toBe(false);
  });

  test("nothing more is done after a stop, also in the middle of an installation", async () => {
    site.remove("gridce/well").touch("gridce/unbootable").write("installing", "110\n");
    const lost = await restoreUntil("install", unhealedFault("boot-disk-destroyed", "gridce"));
    expect(lost.get("gridce")).toBe("gridce may not be restored: the stop switch is thrown");
    expect(site.log.at(-1)).toBe("alfa01 create gridce-install.xml");
  });
});
