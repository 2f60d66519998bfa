// The meaning of a scenario: its defaults, its shorthands, its quantities as numbers.

import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, seconds, YEAR, type Duration } from "../../../src/base/prelude/time.ts";
import { changed, extended, inCluster, scenarioOf, SMALL } from "./small.ts";

const minutes = (count: number): Duration => (count * MINUTE) as Duration;
const constant = (value: Duration) => ({ kind: "constant", value });

test("hosts may be probed otherwise than VMs; settings that are not given are as for VMs", () => {
  const { settings } = scenarioOf(
    extended("monitor: { interval: 20s, hosts: { interval: 6s } }\ncontroller: { fall: 4, hosts: { rise: 1 } }"),
  );
  expect(settings.probes).toEqual({ interval: seconds(20), retry: seconds(5), fall: 4, rise: 2 });
  expect(settings.hostProbes).toEqual({ interval: seconds(6), retry: seconds(5), fall: 4, rise: 1 });
  expect(scenarioOf(extended("monitor: { patience: 1s, hosts: { interval: 2s } }")).settings.hostProbes).toMatchObject({
    interval: seconds(2),
    retry: seconds(2),
  });
});

test("a VM may be bound to some hosts", () => {
  const { settings } = scenarioOf(changed("web: { home: left,", "web: { home: left, hosts: left,"));
  expect(settings.vms.map(({ hosts }) => hosts)).toEqual([["left"], undefined]);
  expect(
    scenarioOf(changed("web: { home: left,", "web: { home: left, hosts: all,")).settings.vms[0].hosts,
  ).toBeUndefined();
});

describe("what is left out", () => {
  const { seed, description, site, settings, faults, operations, byHand, controllerOutages, experiment } =
    scenarioOf(SMALL);

  test("the monitor probes every 15 s, in doubt every 5 s, and is perfect", () => {
    expect(settings.probes).toEqual({ interval: seconds(15), retry: seconds(5), fall: 3, rise: 2 });
    expect(settings.hostProbes).toEqual(settings.probes);
    expect(site.probing).toEqual({ patience: seconds(5), loss: 0, lie: 0 });
  });
  test("the controller has the three rungs, and its brakes", () => {
    expect(settings.ladder).toEqual([
      { kind: "reboot", attempts: 1, timeout: seconds(240), guestWithin: seconds(90) },
      { kind: "restart", attempts: 1, timeout: seconds(240), guestWithin: seconds(90) },
      { kind: "reinstall", attempts: 2, timeout: minutes(15), guestWithin: undefined },
    ]);
    expect(settings).toMatchObject({
      stableFor: minutes(10),
      maxEpisodes: 5,
      window: 6 * HOUR,
      maxConcurrent: 8,
      patience: minutes(15),
      failback: false,
      apart: [],
      together: [],
    });
    expect(settings.storm).toEqual({ share: 0.75, within: seconds(30), hold: seconds(60) });
    expect(settings.hostActions).toEqual({
      fence: { attempts: 3, timeout: seconds(30) },
      restartLayer: { attempts: 2, timeout: seconds(90) },
      powerOn: { attempts: 1, timeout: minutes(10) },
      inspect: { timeout: seconds(90) },
      migrate: { timeout: seconds(90) },
      fenceAgainAfter: minutes(5),
      powerOnAgainAfter: minutes(5),
      stableFor: minutes(2),
    });
  });
  test("hosts boot in 105 s and 15 s, VMs have 20 GB and may be reinstalled, the crew is one", () => {
    expect(site.hosts[0]).toEqual({
      name: "left",
      cpu: 4,
      memory: 8e9,
      boardSharesPower: false,
      startsWithPower: false,
      boot: [
        { name: "firmware", takes: constant(seconds(60)) },
        { name: "system", takes: constant(seconds(45)) },
      ],
      layer: [{ name: "virtual layer", takes: constant(seconds(15)) }],
    });
    expect(site.vms[0]).toEqual({
      name: "web",
      type: "node",
      home: "left",
      cpu: 1,
      memory: 2e9,
      disk: 20e9,
      autostart: false,
    });
    expect(settings.vms[0]).toEqual({
      name: "web",
      home: "left",
      hosts: undefined,
      cpu: 1,
      memory: 2e9,
      priority: 0,
      ceiling: "reinstall",
    });
    expect(site.provisioning).toEqual({ bandwidth: 125e6, perClient: 125e6 });
    expect(site.crew).toEqual({
      members: 1,
      response: constant(HOUR),
      repairVm: constant(HOUR),
      repairHost: constant((4 * HOUR) as Duration),
      proveDead: constant(minutes(10)),
    });
    expect(site.actions["migrate-vm"]).toEqual({ takes: constant(seconds(20)), fails: 0, hangs: 0, silent: 0 });
  });
  test("nothing happens, and the seed is 3rc", () => {
    expect({ seed, description, faults, operations }).toEqual({
      seed: "3rc",
      description: "",
      faults: [],
      operations: [],
    });
    expect({ byHand, controllerOutages }).toEqual({ byHand: [], controllerOutages: [] });
    expect(experiment).toEqual({ kind: "incident", horizon: HOUR, clock: 0 });
  });
  test("of a part that is written, the rest keeps its defaults", () => {
    const given = scenarioOf(
      extended(
        "controller:",
        "  storm: { share: 50% }",
        "  hosts: { fence: { attempts: 5 }, powerOn: { timeout: 20m }, migrate: { timeout: 10m } }",
        "  ladder:",
        "    - restart: {}",
        "    - reinstall: { timeout: 1h }",
      ),
    ).settings;
    expect(given.storm).toEqual({ share: 0.5, within: seconds(30), hold: seconds(60) });
    expect(given.hostActions).toMatchObject({
      fence: { attempts: 5, timeout: seconds(30) },
      powerOn: { attempts: 1, timeout: minutes(20) },
      restartLayer: { attempts: 2 },
      inspect: { timeout: seconds(90) },
      migrate: { timeout: minutes(10) },
    });
    expect(given.ladder).toEqual([
      { kind: "restart", attempts: 1, timeout: seconds(240), guestWithin: undefined },
      { kind: "reinstall", attempts: 2, timeout: HOUR, guestWithin: undefined },
    ]);
  });
  test("an experiment needs little more than its kind", () => {
    expect(scenarioOf(changed("incident: { horizon: 1h }", "availability: {}")).experiment).toEqual({
      kind: "availability",
      replications: 30,
      horizon: YEAR,
      warmUp: 0,
    });
    expect(
      scenarioOf(
        changed("incident: { horizon: 1h }", "crash-campaign: { inject: [{ fault: domain-killed, target: web }] }"),
      ).experiment,
    ).toEqual({
      kind: "crash-campaign",
      trials: 1000,
      timeout: minutes(30),
      order: "random",
      published: undefined,
      inject: [{ kind: "domain-killed", on: ["web"], weight: 1, lasts: undefined }],
    });
  });
});

