// The files of a provisioning server, served by a real dnsmasq in a network namespace of the test's own and asked
// there.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftOut } from "../../left-out.ts";
import { filesOf, fileOf, site } from "./site.ts";

const missing = ["dnsmasq", "ip", "nsenter", "setpriv", "dig", "curl", "busybox"].filter(
  (program) => spawnSync("which", [program]).status !== 0,
);
const why = leftOut(
  userInfo().uid !== 0
    ? "only root can start one"
    : missing.length > 0
      ? `missing are ${missing.join(", ")}`
      : undefined,
);

describe.skipIf(why !== undefined)(
  `a provisioning server that runs${why === undefined ? "" : `, which it cannot here: ${why}`}`,
  () => {
    let folder = "";
    let space: ChildProcess; // it holds the namespace: with it goes all that is in there
    let dnsmasq: ChildProcess;

    const inside = (...argv: readonly string[]) => {
      const { stdout, stderr, status } = spawnSync("nsenter", [`--net=/proc/${space.pid}/ns/net`, ...argv], {
        encoding: "utf8",
        timeout: 300_000,
      });
      return { stdout, stderr, status };
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "3rc-served-"));
      for (const [name, text] of filesOf(site(), { folder })) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      space = spawn("unshare", ["--net", "sh", "-c", "echo made; exec cat"], { stdio: ["pipe", "pipe", "inherit"] });
      await new Promise((resolve) => space.stdout?.once("data", resolve));
      for (const words of [
        ["link", "set", "lo", "up"],
        ["link", "add", "eth9", "type", "veth", "peer", "name", "eth8"],
        ["addr", "add", "10.99.3.1/24", "dev", "eth9"],
        ["link", "set", "eth9", "up"],
        ["link", "set", "eth8", "up"],
      ]) {
        expect(inside("ip", ...words), words.join(" ")).toMatchObject({ status: 0 });
      }
      dnsmasq = spawn(
        "nsenter",
        [
          `--net=/proc/${space.pid}/ns/net`,
          "setpriv",
          "--pdeathsig",
          "KILL",
          "dnsmasq",
          "-C",
          join(folder, "dnsmasq.conf"),
          "--keep-in-foreground",
          "--user=root",
          "--pid-file",
          "--log-facility=-",
        ],
        { stdio: ["ignore", "ignore", "pipe"] },
      );
      await new Promise((resolve) =>
        dnsmasq.stderr?.on("data", (chunk: Buffer) => chunk.includes("started") && resolve(undefined)),
      );
    });

    afterAll(async () => {
      for (const child of [dnsmasq, space]) {
        const over = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGTERM");
        await over;
      }
      rmSync(folder, { recursive: true, force: true });
    });

    test("answers HINFO with host type and operating system", () => {
      expect(inside("dig", "+short", "@10.99.3.1", "gridce.sns", "HINFO").stdout).toBe('"grid" "Scientific Linux"\n');
      expect(inside("dig", "+short", "@10.99.3.1", "squid.sns", "HINFO").stdout).toBe('"cache" "Debian"\n');
    });

    test("knows names and addresses, in both directions, and no others", () => {
      expect(inside("dig", "+short", "@10.99.3.1", "gridce.sns").stdout).toBe("10.99.3.101\n");
      expect(inside("dig", "+short", "@10.99.3.1", "-x", "10.99.3.11").stdout).toBe("alfa01.sns.\n");
      expect(inside("dig", "@10.99.3.1", "nobody.sns").stdout).toContain("NXDOMAIN");
    });

    test("serves the boot script of a host type by TFTP", () => {
      expect(inside("curl", "-s", "-f", "tftp://10.99.3.1/host-type/grid.ipxe").stdout).toBe(
        fileOf(site(), "tftp/host-type/grid.ipxe", { folder }),
      );
    });

    test("gives a machine of the inventory its address, its name and its boot script, and answers no other", () => {
      expect(askedByDhcp("52:54:00:99:03:01")).toBe("10.99.3.101 gridce boots host-type/grid.ipxe");
      expect(askedByDhcp("52:54:00:99:03:02")).toBe("10.99.3.102 squid boots default.ipxe");
      expect(askedByDhcp("52:54:00:99:03:03")).toBe("");
    });

    /** What a machine with this MAC gets when it boots with iPXE. */
    function askedByDhcp(mac: string): string {
      const script = join(folder, "told");
      writeFileSync(script, '#!/bin/sh\n[ "$1" != bound ] || echo "$ip $hostname boots $boot_file"\n', { mode: 0o755 });
      inside("ip", "link", "set", "eth8", "address", mac);
      return inside(
        "busybox",
        "udhcpc",
        "-i",
        "eth8",
        "-q",
        "-n",
        "-f",
        "-t",
        "3",
        "-T",
        "1",
        "-x",
        "0xaf:01",
        "-s",
        script,
      ).stdout.trim();
    }
  },
);
