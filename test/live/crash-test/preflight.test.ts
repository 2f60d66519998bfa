import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { objections } from "../../../src/live/crash-test/campaign/preflight.ts";
import { noCounterpart, recipeOf } from "../../../src/live/crash-test/faults/faults.ts";
import { BROKEN_MARK } from "../../../src/live/crash-test/faults/vm-faults.ts";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import type { Inventory } from "../../../src/live/inventory/inventory.ts";
import { check } from "../../../src/base/prelude/check.ts";
import { parseScenario } from "../../../src/core/scenario/parse.ts";
import { breaksGuest, factsOf, FAULT_KINDS, faultOf } from "../../../src/core/cluster/fault.ts";

const VMS = {
  gridce: "alfa01",
  gridui: "alfa01",
  gridse: "alfa02",
  gridbdii: "alfa02",
  web1: "alfa03",
  web2: "alfa03",
};

function inventory(change: (written: Record<string, never>) => void = () => undefined): Inventory {
  const hosts = Object.fromEntries(
    ["alfa01", "alfa02", "alfa03"].map((name, i) => [
      name,
      {
        address: `198.18.0.${i + 1}`,
        fence: { command: { powerOff: ["off", name], powerOn: ["on", name], status: ["status", name] } },
        network: { cut: ["cut", name], join: ["join", name] },
        storePath: { begin: ["part", name], end: ["connect", name] },
        silence: { begin: ["silence", name], end: ["speak", name] },
        refusal: { begin: ["refuse", name], end: ["obey", name] },
      },
    ]),
  );
  const vms = Object.fromEntries(
    Object.keys(VMS).map((name, i) => [
      name,
      {
        address: `198.18.0.${i + 101}`,
        mac: `52:54:00:00:00:0${i}`,
        hostType: "grid",
        probe: { ping: true },
        definition: `${name}.xml`,
        installDefinition: `${name}-install.xml`,
        disk: `${name}.img`,
        expendable: true,
        hang: ["hang"],
      },
    ]),
  );
  const written = {
    name: "lab",
    guestSsh: {},
    hosts,
    vms,
    allow: { hosts: "all", vms: "all" },
    limits: { affectedVms: 6 },
    storage: { path: "san", stall: { begin: ["stall"], end: ["go"] } },
    provisioning: {
      address: "198.18.0.200",
      domain: "lab",
      prefix: 24,
      interface: "up0",
      hostTypes: { grid: { os: "linux", kernel: "k", initrd: "i", root: "r" } },
      outage: { begin: ["away"], end: ["back"] },
    },
  };
  change(written as unknown as Record<string, never>);
  const parsed = parseInventory(JSON.stringify(written), "lab.yaml", "/site");
  check(parsed.ok, () => JSON.stringify(parsed));
  return parsed.inventory;
}

function against(name: string, changed: Inventory = inventory(), overrides: readonly string[] = []): readonly string[] {
  const path = resolve(import.meta.dirname, `../../../scenarios/${name}.yaml`);
  const parsed = parseScenario(readFileSync(path), path, overrides);
  check(parsed.ok && parsed.scenario.experiment.kind === "crash-campaign", "a campaign");
  return objections(parsed.scenario, parsed.scenario.experiment, changed);
}

