// What is said about what is wrong, and where: file, line, column, and what was expected.

import { describe, expect, test } from "vitest";
import { parseScenario, renderProblems } from "../../../src/core/scenario/parse.ts";
import { changed, extended, inCluster, problemsOf, SMALL } from "./small.ts";

/** One bad text, and all that is said about it. */
type Row = readonly [what: string, text: string, ...said: readonly string[]];

function tell(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.each(rows.map(([what, text, ...said]) => ({ what, text, said })))("$what", ({ text, said }) => {
      expect(problemsOf(text)).toEqual(said);
    });
  });
}

test("the small scenario of these tests is sound", () => {
  expect(problemsOf(SMALL)).toEqual([]);
});

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
    expect.stringMatching(/^x\.yaml:10:28: "9+GB" is no size: /) as string,
  ],
  [
    "less than one byte",
    changed("download: 1GB", "download: 0.1B"),
    expect.stringMatching(/^x\.yaml:10:28: "0.1B" is no size: /) as string,
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
  [
    "no time at all",
    extended("controller: { window: 0s }"),
    'x.yaml:16:23: "0s" is no time at all: expected more than 0',
  ],
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
    'x.yaml:16:22: "soon" is no duration: write a number and a unit (ms, s, m, h, d, y), as 90s or 1h30m',
  ],
  [
    "a size without unit",
    changed("memory: 8GB", "memory: 8"),
    'x.yaml:4:29: "8" is no size: write a number above 0 and a unit (MB, GB, TB, MiB, GiB, TiB), as 4GB',
  ],
  [
    "a unit that every object has",
    changed("memory: 8GB", "memory: 8constructor"),
    expect.stringMatching(/^x\.yaml:4:29: "8constructor" is no size/) as string,
  ],
  [
    "a rate without unit",
    inCluster("provisioning: { bandwidth: 10 }"),
    'x.yaml:14:30: "10" is no rate: write a number above 0 and a unit (Mb/s, Gb/s, MB/s, GB/s), as 16Gb/s',
  ],
  [
    "a share above 1",
    extended("monitor: { loss: 1.5 }"),
    'x.yaml:16:18: "1.5" is no probability or share: write 0 to 1, or 0% to 100%',
  ],
  [
    "a law inside a flow mapping",
    extended("actions: { stop-vm: { takes: 'normal(2s, 3)', fails: 0 } }"),
    "x.yaml:16:42: 3 has no unit: write 3s, 3ms, 3m, 3h or 3d",
  ],
  [
    "what comes after a law",
    extended("actions: { stop-vm: { takes: 'normal(2s, 3s)', fails: 2 } }"),
    'x.yaml:16:55: "2" is no probability or share: write 0 to 1, or 0% to 100%',
  ],
]);

tell("names are looked up wherever they stand", [
  [
    "a host that a VM is on",
    changed("home: left", "home: lefft"),
    'x.yaml:12:18: there is no host lefft (did you mean "left"?)',
  ],
  [
    "a host in a list",
    changed("web: { home: left", "web[1..2]: { home: [left, rihgt]"),
    'x.yaml:12:31: there is no host rihgt (did you mean "right"?)',
  ],
  [
    "a type",
    changed("web: { home", "web: { type: nod, home"),
    'x.yaml:12:18: there is no type nod (did you mean "node"?)',
  ],
  [
    "a member of a group",
    inCluster("groups:", "  all of it: { members: [web, mial] }"),
    'x.yaml:15:33: there is no VM or group mial (did you mean "mail"?)',
  ],
  [
    "VMs in rules",
    inCluster("rules: { apart: [[web, mial]], together: [[wbe]] }"),
    'x.yaml:14:26: there is no VM mial (did you mean "mail"?)',
    'x.yaml:14:46: there is no VM wbe (did you mean "web"?)',
  ],
  [
    "a VM that a fault strikes",
    extended("faults: [{ kind: service-hang, target: wep, at: 1s }]"),
    'x.yaml:16:40: there is no VM or group wep (did you mean "web"?)',
  ],
  [
    "a host that a fault strikes",
    extended("faults: [{ kind: host-reboot, target: [left, rigth], at: 1s }]"),
    'x.yaml:16:46: there is no host rigth (did you mean "right"?)',
  ],
  [
    "what an operation is about",
    extended("operations: [{ at: 1s, maintain: host/rigth }]"),
    'x.yaml:16:34: there is no target (host/NAME or vm/NAME) host/rigth (did you mean "host/right"?)',
  ],
  [
    "both ends of a move",
    extended("operations: [{ at: 1s, move: wob, to: rigth }]"),
    'x.yaml:16:30: there is no VM wob (did you mean "web"?)',
    'x.yaml:16:39: there is no host rigth (did you mean "right"?)',
  ],
  [
    "a VM to release, a host that is dead",
    extended("operations: [{ at: 1s, release: wob }, { at: 1s, confirm-dead: web }]"),
    'x.yaml:16:33: there is no VM wob (did you mean "web"?)',
    "x.yaml:16:64: there is no host web",
  ],
  [
    "whom a campaign crashes",
    changed("incident: { horizon: 1h }", "crash-campaign: { inject: [{ fault: service-hang, target: wob }] }"),
    'x.yaml:15:61: there is no VM or group wob (did you mean "web"?)',
  ],
]);

