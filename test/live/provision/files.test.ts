import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { hinfoHex } from "../../../src/live/provision/hinfo.ts";
import { machineFolder } from "../../../src/live/provision/provisioning.ts";
import { leftOut } from "../../left-out.ts";
import { fileOf, filesOf, problemsOf, site, withServer, withVm } from "./site.ts";

const noDnsmasq = leftOut(spawnSync("dnsmasq", ["--version"]).status === 0 ? undefined : "there is no dnsmasq");

describe("the files of a provisioning server", () => {
  test("are a configuration of dnsmasq, names, a boot script for each host type and one for the rest, a guide", () => {
    expect([...filesOf(site()).keys()]).toEqual([
      "README.txt",
      "dnsmasq.conf",
      "hosts",
      "tftp/default.ipxe",
      "tftp/host-type/grid.ipxe",
      "tftp/host-type/cache.ipxe",
    ]);
  });

  test("give each machine with a MAC its address, and a tag to those that may be installed", () => {
    const conf = fileOf(site(), "dnsmasq.conf").split("\n");
    expect(conf).toContain("dhcp-host=52:54:00:99:03:01,set:install-grid,10.99.3.101,gridce");
    expect(conf).toContain("dhcp-host=52:54:00:99:03:02,10.99.3.102,squid");
    expect(conf).toContain("dhcp-range=10.99.3.0,static,255.255.255.0,1h");
  });

  test("give the host type of each machine in HINFO, in place of the CPU", () => {
    expect(hinfoHex({ cpu: "grid", os: "SL" })).toBe("0467726964" + "02534c");
    expect(fileOf(site(), "dnsmasq.conf")).toContain(
      `dns-rr=gridce.sns,13,${hinfoHex({ cpu: "grid", os: "Scientific Linux" })}\n`,
    );
    expect(hinfoHex({ cpu: "à", os: "x" })).toBe("02c3a0" + "0178");
  });

  test("boot the installer of the host type by HTTP, with the URLs of the archive and of the machine's files", () => {
    const script = fileOf(withServer({ httpPort: 8080 }), "tftp/host-type/grid.ipxe", {
      doneUrl: "http://10.99.3.1/done",
    });
    expect(script).toContain(
      "kernel http://10.99.3.1:8080/grid/vmlinuz initrd=initrd " +
        "install.root=http://10.99.3.1:8080/grid/root.tar.gz " +
        "install.machine=http://10.99.3.1:8080/machines/${netX/mac:hexhyp} install.done=http://10.99.3.1/done " +
        "console=ttyS0 ||",
    );
    expect(script).toContain("initrd --name initrd http://10.99.3.1:8080/grid/installer.img ||");
    expect(machineFolder("52:54:00:AA:00:01")).toBe("http/machines/52-54-00-aa-00-01");
  });

  test("install nothing on a machine without an installDefinition in the inventory", () => {
    const conf = fileOf(withVm({ installDefinition: undefined }), "dnsmasq.conf");
    expect(conf).not.toContain("set:install-");
    expect(conf).toContain("dhcp-boot=tag:ipxe,default.ipxe\n");
    expect(fileOf(site(), "tftp/default.ipxe")).not.toContain("kernel");
  });

  test("announce no gateway unless one is given, and IPv6 only on request", () => {
    expect(fileOf(site(), "dnsmasq.conf")).toContain("dhcp-option=option:router\n");
    expect(fileOf(site(), "dnsmasq.conf")).not.toContain("enable-ra");
    const conf = fileOf(site(), "dnsmasq.conf", { router: "10.99.3.254", ipv6Prefix: "fd00:99::" });
    expect(conf).toContain("dhcp-option=option:router,10.99.3.254\n");
    expect(conf).toContain("enable-ra\ndhcp-range=fd00:99::,ra-stateless,64,1h\n");
  });

  test("also name hosts whose address is known", () => {
    expect(fileOf(site(), "hosts")).toBe("10.99.3.11 alfa01\n10.99.3.101 gridce\n10.99.3.102 squid\n");
  });

  test("take a full name for the machine of that domain", () => {
    expect(fileOf(withVm({ name: "gridce.sns" }), "hosts")).toContain("10.99.3.101 gridce\n");
  });

  test("say in README.txt where to put the files, and which machines will be erased", () => {
    const text = fileOf(site(), "README.txt");
    for (const part of [
      "/srv/pisa/http/grid/vmlinuz",
      "dnsmasq --test -C /srv/pisa/dnsmasq.conf",
      "gridce  10.99.3.101  52:54:00:99:03:01  grid",
      "dig @10.99.3.1 gridce.sns HINFO",
    ])
      expect(text).toContain(part);
    expect(text).not.toContain("squid");
  });

  test.skipIf(noDnsmasq !== undefined)("are accepted by dnsmasq itself", () => {
    const folder = mkdtempSync(join(tmpdir(), "3rc-provision-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, text] of filesOf(site(), { folder, router: "10.99.3.254", ipv6Prefix: "fd00:99::" })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { stderr, status } = spawnSync("dnsmasq", ["--test", "-C", join(folder, "dnsmasq.conf")], {
      encoding: "utf8",
    });
    expect(stderr).toContain("syntax check OK");
    expect(status).toBe(0);
  });
});

