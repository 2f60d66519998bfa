// What is said about keys and values: unknown, missing, twice, of the wrong kind, out of range.

import { expect } from "vitest";
import { changed, extended, inCluster, SMALL } from "./small.ts";
import { tell } from "./tell.ts";

tell("unknown keys are told with the nearest known one", [
  ["at the top", extended("monitr: { loss: 0 }"), 'x.yaml:16:1: unknown key "monitr" (did you mean "monitor"?)'],
  [
    "inside a flow mapping",
    extended("monitor: { intervall: 15s }"),
    'x.yaml:16:12: unknown key "intervall" (did you mean "interval"?)',
  ],
  [
    "inside a VM",
    changed("web: { home", "web: { prioriy: 1, home"),
    'x.yaml:12:12: unknown key "prioriy" (did you mean "priority"?)',
  ],
  [
    "inside a rung",
    extended("controller:", "  ladder:", "    - reboot: { atempts: 1, timeout: 9s }"),
    'x.yaml:18:17: unknown key "atempts" (did you mean "attempts"?)',
  ],
  [
    "inside a fault",
    extended("faults:", "  - { kind: host-reboot, target: left, ta: 1s, at: 1s }"),
    'x.yaml:17:40: unknown key "ta" (did you mean "at"?)',
  ],
  [
    "of an action",
    extended("actions: { reboot-wm: { fails: 0 } }"),
    'x.yaml:16:12: unknown key "reboot-wm" (did you mean "reboot-vm"?)',
  ],
  ["far from all known ones", extended("zzzzzz: 1"), 'x.yaml:16:1: unknown key "zzzzzz"'],
]);

tell("numbers that JavaScript would change are refused", [
  [
    "a seed of many digits",
    extended("seed: 12345678901234567890"),
    'x.yaml:16:7: expected at most 9007199254740991, not "12345678901234567000"',
  ],
  [
    "more bytes than there are numbers",
    changed("download: 1GB", `download: ${"9".repeat(400)}GB`),
    expect.stringMatching(/^x\.yaml:10:28: "9+GB" is not a size: /) as string,
  ],
  [
    "less than one byte",
    changed("download: 1GB", "download: 0.1B"),
    expect.stringMatching(/^x\.yaml:10:28: "0.1B" is not a size: /) as string,
  ],
]);

tell("what is said twice by YAML is told once for each place", [
  [
    "by an alias",
    SMALL.replace(
      "{ cpu: 4, memory: 8GB }\n    right: { cpu: 4, memory: 8GB }",
      "&host { cpu: 0, memory: 8GB }\n    right: *host",
    ),
    'x.yaml:4:24: expected more than 0, not "0"',
  ],
  [
    "by a merge key",
    SMALL.replace(
      "{ cpu: 4, memory: 8GB }\n    right: { cpu: 4, memory: 8GB }",
      "&host { cpu: 0, memory: 8GB }\n    right: { <<: *host, memory: 9GB }",
    ),
    'x.yaml:4:24: expected more than 0, not "0"',
    'x.yaml:5:12: expected more than 0, not "0"',
  ],
]);

tell("what is missing is told plainly", [
  ["a name", changed("name: small\n", ""), "x.yaml:1:1: name is missing"],
  ["the experiment", changed("experiment:\n  incident: { horizon: 1h }\n", ""), "x.yaml:1:1: experiment is missing"],
  [
    "everything",
    "seed: 1\n",
    "x.yaml:1:1: name is missing",
    "x.yaml:1:1: cluster is missing",
    "x.yaml:1:1: experiment is missing",
  ],
  ["memory of a host", changed("cpu: 4, memory: 8GB", "cpu: 4"), "x.yaml:4:11: memory is missing"],
  [
    "the kind of a fault",
    extended("faults: [{ at: 1s }]"),
    expect.stringMatching(/^x\.yaml:16:10: kind is missing: expected guest-shutdown, /) as string,
  ],
  ["the value of a key", extended("monitor:"), "x.yaml:16:9: expected a mapping, not nothing"],
]);