describe("before anything is injected", () => {
  test.each(["lab-crash", "lab-reinstall", "lab-faults", "lab-traps"])(
    "nothing prevents %s if all VMs are expendable",
    (name) => {
      expect(against(name)).toEqual([]);
    },
  );

  test("a VM that is not expendable is no target, nor is its home", () => {
    const told = against(
      "lab-faults",
      inventory(
        (written: { vms?: { gridce: { expendable: boolean } } }) =>
          written.vms && (written.vms.gridce.expendable = false),
      ),
    );
    expect(told).toContain("guest-shutdown on gridce: gridce is not marked as expendable");
    expect(told).toContain("host-power-loss on alfa01: gridce is not marked as expendable");
    expect(told.join("\n")).not.toContain("alfa02");
  });

  test("no target is outside of the allow-list", () => {
    const told = against(
      "lab-faults",
      inventory(
        (written: { allow?: object }) =>
          (written.allow = { hosts: ["alfa01", "alfa02"], vms: Object.keys(VMS).filter((name) => name !== "web1") }),
      ),
    );
    expect(told).toContain("guest-kernel-crash on web1: the inventory does not allow web1 to be touched");
    expect(told).toContain("network-cut on alfa03: the inventory does not allow alfa03 to be touched");
  });

  test("no fault affects more VMs at once than the inventory allows", () => {
    const told = against(
      "lab-faults",
      inventory((written: { limits?: object }) => (written.limits = { affectedVms: 1 })),
    );
    expect(told).toContain("host-power-loss on alfa02: would affect 2 VMs at once; the inventory allows 1");
    expect(told).toContain("storage-outage: would affect 6 VMs at once; the inventory allows 1");
    expect(told.join("\n")).not.toContain("guest-shutdown");
  });

  test("the VMs affected by scripted faults and by the injected fault are counted together", () => {
    const limited = inventory((written: { limits?: object }) => (written.limits = { affectedVms: 1 }));
    const killed = (on: string) => `faults=[{ kind: domain-killed, target: ${on}, at: 1s }]`;
    const injected = "experiment.crash-campaign.inject=[{ fault: guest-shutdown, target: gridce }]";
    expect(against("lab-crash", limited, [killed("[gridce, gridse, web1]"), injected])).toEqual([
      "the scripted faults: would affect 3 VMs at once; the inventory allows 1",
    ]);
    expect(against("lab-crash", limited, [killed("gridse"), injected])).toEqual([
      "guest-shutdown on gridce, beside the scripted faults: would affect 2 VMs at once; the inventory allows 1",
    ]);
    expect(against("lab-crash", limited, [killed("gridce"), injected])).toEqual([]);
  });

  test("a scenario with machines that the inventory does not know is refused", () => {
    expect(against("paper-crash").length).toBeGreaterThan(0);
    expect(against("paper-crash")[0]).toMatch(/^the inventory does not say where /);
  });

  test("faults at random times belong to simulation", () => {
    expect(
      against("lab-crash", inventory(), ["faults=[{ kind: host-reboot, target: alfa01, every: exponential(1h) }]"]),
    ).toEqual([
      "host-reboot on alfa01 begins at random times; a live fault is injected by the campaign or at a fixed instant",
    ]);
  });
});

test.each([
  [
    "operations=[{ at: 1s, by-hand: { stop: gridce } }]",
    "operations are for simulation: a live controller is asked with 3rc ctl",
  ],
  [
    "operations=[{ at: 1s, controller-crash: { lasts: 1m } }]",
    "operations are for simulation: a live controller is asked with 3rc ctl",
  ],
  ["fates=[{ command: stop-vm, outcome: failed }]", "fates are for simulation: real commands have their own"],
  ["cluster.vms.gridce.autostart=true", "gridce: autostart is for simulation: no host keeps the definition of a VM"],
])("%s belongs to simulation", (override, why) => {
  expect(against("lab-crash", inventory(), [override])).toEqual([why]);
});

describe("the recipe of a fault", () => {
  const TARGETS = { vm: "gridce", host: "alfa01", site: "", monitored: "gridce" };

  test.each(FAULT_KINDS)("of %s exists, or there is a reason why not", (kind) => {
    const recipe = recipeOf(faultOf(kind), TARGETS[factsOf(kind).affects], inventory());
    const why = noCounterpart(kind);
    if (why !== undefined) expect(recipe).toBe(`it has no counterpart on real machines: ${why}`);
    if (typeof recipe === "string") return expect(why).toBeDefined();
    expect(recipe.inject.length).toBeGreaterThan(0);
    expect(recipe.inject.some(({ where }) => where === "guest")).toBe(breaksGuest(kind));
  });

  test("of a fault in something that the inventory does not know is a reason", () => {
    expect(recipeOf(faultOf("domain-killed"), "web9", inventory())).toBe("the inventory does not know web9");
  });

  test("says what is missing in the inventory", () => {
    const bare = inventory((written: { vms?: { gridce: object } }) => {
      if (written.vms !== undefined)
        written.vms.gridce = { ...written.vms.gridce, hang: undefined, installDefinition: undefined, mac: undefined };
    });
    expect(recipeOf(faultOf("service-hang"), "gridce", bare)).toContain("(hang)");
    expect(recipeOf(faultOf("guest-network-cut"), "alfa01", bare)).toBe("the inventory does not say the mac of gridce");
    expect(recipeOf(faultOf("boot-disk-destroyed"), "gridce", bare)).toContain("(installDefinition)");
  });

  test.each(["cpu", "memory", "fork"] as const)(
    "overloads a guest by %s, after it has marked the guest as broken",
    (by) => {
      const recipe = recipeOf({ kind: "guest-overload", by }, "gridce", inventory());
      check(typeof recipe !== "string" && recipe.inject[0].where === "guest", "injected in the guest");
      expect(recipe.inject[0].argv).toContain(BROKEN_MARK);
      expect(recipe.inject[0].argv.at(-1)).toContain({ cpu: "-lt 300", memory: "mount -t tmpfs", fork: "f | f" }[by]);
    },
  );

  test("is plain data", () => {
    expect(recipeOf(faultOf("network-cut"), "alfa02", inventory())).toEqual({
      inject: [{ where: "here", argv: ["cut", "alfa02"] }],
      undo: [{ where: "here", argv: ["join", "alfa02"] }],
    });
  });
});
