// What is said about a ladder, faults and settings that do not go together.

import { changed, extended } from "./small.ts";
import { tell } from "./tell.ts";

const OPERATIONS =
  "maintain, resume, disarm, arm, move, release, confirm-dead, by-hand, controller-crash, journal-failure";

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

tell("faults have targets and times of their kind", [
  [
    "hosts by faults of hosts",
    extended("faults: [{ kind: host-reboot, target: web, at: 1s }]"),
    "x.yaml:16:39: host-reboot affects a host; web is a VM",
  ],
  [
    "VMs by faults of VMs",
    extended("faults: [{ kind: service-hang, target: left, at: 1s }]"),
    "x.yaml:16:40: service-hang affects a VM; left is a host",
  ],
  [
    "nobody in particular by faults of the site",
    extended("faults: [{ kind: storage-outage, target: left, at: 1s, lasts: 1m }]"),
    "x.yaml:16:34: storage-outage affects the whole site: leave out target",
  ],
  [
    "somebody by all others",
    extended("faults: [{ kind: service-hang, at: 1s }]"),
    "x.yaml:16:10: service-hang needs target: a VM, a group, a list, or all",
  ],
  [
    "not at an instant and at random times",
    extended("faults: [{ kind: service-hang, target: web, at: 1s, every: 1d }]"),
    "x.yaml:16:10: expected exactly one of at (an instant) and every (a distribution)",
  ],
  [
    "with some time between them",
    extended("faults: [{ kind: service-hang, target: web, every: 'uniform(0s, 0s)' }]"),
    'x.yaml:16:52: service-hang every "uniform(0s, 0s)" would be injected without end: ' +
      "expected some time between injections",
  ],
  [
    "nor neither",
    extended("faults: [{ kind: service-hang, target: web }]"),
    "x.yaml:16:10: expected exactly one of at (an instant) and every (a distribution)",
  ],
  [
    "for a time, where nobody repairs them",
    extended("faults: [{ kind: network-outage, at: 1s }]"),
    "x.yaml:16:10: network-outage needs lasts: nobody repairs it, so it must end by itself",
  ],
  [
    "delay only of what the monitor probes",
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
    "an operation is one thing",
    extended("operations: [{ at: 1s, arm: true, disarm: true }, { at: 1s }]"),
    `x.yaml:16:14: expected exactly one of ${OPERATIONS}`,
    `x.yaml:16:51: expected exactly one of ${OPERATIONS}`,
  ],
  [
    "a move leads somewhere",
    extended("operations: [{ at: 1s, move: web }]"),
    "x.yaml:16:14: move needs to: its destination, a host",
  ],
]);