tell("a name stands for one thing", [
  ["a key given twice", changed("    mail:", "    web:"), "x.yaml:13:5: web is given twice"],
  [
    "a range that meets a name",
    changed("mail: {", "web1: { home: left, cpu: 1, memory: 1GB }\n    web[1..3]: {"),
    "x.yaml:14:5: there is already a VM web1",
  ],
  [
    "hosts too",
    changed("right: {", "right[1..2]: { cpu: 1, memory: 1GB }\n    right: { cpu: 4, memory: 8GB }\n    right2: {"),
    "x.yaml:7:5: there is already a host right2",
  ],
  ["a VM named as a host", changed("    mail:", "    right:"), "x.yaml:13:5: there is already a host right"],
  [
    "a group named as a VM, or as a host",
    inCluster("groups: { web: { members: [mail] }, left: { members: [mail] } }"),
    "x.yaml:14:13: there is already a VM web",
    "x.yaml:14:39: there is already a host left",
  ],
  ["all is taken", changed("    mail:", "    all:"), "x.yaml:13:5: all is no name: it stands for everything"],
  [
    "a range that goes down",
    changed("mail:", "mail[3..1]:"),
    'x.yaml:13:5: "mail[3..1]": expected a range that goes up, of at most 100000 names',
  ],
  [
    "a name with a slash",
    changed("mail:", "a/b:"),
    'x.yaml:13:5: "a/b" is no name: expected letters, digits, hyphens, points, or name[1..5]',
  ],
]);

tell("VMs are bound to hosts", [
  [
    "that there are",
    changed("mail: { home: right,", "mail: { home: right, hosts: [right, rihgt],"),
    'x.yaml:13:41: there is no host rihgt (did you mean "right"?)',
  ],
  [
    "each once",
    changed("mail: { home: right,", "mail: { home: right, hosts: [right, right],"),
    "x.yaml:13:41: right is named twice",
  ],
  [
    "each large enough",
    changed(
      "left: { cpu: 4, memory: 8GB }",
      "left: { cpu: 4, memory: 8GB }\n    tiny: { cpu: 4, memory: 1GB }",
    ).replace("mail: { home: right,", "mail: { home: right, hosts: [right, tiny],"),
    "x.yaml:14:41: mail does not fit on tiny: it needs 1 of 4 cores and 2 of 1 GB",
  ],
  [
    "and are moved to no others",
    changed("mail: { home: right,", "mail: { home: right, hosts: right,") +
      "operations: [{ at: 1s, move: mail, to: left }]\n",
    "x.yaml:16:40: mail may not be on left: its hosts do not name it",
  ],
  [
    "of which their home is one",
    changed("mail: { home: right,", "mail: { home: right, hosts: [left],"),
    "x.yaml:13:33: expected right among them: it is a home",
  ],
]);

tell("VMs must fit", [
  [
    "on some host",
    changed("mail: { home: right, cpu: 1", "mail: { home: right, cpu: 5"),
    "x.yaml:13:5: mail fits on no host: none has 5 cores and 2GB of memory",
    "x.yaml:13:19: mail does not fit on right: it needs 5 of 4 cores and 2 of 8 GB",
  ],
  [
    "at home, together",
    changed("web: { home: left, cpu: 1, memory: 2GB }", "web[1..5]: { home: left, cpu: 1, memory: 1GB }"),
    "x.yaml:12:24: web5 does not fit on left beside the VMs before it: together they need 5 of 4 cores and 5 of 8 GB",
  ],
]);

