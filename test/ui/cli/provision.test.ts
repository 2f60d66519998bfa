import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SITE } from "../../live/provision/site.ts";
import { run3rc, temporaryFolder } from "./command.ts";

function inventory(text = SITE): { folder: string; file: string; out: string } {
  const folder = temporaryFolder();
  const file = join(folder, "site.yaml");
  writeFileSync(file, text);
  return { folder, file, out: join(folder, "server") };
}

describe("3rc provision", () => {
  test("writes the files of the server, and says where to read on", async () => {
    const { file, out } = inventory();
    const said = await run3rc([
      "provision",
      file,
      "--out",
      out,
      "--served-from",
      "/srv/pisa",
      "--router",
      "10.99.3.254",
    ]);
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toContain(`See ${out}/README.txt for how to use them.`);
    expect(readdirSync(out).toSorted()).toEqual(["README.txt", "dnsmasq.conf", "hosts", "tftp"]);
    expect(readFileSync(join(out, "dnsmasq.conf"), "utf8")).toContain("addn-hosts=/srv/pisa/hosts\n");
    expect(readFileSync(join(out, "dnsmasq.conf"), "utf8")).toContain("dhcp-option=option:router,10.99.3.254\n");
  });

  test("tells all that cannot be served, and writes nothing", async () => {
    const { file, out } = inventory(
      SITE.replace("address: 10.99.3.101", "address: 10.99.4.101").replace('    mac: "52:54:00:99:03:01"\n', ""),
    );
    const said = await run3rc(["provision", file, "--out", out]);
    expect(said.code).toBe(2);
    expect(said.stderr).toContain(`${file}: gridce: cannot be installed: it has no MAC address`);
    expect(said.stderr).toContain(`${file}: gridce: expected an address in the network 10.99.3.0/24`);
    expect(existsSync(out)).toBe(false);
  });

  test("writes over nothing", async () => {
    const { folder, file, out } = inventory();
    mkdirSync(out);
    writeFileSync(join(out, "vmlinuz"), "mine");
    const said = await run3rc(["provision", file, "--out", out]);
    expect(said).toMatchObject({
      code: 2,
      stderr: `${out}: is not empty; expected a new folder, since its files may be in use\n`,
    });
    expect(await run3rc(["provision", file, "--out", file])).toMatchObject({
      code: 2,
      stderr: `${file}: is not a folder; expected one that is new or empty\n`,
    });
    expect(readdirSync(folder).toSorted()).toEqual(["server", "site.yaml"]);
    expect(readdirSync(out)).toEqual(["vmlinuz"]);
  });

  test("fills an empty folder", async () => {
    const { file, out } = inventory();
    mkdirSync(out);
    expect((await run3rc(["provision", file, "--out", out])).code).toBe(0);
    expect(existsSync(join(out, "README.txt"))).toBe(true);
  });

  test.each([
    ["a missing file", (folder: string) => join(folder, "nowhere.yaml"), "there is no such file"],
    ["a folder", (folder: string) => folder, "is a directory; expected an inventory (YAML)"],
    ["what is no inventory", (folder: string) => join(folder, "other.yaml"), "other.yaml"],
  ])("refuses %s for an inventory", async (_, fileIn, message) => {
    const { folder, out } = inventory();
    writeFileSync(join(folder, "other.yaml"), Buffer.from([0, 1, 2, 255]));
    const said = await run3rc(["provision", fileIn(folder), "--out", out]);
    expect(said.code).toBe(2);
    expect(said.stderr).toContain(message);
    expect(existsSync(out)).toBe(false);
  });

  test("says where it cannot write", async () => {
    const { file } = inventory();
    const said = await run3rc(["provision", file, "--out", "/proc/server"]);
    expect(said.code).toBe(2);
    expect(said.stderr).toMatch(/^\/proc: /);
  });
});
