import { describe, expect, test } from "vitest";
import { inventoryJsonSchema } from "../../../src/live/inventory/json-schema.ts";
import { parseInventory } from "../../../src/live/inventory/parse.ts";
import { formatDuration } from "../../../src/base/prelude/time.ts";
import { renderProblems } from "../../../src/base/document/problem.ts";

const SOUND = `
name: lab
ssh: { identity: keys/id, knownHosts: known_hosts, options: { ConnectTimeout: "5" } }
guestSsh: { identity: keys/id, knownHosts: known_guests }
hosts:
  alfa01:
    address: 198.18.77.11
    fence: { ipmi: { address: 198.18.77.211, user: admin, passwordFile: ipmi-password } }
    network: { cut: [ip, link, set, p1, down], join: [ip, link, set, p1, up] }
  alfa02:
    address: 198.18.77.12
    ssh: { port: 2222, user: ops }
    fence: { command: { powerOff: [power, "off", "2"], powerOn: [power, "on", "2"], status: [power, status, "2"] } }
vms:
  gridce:
    address: 198.18.77.101
    mac: 52:54:00:77:00:01
    hostType: grid
    probe: { http: "http://198.18.77.101/health" }
    definition: san/gridce.xml
    installDefinition: san/gridce-install.xml
    disk: san/gridce.img
    expendable: true
  gridse:
    { address: 198.18.77.102, hostType: grid, probe: { tcp: 80 }, definition: san/gridse.xml, disk: san/gridse.img }
provisioning:
  address: 198.18.77.1
  domain: lab
  prefix: 24
  interface: up0
  hostTypes: { grid: { os: linux, kernel: vmlinuz, initrd: installer.img, root: root.tar.gz } }
allow: { hosts: all, vms: [gridce] }
limits: { fencesPerHour: 2 }
`;

const read = (text: string) => parseInventory(text, "lab.yaml", "/site");
const problems = (text: string) => {
  const parsed = read(text);
  return parsed.ok
    ? []
    : renderProblems(parsed.problems)
        .split("\n")
        .filter((line) => line.startsWith("lab.yaml"));
};
const replaced = (from: string, to: string) => {
  expect(SOUND).toContain(from);
  return SOUND.replace(from, to);
};

