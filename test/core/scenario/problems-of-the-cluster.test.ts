// What is said about names, places, groups and rules that cannot be.

import { changed, extended, inCluster } from "./small.ts";
import { tell } from "./tell.ts";

tell("names exist wherever they are used", [
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
    "a VM as the target of a fault",
    extended("faults: [{ kind: service-hang, target: wep, at: 1s }]"),
    'x.yaml:16:40: there is no VM or group wep (did you mean "web"?)',
  ],
  [
    "a host as the target of a fault",
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
  ["all is taken", changed("    mail:", "    all:"), "x.yaml:13:5: all is not a name: it stands for everything"],
  [
    "a range that goes down",
    changed("mail:", "mail[3..1]:"),
    'x.yaml:13:5: "mail[3..1]": expected a range that goes up, of at most 100000 names',
  ],
  [
    "a name with a slash",
    changed("mail:", "a/b:"),
    'x.yaml:13:5: "a/b" is not a name: expected letters, digits, hyphens, points, or name[1..5]',
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