describe("what cannot be served is reported", () => {
  const cases: [string, readonly string[], string][] = [
    [
      "no server at all",
      problemsOf({ ...site(), provisioning: undefined }),
      "provisioning: is missing; there is no server to make files for",
    ],
    [
      "a VM to be installed without MAC",
      problemsOf(withVm({ mac: undefined })),
      "gridce: cannot be installed: it has no MAC address",
    ],
    [
      "a VM to be installed of no host type",
      problemsOf(withVm({ hostType: "gird" })),
      'gridce: cannot be installed: there is no host type "gird"',
    ],
    [
      "an address outside the network",
      problemsOf(withVm({ address: "10.99.4.1" })),
      'gridce: expected an address in the network 10.99.3.0/24, not "10.99.4.1"',
    ],
    [
      "the broadcast address",
      problemsOf(withVm({ address: "10.99.3.255" })),
      'gridce: expected an address in the network 10.99.3.0/24, not "10.99.3.255"',
    ],
    [
      "a name for an address",
      problemsOf(withVm({ address: "gridce.sns" })),
      'gridce: expected an address in the network 10.99.3.0/24, not "gridce.sns"',
    ],
    [
      "an address twice",
      problemsOf(withVm({ address: "10.99.3.11" })),
      "gridce: has the same address as alfa01: 10.99.3.11",
    ],
    [
      "the address of the server",
      problemsOf(withVm({ address: "10.99.3.1" })),
      "gridce: has the address of the provisioning server: 10.99.3.1",
    ],
    [
      "a MAC address twice",
      problemsOf(withVm({ mac: "52:54:00:99:03:02" })),
      "squid: has the same MAC address as gridce: 52:54:00:99:03:02",
    ],
    ["a name twice", problemsOf(withVm({ name: "SQUID" })), "squid: has the same name as SQUID: squid"],
    [
      "a name that DNS does not know",
      problemsOf(withVm({ name: "grid_ce" })),
      "grid_ce: is not a name in the DNS domain sns: expected letters, digits and inner hyphens, 63 at most",
    ],
    [
      "a server without IPv4 address",
      problemsOf(withServer({ address: "pxe.sns" })),
      'provisioning: expected an IPv4 address, as DHCP needs it, not "pxe.sns"',
    ],
    [
      "a kernel outside the HTTP root",
      problemsOf(
        withServer({
          hostTypes: { grid: { os: "x", kernel: "../vmlinuz", initrd: "i", root: "r", kernelArguments: [] } },
        }),
      ),
      'host type grid: expected its kernel as a path below the HTTP root, as images/vmlinuz, not "../vmlinuz"',
    ],
    [
      "an argument of two words",
      problemsOf(
        withServer({ hostTypes: { grid: { os: "x", kernel: "k", initrd: "i", root: "r", kernelArguments: ["a b"] } } }),
      ),
      'host type grid: expected each kernel argument as one word, not "a b"',
    ],
    [
      "an OS that HINFO does not hold",
      problemsOf(
        withServer({ hostTypes: { grid: { os: "", kernel: "k", initrd: "i", root: "r", kernelArguments: [] } } }),
      ),
      "host type grid: expected its name and its os to have 1 to 255 bytes each, as HINFO records hold",
    ],
    [
      "a relative folder",
      problemsOf(site(), { folder: "srv" }),
      'folder: expected an absolute path without spaces, commas, quotes, # and \\, not "srv"',
    ],
    [
      "a router elsewhere",
      problemsOf(site(), { router: "10.0.0.1" }),
      'router: expected an address in the network 10.99.3.0/24, not "10.0.0.1"',
    ],
  ];

  test.each(cases)("%s", (_, problems, expected) => {
    expect(problems).toContain(expected);
  });

  test("all at once", () => {
    expect(problemsOf(withVm({ mac: undefined, address: "10.99.4.1", hostType: "gird" }))).toHaveLength(3);
  });
});