describe("an inventory", () => {
  test("is completed: defaults, absolute paths, common and own ssh settings", () => {
    const parsed = read(SOUND);
    if (!parsed.ok) throw new Error(renderProblems(parsed.problems));
    const { hosts, vms, allow, limits } = parsed.inventory;
    expect(hosts[0].ssh).toEqual({
      address: "198.18.77.11",
      port: 22,
      user: "root",
      identity: "/site/keys/id",
      knownHosts: "/site/known_hosts",
      options: { ConnectTimeout: "5" },
    });
    expect(hosts[0].fence).toEqual({
      kind: "ipmi",
      address: "198.18.77.211",
      port: 623,
      user: "admin",
      passwordFile: "/site/ipmi-password",
      cipher: 17,
    });
    expect(hosts[1].ssh).toMatchObject({ port: 2222, user: "ops", identity: "/site/keys/id" });
    expect(hosts[1].migration.uri).toBe("qemu+ssh://ops@198.18.77.12/system");
    expect(vms[0]).toMatchObject({
      domain: "gridce",
      definition: "/site/san/gridce.xml",
      expendable: true,
      probe: { kind: "http" },
    });
    expect(vms[1]).toMatchObject({ expendable: false, installDefinition: undefined, probe: { kind: "tcp", port: 80 } });
    expect([...allow.hosts]).toEqual(["alfa01", "alfa02"]);
    expect([...allow.vms]).toEqual(["gridce"]);
    expect(limits).toMatchObject({ affectedVms: 1, fencesPerHour: 2 });
    expect(formatDuration(limits.actionTimeout)).toBe("15m");
  });

  test("may set options of ssh, and learns which", () => {
    expect(
      problems(replaced('ConnectTimeout: "5"', 'ProxyJump: "ops@gate:2222,[fd00::1]", Ciphers: aes256-ctr')),
    ).toEqual([]);
    expect(problems(replaced('ConnectTimeout: "5"', "ProxyCommand: nc"))[0]).toContain("Allowed are AddressFamily");
  });

  test.each(["http://127.0.0.1:8000/redfish/v1/Systems/1", "https://board/redfish/v1/Systems/1"])(
    "may have a board at %s",
    (url) => {
      const parsed = read(replaced("{ ipmi: { address: 198.18.77.211,", `{ redfish: { url: "${url}", ca: board.pem,`));
      expect(parsed.ok && parsed.inventory.hosts[0].fence).toMatchObject({ kind: "redfish", ca: "/site/board.pem" });
    },
  );

  test("has a schema for editors", () => {
    expect(Object.keys((inventoryJsonSchema() as { properties: object }).properties)).toContain("hosts");
  });

  test.each([
    [
      "an unknown key",
      replaced("hostType: grid, probe: { tcp", "hostTyp: grid, probe: { tcp"),
      ["hostType is missing", 'unknown key "hostTyp" (did you mean "hostType"?)'],
    ],
    [
      "two ways to fence",
      replaced("fence: { command:", "fence: { libvirt: { uri: 'qemu:///system', domain: a }, command:"),
      ["expected one way to fence: ipmi, redfish, libvirt, ssh or command, found 2"],
    ],
    ["no way to probe", replaced("{ tcp: 80 }", "{}"), ["expected one way to probe: http, tcp, ssh or ping"]],
    [
      "an address that ssh would read as an option",
      replaced("address: 198.18.77.12", "address: -oProxyCommand=x"),
      ["expected a host name or an IP address"],
    ],
    [
      "host keys that are not checked",
      replaced('ConnectTimeout: "5"', 'StrictHostKeyChecking: "no"'),
      ["must not be set: host keys are always checked, and 3rc manages sessions"],
    ],
    ...[
      "KnownHostsCommand",
      "NoHostAuthenticationForLocalhost",
      "ProxyCommand",
      "LocalCommand",
      "Tunnel",
      "stricthostkeychecking",
    ].map((option): [string, string, string[]] => [
      `an option of ssh that is not known to be harmless, ${option}`,
      replaced("ConnectTimeout", option),
      ["must not be set"],
    ]),
    [
      "a transport that is a shell command",
      replaced('ConnectTimeout: "5"', 'ProxyJump: "gate;touch x"'),
      ["expected jump hosts, as user@gate:22,inner"],
    ],
    [
      "a transport that ssh would read as an option",
      replaced('ConnectTimeout: "5"', 'ProxyJump: "-oProxyCommand=x"'),
      ["expected jump hosts"],
    ],
    [
      "a migration to a host whose key is not checked",
      replaced("    ssh: { port: 2222, user: ops }", '    migration: { uri: "qemu+ssh://alfa02/system?no_verify=1" }'),
      ["keys are always checked"],
    ],
    [
      "a board that would get its password in clear text",
      replaced(
        "{ ipmi: { address: 198.18.77.211, user: admin,",
        "{ redfish: { url: 'http://198.18.77.211/redfish/v1/Systems/1', user: admin,",
      ),
      ["expected https: the password would go over the network in clear"],
    ],
    [
      "two VMs with one disk",
      replaced("disk: san/gridse.img", "disk: san/gridce.img"),
      ["has the same disk as gridce: /site/san/gridce.img"],
    ],
    [
      "an allow-list with an unknown name",
      replaced("vms: [gridce]", "vms: [gridc]"),
      ['there is no VM "gridc" (did you mean "gridce"?)'],
    ],
    [
      "nothing that is allowed",
      replaced("allow: { hosts: all, vms: [gridce] }", "allow: {}"),
      ["allows nothing: name the hosts and VMs that may be touched"],
    ],
    [
      "a host type that is not installed",
      replaced("hostType: grid\n", "hostType: gird\n"),
      ['there is no host type "gird" in provisioning.hostTypes (did you mean "grid"?)'],
    ],
    [
      "a duration without a unit",
      replaced("fencesPerHour: 2", "actionTimeout: 90"),
      ["90 has no unit: write 90s, 90ms, 90m, 90h or 90d"],
    ],
    [
      "a command that is a line for a shell",
      replaced("[ip, link, set, p1, down]", '"ip link set p1 down"'),
      ["expected a list, not"],
    ],
    [
      "a name that stands for several",
      replaced("alfa02:", "alfa[2..3]:"),
      ["expected one name: each host and VM has an entry of its own"],
    ],
    ["nothing", "", ["is empty; expected an inventory (YAML)"]],
    ["a list", "- a", ["expected a mapping with name, hosts, vms and allow"]],
  ])("is refused, with its place: %s", (_, text, expected) => {
    const told = problems(text);
    expect(told).toHaveLength(expected.length);
    expected.forEach((sentence, i) => expect(told[i]).toContain(sentence));
  });
});