tell("groups hold what they say", [
  [
    "not more than there are",
    inCluster("groups: { a: { members: [web], needs: 2 } }"),
    "x.yaml:14:41: it needs 2 of 1 members: expected at most 1",
  ],
  [
    "something",
    inCluster("groups: { a: { members: [] } }"),
    "x.yaml:14:27: a group without members: expected VMs or groups",
  ],
  ["nothing twice", inCluster("groups: { a: { members: [web, web] } }"), "x.yaml:14:33: web is named twice"],
  ["not themselves", inCluster("groups: { a: { members: [a] } }"), "x.yaml:14:13: a circle of groups: a holds a"],
  [
    "not each other",
    inCluster("groups: { a: { members: [b] }, b: { members: [a] } }"),
    "x.yaml:14:13: a circle of groups: a holds b holds a",
  ],
  [
    "not themselves by way of others",
    inCluster(
      "groups:",
      "  top: { members: [a] }",
      "  a: { members: [web, b] }",
      "  b: { members: [c] }",
      "  c: { members: [a] }",
    ),
    "x.yaml:16:5: a circle of groups: a holds b holds c holds a",
  ],
]);

tell("rules can hold", [
  [
    "apart from the beginning",
    changed("home: right", "home: left").replace("experiment:", "  rules: { apart: [[web, mail]] }\nexperiment:"),
    "x.yaml:14:20: these must be apart, but some of them begin on the same host",
  ],
  [
    "together from the beginning",
    inCluster("rules: { together: [[web, mail]] }"),
    "x.yaml:14:23: these must be together, but begin on different hosts",
  ],
  [
    "not both at once",
    inCluster("rules: { apart: [[web, mail]], together: [[web, mail]] }"),
    "x.yaml:14:45: web and mail must be together and apart at once",
  ],
]);

tell("a ladder goes up", [
  [
    "it has rungs",
    extended("controller: { ladder: [] }"),
    "x.yaml:16:23: a ladder without rungs: expected at least one of reboot, restart, reinstall",
  ],
  [
    "each once",
    extended("controller:", "  ladder:", "    - reboot: { timeout: 9s }", "    - reboot: { timeout: 9s }"),
    "x.yaml:19:7: reboot is already a rung of this ladder",
  ],
  [
    "in order",
    extended("controller:", "  ladder:", "    - restart: { timeout: 9s }", "    - reboot: { timeout: 9s }"),
    "x.yaml:19:7: reboot is out of order: a ladder goes up from reboot over restart to reinstall",
  ],
  [
    "of known rungs",
    extended("controller: { ladder: [rebot] }"),
    'x.yaml:16:24: unknown key "rebot" (did you mean "reboot"?)',
  ],
  [
    "one rung to an entry",
    extended("controller:", "  ladder:", "    - {}"),
    "x.yaml:18:7: expected exactly one of reboot, restart, reinstall in each rung",
  ],
]);

tell("faults strike what they can, when they can", [
  [
    "hosts by faults of hosts",
    extended("faults: [{ kind: host-reboot, target: web, at: 1s }]"),
    "x.yaml:16:39: host-reboot strikes a host; web is a VM",
  ],
  [
    "VMs by faults of VMs",
    extended("faults: [{ kind: service-hang, target: left, at: 1s }]"),
    "x.yaml:16:40: service-hang strikes a VM; left is a host",
  ],
  [
    "nobody in particular by faults of the site",
    extended("faults: [{ kind: storage-outage, target: left, at: 1s, lasts: 1m }]"),
    "x.yaml:16:34: storage-outage affects what all share: leave out target",
  ],
  [
    "somebody by all others",
    extended("faults: [{ kind: service-hang, at: 1s }]"),
    "x.yaml:16:10: service-hang needs target: a VM, a group, a list, or all",
  ],
  [
    "not at an instant and by a law",
    extended("faults: [{ kind: service-hang, target: web, at: 1s, every: 1d }]"),
    "x.yaml:16:10: expected exactly one of at (an instant) and every (a law)",
  ],
  [
    "with some time between them",
    extended("faults: [{ kind: service-hang, target: web, every: 'uniform(0s, 0s)' }]"),
    'x.yaml:16:52: service-hang every "uniform(0s, 0s)" would strike without end: expected some time between strikes',
  ],
  [
    "nor neither",
    extended("faults: [{ kind: service-hang, target: web }]"),
    "x.yaml:16:10: expected exactly one of at (an instant) and every (a law)",
  ],
  [
    "for a time, where nobody repairs them",
    extended("faults: [{ kind: network-outage, at: 1s }]"),
    "x.yaml:16:10: network-outage needs lasts: nobody repairs it, so it must pass by itself",
  ],
  [
    "delay only of what the monitor hears",
    extended("faults: [{ kind: host-reboot, target: left, at: 1s, delay: 3s }]"),
    "x.yaml:16:53: host-reboot has no delay: it belongs to monitor-false-alarm",
  ],
  [
    "by only where there is a choice",
    extended("faults: [{ kind: host-reboot, target: left, at: 1s, by: fork }]"),
    "x.yaml:16:53: host-reboot has no by: it belongs to guest-overload",
  ],
  [
    "guests only where there is a choice",
    extended("faults: [{ kind: host-reboot, target: left, at: 1s, guests: survive }]"),
    "x.yaml:16:53: host-reboot has no guests: it belongs to virtual-layer-crash",
  ],
  [
    "in a campaign, only what can be recovered from",
    changed("incident: { horizon: 1h }", "crash-campaign: { inject: [{ fault: storage-outage }] }"),
    "x.yaml:15:30: storage-outage needs lasts: nobody repairs it, so no trial would recover",
  ],
]);

