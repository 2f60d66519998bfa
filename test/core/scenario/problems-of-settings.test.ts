// What is said about settings that are each well-formed and that cannot work together, and what is remarked about
// time-outs that are shorter than what they wait for.

import { expect, test } from "vitest";
import { scenarioRemarks } from "../../../src/core/scenario/remarks.ts";
import { changed, extended, inCluster, problemsOf, scenarioOf } from "./small.ts";
import { tell } from "./tell.ts";

const WEB = "web: { home: left, cpu: 1, memory: 2GB }";
const withCeiling = (ceiling: string, ladder: string, name = "web") =>
  changed(WEB, `${name}: { home: left, cpu: 1, memory: 2GB, ceiling: ${ceiling} }`) +
  `controller: { ladder: ${ladder} }\n`;

tell("some rung may be tried", [
  [
    "not if the ladder begins above the ceiling",
    withCeiling("reboot", "[restart, reinstall]"),
    "x.yaml:12:54: the ladder begins with restart, above this ceiling, so that no rung could ever be tried: expected " +
      "restart or reinstall here, or reboot in controller.ladder",
  ],
  [
    "which is said once of a range of VMs",
    withCeiling("restart", "[reinstall]", "'web[1..3]'"),
    "x.yaml:12:62: the ladder begins with reinstall, above this ceiling, so that no rung could ever be " +
      "tried: expected " +
      "reinstall here, or restart in controller.ladder",
  ],
  ["but if it begins at the ceiling", withCeiling("restart", "[restart, reinstall]")],
  [
    "and nothing is said while the ladder itself is wrong",
    withCeiling("reboot", "[rebot, reinstall]"),
    'x.yaml:16:24: unknown key "rebot" (did you mean "reboot"?)',
  ],
]);

tell("a probe is answered before the next one is sent", [
  [
    "patience is not longer than retry",
    extended("monitor: { retry: 2s, patience: 3s }"),
    "x.yaml:16:33: patience (3s) is longer than retry (2s): a probe would be sent before the last one is answered",
  ],
  [
    "nor is retry shorter than the usual patience",
    extended("monitor: { retry: 2s }"),
    "x.yaml:16:19: patience (5s) is longer than retry (2s): a probe would be sent before the last one is answered",
  ],
  [
    "patience is not longer than interval, also if retry is longer still",
    extended("monitor: { interval: 5s, retry: 10s, patience: 9s }"),
    "x.yaml:16:48: patience (9s) is longer than interval (5s): a probe would be sent before the last one is answered",
  ],
  [
    "nor is interval shorter than the usual patience",
    extended("monitor: { interval: 4s }"),
    "x.yaml:16:22: patience (5s) is longer than interval (4s): a probe would be sent before the last one is answered",
  ],
  [
    "nor retry of hosts",
    extended("monitor: { hosts: { retry: 2s } }"),
    "x.yaml:16:28: patience (5s) is longer than hosts.retry (2s): a probe would be sent before the last one is " +
      "answered",
  ],
  [
    "nor their interval, from which retry follows",
    extended("monitor: { hosts: { interval: 2s } }"),
    "x.yaml:16:31: patience (5s) is longer than hosts.interval (2s): a probe would be sent before the last one is " +
      "answered",
  ],
  [
    "also if their retry is longer",
    extended("monitor: { hosts: { interval: 2s, retry: 6s } }"),
    "x.yaml:16:31: patience (5s) is longer than hosts.interval (2s): a probe would be sent before the last one is " +
      "answered",
  ],
  ["but it may be as long as they are", extended("monitor: { interval: 5s, retry: 5s, patience: 5s }")],
]);

tell("a host can be known to be healthy before it is acted on again", [
  [
    "by a fence",
    extended("controller: { hosts: { fenceAgainAfter: 10s } }"),
    "x.yaml:16:41: a failed fence is tried again after 10s, but a host that is healthy again is only known to be so " +
      "after 15s (rise, 2, times the 5s between two probes, and the patience of 5s): it would be fenced although it " +
      "answers; expected fenceAgainAfter of at least 15s",
  ],
  [
    "by a power-on",
    extended("controller: { hosts: { powerOnAgainAfter: 10s } }"),
    "x.yaml:16:43: a failed power-on is tried again after 10s, but a host that is healthy again is only known to be " +
      "so after 15s (rise, 2, times the 5s between two probes, and the patience of 5s): it would be given up for " +
      "ever although it answers; expected powerOnAgainAfter of at least 15s",
  ],
  [
    "which is said at what makes that late",
    extended("monitor: { hosts: { interval: 10m, retry: 4m } }", "controller: { hosts: { powerOn: { attempts: 0 } } }"),
    "x.yaml:16:43: a failed fence is tried again after 5m, but a host that is healthy again is only known to be so " +
      "after 8m 5s (rise, 2, times the 4m between two probes, and the patience of 5s): it would be fenced although " +
      "it answers; expected fenceAgainAfter of at least 8m 5s",
  ],
  ["but there may be just as much time", extended("controller: { hosts: { fenceAgainAfter: 15s } }")],
  ["or no fence", extended("controller: { hosts: { fenceAgainAfter: 5s, fence: { attempts: 0 } } }")],
  ["or no host that is ever found to be down", extended("monitor: { interval: 285y, retry: 285y }")],
]);