describe("names with a range", () => {
  const hosts = "left: { cpu: 4, memory: 8GB }\n    right: { cpu: 4, memory: 8GB }";
  const ranged = (vms: string) =>
    scenarioOf(
      SMALL.replace(
        hosts,
        "left: { cpu: 64, memory: 1TB }\n    right: { cpu: 64, memory: 1TB }\n    r[8..10]: { cpu: 1, memory: 1GB }",
      ).replace("    web: { home: left, cpu: 1, memory: 2GB }", `    ${vms}`),
    );

  test("stand for hosts and VMs, numbered, and padded where the first number is", () => {
    const { site } = ranged("ui[09..11]: { home: left, cpu: 1, memory: 1GB }");
    expect(site.hosts.map(({ name }) => name)).toEqual(["left", "right", "r8", "r9", "r10"]);
    expect(site.vms.map(({ name }) => name)).toEqual(["ui09", "ui10", "ui11", "mail"]);
  });
  test("take the hosts of a list in turn", () => {
    const { site } = ranged("ui[1..3]: { home: [left, right], cpu: 1, memory: 1GB }");
    expect(site.vms.map(({ name, home }) => `${name} on ${home}`)).toEqual([
      "ui1 on left",
      "ui2 on right",
      "ui3 on left",
      "mail on right",
    ]);
  });
});

describe("quantities inside", () => {
  test("sizes are whole bytes, rates bytes a second, shares parts of one, seeds text", () => {
    const { site, seed } = scenarioOf(
      inCluster("provisioning: { bandwidth: 16Gb/s, perClient: 100MB/s }").replace(
        "4, memory: 8GB",
        "4, memory: 8.1GiB",
      ) + "seed: 2008\nmonitor: { loss: 0.5%, lie: 0.25 }\n",
    );
    expect(site.provisioning).toEqual({ bandwidth: 2e9, perClient: 1e8 });
    expect(site.hosts[0].memory).toBe(Math.round(8.1 * 2 ** 30));
    expect(site.probing).toMatchObject({ loss: 0.005, lie: 0.25 });
    expect(seed).toBe("2008");
  });
  test("cores that are promised more than once are so for the world and for the controller", () => {
    const { site, settings } = scenarioOf(inCluster("overcommit: { cpu: 2.5 }"));
    expect([site.hosts[0].cpu, settings.hosts[0].cpu]).toEqual([10, 10]);
  });
  test("phases keep the order of the file", () => {
    expect(
      scenarioOf(changed("{ system: 20s }", "{ z: 1s, a: 2s, m: 3s }")).site.guestTypes.node.boot.map(
        ({ name }) => name,
      ),
    ).toEqual(["z", "a", "m"]);
  });
});