tell("settings agree with each other", [
  [
    "patience is not longer than retry",
    extended("monitor: { retry: 2s, patience: 3s }"),
    "x.yaml:16:33: patience (3s) is longer than retry (2s): a probe would be asked before the last one is answered",
  ],
  [
    "nor is retry shorter than the usual patience",
    extended("monitor: { retry: 2s }"),
    "x.yaml:16:19: patience (5s) is longer than retry (2s): a probe would be asked before the last one is answered",
  ],
  [
    "nor of hosts",
    extended("monitor: { hosts: { retry: 2s } }"),
    "x.yaml:16:28: patience (5s) is longer than hosts.retry (2s): a probe would be asked before the last one is " +
      "answered",
  ],
  [
    "nor than their interval, from which retry follows",
    extended("monitor: { hosts: { interval: 2s } }"),
    "x.yaml:16:31: patience (5s) is longer than hosts.retry (2s): a probe would be asked before the last one is " +
      "answered",
  ],
  [
    "probabilities add up to at most 1",
    extended("actions: { stop-vm: { fails: 0.6, hangs: 50% } }"),
    "x.yaml:16:21: fails, hangs and silent add up to more than 1",
  ],
  [
    "there is an experiment",
    changed("incident: { horizon: 1h }", "{}"),
    "x.yaml:14:1: expected exactly one of crash-campaign, availability, incident",
  ],
  [
    "and only one",
    changed("incident: { horizon: 1h }", "incident: { horizon: 1h }\n  availability: {}"),
    "x.yaml:14:1: expected exactly one of crash-campaign, availability, incident",
  ],
  [
    "an operation is one request",
    extended("operations: [{ at: 1s, arm: true, disarm: true }, { at: 1s }]"),
    "x.yaml:16:14: expected exactly one of maintain, resume, disarm, arm, move, release, confirm-dead",
    "x.yaml:16:51: expected exactly one of maintain, resume, disarm, arm, move, release, confirm-dead",
  ],
  [
    "a move leads somewhere",
    extended("operations: [{ at: 1s, move: web }]"),
    "x.yaml:16:14: move needs to: the host that it leads to",
  ],
]);

tell("what is no scenario at all", [
  ["an empty file", "", "x.yaml: is empty; expected a scenario (YAML)"],
  ["only comments", "# a\n# b\n", "x.yaml: has nothing but comments; expected a scenario (YAML)"],
  ["a list", "# a\n- b\n", "x.yaml:2:1: expected a mapping with name, cluster and experiment"],
  ["a scalar", "hello\n", "x.yaml:1:1: expected a mapping with name, cluster and experiment"],
  ["too much", "a".repeat(1_000_001), "x.yaml: has 1000001 bytes; expected a scenario (YAML) of at most 1000000"],
  ["two documents", extended("---", "a: 1"), "x.yaml:16:1: a second document begins here: expected one"],
]);

test("a file that is not text is told so", () => {
  expect(problemsOf(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]))).toEqual([
    "x.yaml: is not text; expected a scenario (YAML, UTF-8)",
  ]);
  expect(problemsOf(new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28]))).toEqual([
    "x.yaml: is not text; expected a scenario (YAML, UTF-8)",
  ]);
});