tell("values of the wrong kind are told with what was expected", [
  ["text for a number", changed("cpu: 4", "cpu: four"), 'x.yaml:4:18: expected a number, not "four"'],
  ["a list for a mapping", extended("monitor: []"), "x.yaml:16:10: expected a mapping, not a list"],
  ["a mapping for a list", extended("faults: {}"), "x.yaml:16:9: expected a list, not a mapping"],
  [
    "a mapping for a duration",
    extended("monitor: { retry: {} }"),
    "x.yaml:16:19: expected text or a number, not a mapping",
  ],
  ["numbers for names", changed("home: left", "home: [1]"), "x.yaml:12:18: expected a name or a list of names"],
  ["a fraction for a count", extended("controller: { fall: 1.5 }"), 'x.yaml:16:21: expected a whole number, not "1.5"'],
  ["nothing for a count", extended("controller: { fall: 0 }"), 'x.yaml:16:21: expected at least 1, not "0"'],
  [
    "a pause that is none",
    extended("controller: { hosts: { powerOnAgainAfter: 1us } }"),
    'x.yaml:16:43: "1us" is too short: expected at least 1s, since it is done again after each of these',
  ],
  ["no cores", changed("cpu: 4", "cpu: 0"), 'x.yaml:4:18: expected more than 0, not "0"'],
  [
    "a word that is not among the known",
    changed("web: { home", "web: { ceiling: rebot, home"),
    'x.yaml:12:21: expected reboot, restart, reinstall, not "rebot" (did you mean "reboot"?)',
  ],
  [
    "more than anybody counts",
    changed(
      "incident: { horizon: 1h }",
      "crash-campaign: { trials: 1000000000000, inject: [{ fault: service-hang, target: web }] }",
    ),
    'x.yaml:15:29: expected at most 999999999, not "1000000000000"',
  ],
  [
    "more replications than can be kept",
    changed("incident: { horizon: 1h }", "availability: { replications: 1000001 }"),
    'x.yaml:15:33: expected at most 1000000, not "1000001"',
  ],
  [
    "a group whose name cannot be printed",
    inCluster('groups: { "a\\u0007b": { members: [web] } }'),
    "x.yaml:14:13: expected a name of characters that can be printed",
  ],
  [
    "a phase whose name nobody can read",
    changed("{ system: 20s }", `{ ${"s".repeat(81)}: 20s }`),
    "x.yaml:8:15: expected a name of at most 80 characters",
  ],
  [
    "a VM of such a name",
    changed("    mail:", `    ${"m".repeat(81)}:`),
    `x.yaml:13:5: "${"m".repeat(80)}…" is too long: expected a name of at most 80 characters`,
  ],
  [
    "a group that is a range",
    inCluster("groups: { 'g[1..2]': { members: [web] } }"),
    "x.yaml:14:13: a range stands for several names: expected one for a group",
  ],
  [
    "a name too long for a folder",
    changed("name: small", `name: ${"s".repeat(101)}`),
    "x.yaml:1:7: expected a name of at most 100 characters: it names the result folder",
  ],
  [
    "a name that is no folder",
    changed("name: small", "name: ../Small"),
    "x.yaml:1:7: expected a name of lower-case letters, digits and hyphens: it names the result folder",
  ],
  [
    "phases named by digits, which would lose their order",
    changed("{ system: 20s }", "{ 2: 20s }"),
    "x.yaml:8:15: expected a name that is not only digits",
  ],
]);

tell("quantities need their units and their range", [
  [
    "a duration without unit",
    extended("monitor: { interval: 15 }"),
    "x.yaml:16:22: 15 has no unit: write 15s, 15ms, 15m, 15h or 15d",
  ],
  ["a negative duration", extended("monitor: { interval: -5s }"), 'x.yaml:16:22: "-5s" is negative: a duration is not'],
  ["no time at all", extended("controller: { window: 0s }"), 'x.yaml:16:23: "0s" is zero: expected more than 0'],
  [
    "a pace that would never let a run come to its end",
    extended("monitor: { interval: 9ms }"),
    'x.yaml:16:22: "9ms" is too short: expected at least 10ms, since it is done again after each of these',
  ],
  [
    "more time than can be counted",
    extended("monitor: { interval: 300y }"),
    'x.yaml:16:22: "300y" is longer than 285y, the longest that is counted exactly',
  ],
  [
    "more of it together",
    changed("incident: { horizon: 1h }", "availability: { horizon: 200y, warmUp: 100y }"),
    "x.yaml:15:28: horizon and warmUp are together longer than 285y, the longest that is counted exactly",
  ],
  [
    "no duration",
    extended("monitor: { interval: soon }"),
    'x.yaml:16:22: "soon" is not a duration: write a number and a unit (ms, s, m, h, d, y), as 90s or 1h30m',
  ],
  [
    "a size without unit",
    changed("memory: 8GB", "memory: 8"),
    'x.yaml:4:29: "8" is not a size: write a number above 0 and a unit (MB, GB, TB, MiB, GiB, TiB), as 4GB',
  ],
  [
    "a unit that every object has",
    changed("memory: 8GB", "memory: 8constructor"),
    expect.stringMatching(/^x\.yaml:4:29: "8constructor" is not a size/) as string,
  ],
  [
    "a rate without unit",
    inCluster("provisioning: { bandwidth: 10 }"),
    'x.yaml:14:30: "10" is not a rate: write a number above 0 and a unit (Mb/s, Gb/s, MB/s, GB/s), as 16Gb/s',
  ],
  [
    "a share above 1",
    extended("monitor: { loss: 1.5 }"),
    'x.yaml:16:18: "1.5" is not a probability or share: write 0 to 1, or 0% to 100%',
  ],
  [
    "a distribution inside a flow mapping",
    extended("actions: { stop-vm: { takes: 'normal(2s, 3)', fails: 0 } }"),
    "x.yaml:16:42: 3 has no unit: write 3s, 3ms, 3m, 3h or 3d",
  ],
  [
    "text after a distribution",
    extended("actions: { stop-vm: { takes: 'normal(2s, 3s)', fails: 2 } }"),
    'x.yaml:16:55: "2" is not a probability or share: write 0 to 1, or 0% to 100%',
  ],
]);