describe("the targets of a fault", () => {
  const groups = "groups: { all services: { members: [front, mail], needs: 1 }, front: { members: [web] } }";
  const injected = (fault: string) => scenarioOf(inCluster(groups) + `faults: [{ ${fault} }]\n`).faults[0].on;

  test("one, some, the VMs of a group and of groups in it, or all of its kind", () => {
    expect(injected("kind: domain-killed, target: web, at: 1s")).toEqual(["web"]);
    expect(injected("kind: domain-killed, target: [mail, web, mail], at: 1s")).toEqual(["mail", "web"]);
    expect(injected("kind: domain-killed, target: all services, at: 1s")).toEqual(["web", "mail"]);
    expect(injected("kind: domain-killed, target: all, at: 1s")).toEqual(["web", "mail"]);
    expect(injected("kind: host-broken, target: all, at: 1s")).toEqual(["left", "right"]);
    expect(injected("kind: monitor-false-alarm, target: all, at: 1s, lasts: 1m")).toEqual(["web", "mail"]);
    expect(injected("kind: monitor-false-alarm, target: [left, front], at: 1s, lasts: 1m")).toEqual(["left", "web"]);
    expect(injected("kind: storage-outage, at: 1s, lasts: 1m")).toEqual([]);
  });
  test("and when, and for how long", () => {
    const { faults } = scenarioOf(
      extended(
        "faults:",
        "  - { kind: virtual-layer-crash, target: all, every: exponential(30d), together: true, guests: survive }",
        "  - { kind: network-cut, target: left, at: 10m, lasts: 'uniform(1m, 2m)' }",
      ),
    );
    expect(faults).toEqual([
      {
        kind: "virtual-layer-crash",
        on: ["left", "right"],
        together: true,
        when: { kind: "every", distribution: { kind: "exponential", mean: 30 * DAY } },
        lasts: undefined,
        lastsEach: false,
        guests: "survive",
      },
      {
        kind: "network-cut",
        on: ["left"],
        together: false,
        when: { kind: "at", at: minutes(10) },
        lasts: { kind: "uniform", low: minutes(1), high: minutes(2) },
        lastsEach: false,
      },
    ]);
  });
});

test("operations are requests", () => {
  const written = [
    "maintain: host/left",
    "resume: vm/web",
    "disarm: true",
    "arm: true",
    "move: web, to: right",
    "release: mail",
    "confirm-dead: left",
  ];
  const { operations } = scenarioOf(
    extended("operations:", ...written.map((request, i) => `  - { at: ${i}s, ${request} }`)),
  );
  expect(operations).toEqual(
    [
      { kind: "maintain", target: "host/left" },
      { kind: "resume", target: "vm/web" },
      { kind: "disarm" },
      { kind: "arm" },
      { kind: "move", vm: "web", to: "right" },
      { kind: "release", vm: "mail" },
      { kind: "confirm-dead", host: "left" },
    ].map((request, i) => ({ at: seconds(i), request })),
  );
});

test("or changes by hand, or outages of the controller", () => {
  const written = [
    "by-hand: { stop: web }",
    "by-hand: { start: web, host: right }",
    "by-hand: { move: web, to: left }",
    "by-hand: { switch-off: left }",
    "by-hand: { switch-on: left }",
    "controller-crash: { lasts: 2m }",
    "journal-failure: { lasts: 3m }",
  ];
  const scenario = scenarioOf(
    extended("operations:", ...written.map((operation, i) => `  - { at: ${i}s, ${operation} }`)),
  );
  expect(scenario.operations).toEqual([]);
  expect(scenario.byHand).toEqual(
    [
      { kind: "stop", vm: "web" },
      { kind: "start", vm: "web", host: "right" },
      { kind: "move", vm: "web", to: "left" },
      { kind: "switch-off", host: "left" },
      { kind: "switch-on", host: "left" },
    ].map((change, i) => ({ at: seconds(i), change })),
  );
  expect(scenario.controllerOutages).toEqual([
    { kind: "controller-crash", at: seconds(5), lasts: seconds(120) },
    { kind: "journal-failure", at: seconds(6), lasts: seconds(180) },
  ]);
});

test("published figures are seconds", () => {
  const { experiment } = scenarioOf(
    changed(
      "incident: { horizon: 1h }",
      "crash-campaign: { inject: [{ fault: domain-killed, target: web }], " +
        "published: { source: slides, mean: 181s, sd: 10s, trials: 10000 } }",
    ),
  );
  expect(experiment).toMatchObject({ published: { source: "slides", meanSeconds: 181, sdSeconds: 10, n: 10_000 } });
});

test("a merge key takes over what it does not replace", () => {
  const { site } = scenarioOf(
    changed(
      "left: { cpu: 4, memory: 8GB }\n    right: { cpu: 4, memory: 8GB }",
      "left: &left { cpu: 4, memory: 8GB }\n    right: { <<: *left, cpu: 6 }",
    ),
  );
  expect(site.hosts.map(({ cpu, memory }) => [cpu, memory])).toEqual([
    [4, 8e9],
    [6, 8e9],
  ]);
});