describe("bad YAML is told where it is", () => {
  test("a tab as indentation", () => {
    expect(problemsOf(changed("    left", "\tleft"))[0]).toBe("x.yaml:4:1: a tab as indentation: YAML wants spaces");
  });
  test("a bracket that is not closed", () => {
    expect(problemsOf(changed("cpu: 4, memory: 8GB }", "cpu: 4, memory: 8GB"))).toEqual([
      expect.stringMatching(/^x\.yaml:[56]:\d+: /),
    ]);
    expect(problemsOf(changed("horizon: 1h }", "horizon: 1h"))).toEqual([
      "x.yaml:16:1: a bracket is still open here: expected a closing } before this",
    ]);
  });
  test("an alias of nothing", () => {
    expect(problemsOf(extended("monitor: *nobody"))).toEqual(["x.yaml:16:10: there is no &nobody before this"]);
  });
  test("aliases that grow without end are refused at once", () => {
    const bomb = [..."bcdefghij"].map(
      (letter, i) => `${letter}: &${letter} [${Array(10).fill(`*${"abcdefghij"[i]}`).join(", ")}]`,
    );
    expect(problemsOf(["a: &a [x, x, x]", ...bomb].join("\n"))).toEqual([
      expect.stringMatching(/^x\.yaml:1:1: cannot be unfolded/),
    ]);
    expect(problemsOf("a: &a [*a]\n")).toEqual([expect.stringMatching(/^x\.yaml:1:1: cannot be unfolded/)]);
  });
  test("but one host may be said three hundred times", () => {
    const many = Array.from({ length: 300 }, (_, i) => `    h${i}: *h\n`).join("");
    expect(problemsOf(changed("left: { cpu: 4, memory: 8GB }\n", `left: &h { cpu: 4, memory: 8GB }\n${many}`))).toEqual(
      [],
    );
  });
  test("nesting without end", () => {
    expect(problemsOf(`a: ${"- ".repeat(5000)}`)[0]).toMatch(/^x\.yaml:/);
  });
});

describe("keys that JavaScript takes for something else", () => {
  test("are refused wherever they stand", () => {
    expect(problemsOf(extended("__proto__: { a: 1 }"))).toEqual(["x.yaml:16:1: __proto__ is no key"]);
    expect(problemsOf(changed("    mail:", "    __proto__:"))).toEqual(["x.yaml:13:5: __proto__ is no key"]);
    expect(problemsOf(extended("constructor: { prototype: 1 }"))).toEqual(['x.yaml:16:1: unknown key "constructor"']);
    expect(
      problemsOf(SMALL, ["__proto__.polluted=1", "cluster.constructor=1", "monitor={__proto__: {loss: 1}}"]),
    ).toHaveLength(3);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  test("leave VMs with odd names alone", () => {
    expect(problemsOf(changed("    mail:", "    constructor:"))).toEqual([]);
  });
});

describe("problems are told together", () => {
  const five =
    changed("home: left, cpu: 1", "home: lefft, cpu: 1, prio: 3").replace(
      "cpu: 4, memory: 8GB }\n  types",
      "cpu: 4, memory: 8GB }\n  rules: { apart: [[web, ghost]] }\n  types",
    ) + "monitor: { interval: 15 }\nfaults:\n  - { kind: host-reboot, target: web, at: 1s }\n";

  test("five in one file, in the order of the file", () => {
    expect(problemsOf(five)).toEqual([
      "x.yaml:6:26: there is no VM ghost",
      'x.yaml:13:18: there is no host lefft (did you mean "left"?)',
      'x.yaml:13:33: unknown key "prio"',
      "x.yaml:17:22: 15 has no unit: write 15s, 15ms, 15m, 15h or 15d",
      "x.yaml:19:34: host-reboot strikes a host; web is a VM",
    ]);
  });

  test("what only follows from another problem is not told", () => {
    expect(problemsOf(extended("faults: [{ kind: service-hang, target: web, att: 1s }]"))).toEqual([
      'x.yaml:16:45: unknown key "att" (did you mean "at"?)',
    ]);
    expect(problemsOf(extended("monitor: { retry: 8, patience: 7s }"))).toEqual([
      "x.yaml:16:19: 8 has no unit: write 8s, 8ms, 8m, 8h or 8d",
    ]);
  });

  test("each with its source line and a caret under the place", () => {
    const parsed = parseScenario(changed("home: left", "home: lefft").replaceAll("\n", "\r\n"), "x.yaml");
    expect(parsed.ok ? "" : renderProblems(parsed.problems)).toBe(
      'x.yaml:12:18: there is no host lefft (did you mean "left"?)\n' +
        "12 |     web: { home: lefft, cpu: 1, memory: 2GB }\n                      ^",
    );
  });
});
