// Hosts and guests made of files and small shell scripts, reached by the unchanged drivers of live mode: the programs
// ssh, virsh and ping that come first on their path act on one folder for each machine. Each state of a machine is a
// file: `unreachable`, `deaf` (libvirt does not answer), `power`, `domains/NAME`; of a guest `well`, `unbootable`,
// `run/…`.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Reach } from "../../src/live/driver/reach.ts";
import { parseInventory } from "../../src/live/inventory/parse.ts";
import { check } from "../../src/base/prelude/check.ts";

const HOSTS = ["alfa01", "alfa02", "alfa03"];
/** At home on the first host, on the second, and on the first but not expendable. */
const VMS = { gridce: true, gridse: true, mail: false };
export const HOMES = new Map([
  ["gridce", "alfa01"],
  ["gridse", "alfa02"],
  ["mail", "alfa01"],
]);

const SSH = `#!/bin/sh
while [ "$1" != -- ]; do [ "$1" != -O ] || exit 0; shift; done
cd "$MACHINES/$2" || exit 255
if [ -e unreachable ]; then echo "ssh: connect to host $2 port 22: No route to host" >&2; exit 255; fi
line=$(printf '%s' "$3" | sed 's#/run/#./run/#g')
eval "$line"
`;

const VIRSH = `#!/bin/sh
host=\${PWD##*/}
while case $1 in -q) shift ;; -c) echo "$host uses $2" >> "$MACHINES/uris"; shift 2 ;; *) false ;; esac; do :; done
if [ -e deaf ]; then echo "error: failed to connect to the hypervisor" >&2; exit 1; fi
say() { echo "$host $*" >> "$MACHINES/log"; }
case $1 in
list) case $* in *paused*) ;; *) ls domains ;; esac ;;
domstate) [ -e "domains/$2" ] && echo running || { echo "error: failed to get domain '$2'" >&2; exit 1; } ;;
destroy)
  [ -e "domains/$2" ] || { echo "error: failed to get domain '$2'" >&2; exit 1; }
  say "$@"; rm "domains/$2"; rm -f "../$2/well" ;;
create)
  say create "\${2##*/}"; domain=\${2##*/}; domain=\${domain%.xml}
  case $domain in *-install)
    rm -f "../\${domain%-install}/unbootable"; sleep "$(cat ../installing 2>/dev/null || echo 0)"; exit 0 ;;
  esac
  touch "domains/$domain"; rm -f "../$domain/run/3rc.broken"
  [ -e "../$domain/unbootable" ] || touch "../$domain/well" ;;
migrate)
  for word; do
    case $word in
    qemu+ssh://root@*) to=\${word#*@}; to=\${to%/system} ;;
    -*) ;;
    *) [ -e "domains/$word" ] && domain=$word ;;
    esac
  done
  say migrate "$domain" "$to"; mv "domains/$domain" "../$to/domains/$domain" ;;
*) say "$@" ;;
esac
`;

const PING = `#!/bin/sh
for machine; do :; done
[ -d "$MACHINES/$machine" ] && [ ! -e "$MACHINES/$machine/unreachable" ] && [ "$(cat "$MACHINES/$machine/power")" = on ]
`;

const POWER = `#!/bin/sh
case $2 in
status) cat "$MACHINES/$1/board" 2>/dev/null || cat "$MACHINES/$1/power" ;;
on) echo "$1 power on" >> "$MACHINES/log"; echo on > "$MACHINES/$1/power"; rm -f "$MACHINES/$1/unreachable" ;;
off) echo off > "$MACHINES/$1/power"; touch "$MACHINES/$1/unreachable"; rm -f "$MACHINES/$1"/domains/* ;;
esac
`;

export class Machines {
  readonly folder = mkdtempSync(join(tmpdir(), "3rc-machines-"));
  readonly reach: Reach;
  readonly #path = process.env["PATH"];

  /** Everything is healthy: every VM at home and serving. `change` is applied to the text of the inventory. */
  constructor(change: (written: Written) => void = () => undefined) {
    for (const [name, text] of Object.entries({ ssh: SSH, virsh: VIRSH, ping: PING, power: POWER })) {
      this.write(`bin/${name}`, text);
      chmodSync(join(this.folder, "bin", name), 0o755);
    }
    process.env["PATH"] = `${join(this.folder, "bin")}:${this.#path}`;
    process.env["MACHINES"] = this.folder;
    for (const machine of [...HOSTS, ...Object.keys(VMS)]) {
      this.write(`${machine}/power`, "on\n");
      mkdirSync(join(this.folder, machine, "run/lock"), { recursive: true });
    }
    for (const host of HOSTS) mkdirSync(join(this.folder, host, "domains"));
    for (const [vm, home] of HOMES) this.touch(`${home}/domains/${vm}`).touch(`${vm}/well`);
    const written = this.#inventory();
    change(written);
    const parsed = parseInventory(JSON.stringify(written), "site.yaml", "/site");
    check(parsed.ok, () => JSON.stringify(parsed));
    this.reach = new Reach(parsed.inventory);
  }

  touch(path: string): this {
    return this.write(path, "");
  }

  write(path: string, text: string): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
    return this;
  }

  remove(path: string): this {
    rmSync(join(this.folder, path), { force: true });
    return this;
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  /** Where the VM runs. */
  hostsOf(vm: string): readonly string[] {
    return HOSTS.filter((host) => readdirSync(join(this.folder, host, "domains")).includes(vm));
  }

  /** What was done to domains and switches, in order. */
  get log(): readonly string[] {
    return this.#lines("log");
  }

  /** The hosts on which virsh was called, each with the URI of its libvirt. */
  get uris(): readonly string[] {
    return [...new Set(this.#lines("uris"))];
  }

  async end(): Promise<void> {
    await this.reach.close();
    process.env["PATH"] = this.#path;
    delete process.env["MACHINES"];
    rmSync(this.folder, { recursive: true, force: true });
  }

  #lines(name: string): string[] {
    return this.has(name) ? readFileSync(join(this.folder, name), "utf8").trim().split("\n") : [];
  }

  #inventory(): Written {
    const unreachable = (host: string) => join(this.folder, host, "unreachable");
    return {
      name: "site",
      guestSsh: {},
      storage: { path: "/san" },
      allow: { hosts: "all", vms: "all" },
      limits: { affectedVms: 3 },
      hosts: Object.fromEntries(
        HOSTS.map((name) => [
          name,
          {
            address: name,
            restartLayer: ["rm", "-f", "deaf"],
            network: { cut: ["touch", unreachable(name)], join: ["rm", "-f", unreachable(name)] },
            fence: {
              command: {
                powerOff: ["power", name, "off"],
                powerOn: ["power", name, "on"],
                status: ["power", name, "status"],
              },
            },
          },
        ]),
      ),
      vms: Object.fromEntries(
        Object.entries(VMS).map(([name, expendable]) => [
          name,
          {
            address: name,
            hostType: "grid",
            probe: { ssh: ["test", "-e", "well"] },
            definition: `${name}.xml`,
            installDefinition: `${name}-install.xml`,
            disk: `${name}.img`,
            expendable,
            hang: ["true"],
          },
        ]),
      ),
      provisioning: {
        address: "10.0.0.1",
        domain: "site",
        prefix: 24,
        interface: "up0",
        hostTypes: { grid: { os: "linux", kernel: "k", initrd: "i", root: "r" } },
      },
    };
  }
}

export type Written = {
  hosts: Record<string, Record<string, unknown>>;
  vms: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
};