const target = "target: [left, right], every: 30d";
tell("a duration for each target", [
  [
    "is for those of a common cause",
    extended(`faults: [{ kind: network-cut, ${target}, lastsEach: 1m }]`),
    "x.yaml:16:66: lastsEach belongs to together: without it each target has its own lasts already",
  ],
  [
    "stands instead of one for all",
    extended(`faults: [{ kind: network-cut, ${target}, together: true, lasts: 1m, lastsEach: 1m }]`),
    "x.yaml:16:93: expected either lasts (one duration for all targets) or lastsEach (one for each)",
  ],
  [
    "is not for the whole site",
    extended("faults: [{ kind: network-outage, at: 1s, lastsEach: 1m }]"),
    "x.yaml:16:42: network-outage affects the whole site at once: write lasts",
  ],
  [
    "is a duration too",
    extended("faults: [{ kind: monitor-false-alarm, target: all, at: 1s, together: true, lastsEach: 1m }]"),
  ],
]);

test("which of the two a fault has is kept with it", () => {
  const text = extended(`faults: [{ kind: network-cut, ${target}, together: true, lastsEach: "uniform(1m, 2m)" }]`);
  expect(scenarioOf(text).faults[0]).toMatchObject({ together: true, lasts: { kind: "uniform" }, lastsEach: true });
  expect(scenarioOf(text.replace("lastsEach", "lasts")).faults[0].lastsEach).toBe(false);
});

/** All that is remarked about a scenario, which is sound. */
const remarked = (text: string) => {
  expect(problemsOf(text)).toEqual([]);
  return scenarioRemarks(scenarioOf(text)).map((remark) => remark.text);
};

test("nothing is remarked while every time-out is long enough", () => {
  expect(remarked(extended())).toEqual([]);
});

test("a slow boot is said to cost the rungs that do not wait for it, and the disk", () => {
  expect(remarked(changed("boot: { system: 20s }", "boot: { fsck: 6m, system: 30s }"))).toEqual([
    "controller.ladder: reboot waits 90s (guestWithin) for a sign of life of a node, which usually takes up to " +
      "6m 35s, and 4m (timeout) for the verified service of a node, which usually takes up to 6m 52s: it is given up " +
      "before it can help, and restart tried",
    "controller.ladder: restart waits 90s (guestWithin) for a sign of life of a node, which usually takes up to " +
      "6m 35s, and 4m (timeout) for the verified service of a node, which usually takes up to 6m 53s: it is given up " +
      "before it can help, and reinstall tried, which erases the disk",
  ]);
});

test("also if only some boots are slow", () => {
  const sometimes = changed("boot: { system: 20s }", 'boot: { system: "mixture(0.9 * 30s, 0.1 * 5m)" }');
  expect(remarked(sometimes)).toHaveLength(2);
  expect(remarked(changed("boot: { system: 20s }", 'boot: { system: "normal(60s, 10s)" }'))).toEqual([]);
  expect(remarked(changed("boot: { system: 20s }", 'boot: { system: "normal(60s, 20s)" }'))).toHaveLength(2);
});

test("a rung is measured by the VMs that may get it", () => {
  expect(remarked(changed("download: 1GB", "download: 100GB"))).toEqual([]);
  const slower = changed("download: 1GB", "download: 200GB");
  expect(remarked(slower)).toEqual([
    "controller.ladder: reinstall waits 15m (timeout) for the verified service of a node, which usually takes up to " +
      "27m 23s: it is given up before it can help, and a human called",
  ]);
  expect(remarked(slower.replaceAll("memory: 2GB }", "memory: 2GB, ceiling: restart }"))).toEqual([]);
});

test("the stop of a restart has its time-out as well", () => {
  expect(remarked(extended("actions: { stop-vm: { takes: 5m } }"))).toEqual([
    "controller.ladder: restart waits 4m (timeout) for a stop, which usually takes up to 5m: it is given " +
      "up before it " +
      "can help, and reinstall tried, which erases the disk",
  ]);
});

test("an action on a host is measured by what it takes, and by the boot of the host", () => {
  expect(remarked(inCluster("hostBoot: { firmware: 12m }", "layerStart: { daemon: 2m }"))).toEqual([
    "controller.hosts.restartLayer waits 90s (timeout) for a virtual layer that answers, which usually takes up to " +
      "2m 12s: the restart is given up before it can help, and the host fenced",
    "controller.hosts.powerOn waits 10m (timeout) for a host that answers, which usually takes up to 14m 12s: it is " +
      "given up while it boots, and a human called",
  ]);
  expect(
    remarked(
      extended("actions: { fence-host: { takes: 40s }, inspect-host: { takes: 2m }, migrate-vm: { takes: 2m } }"),
    ),
  ).toEqual([
    "controller.hosts.fence waits 30s (timeout) for the fence of a host, which usually takes up to 40s: " +
      "an attempt is " +
      "lost, though it may yet succeed",
    "controller.hosts.inspect waits 90s (timeout) for the list of what a host runs, which usually takes up to 2m: it " +
      "comes too late to be used",
    "controller.hosts.migrate waits 90s (timeout) for a live migration, which usually takes up to 2m: it " +
      "is taken for " +
      "lost while it is under way",
  ]);
});

test("a time-out that is never used is not remarked", () => {
  const never = "controller: { hosts: { fence: { attempts: 0 } } }";
  expect(remarked(extended("actions: { fence-host: { takes: 40s } }", never))).toEqual([]);
  const slow = extended("actions: { fence-host: { takes: 40s } }", "monitor: { interval: 285y, retry: 285y }");
  expect(remarked(slow)).toEqual([]);
});
