// What the lab needs on this machine; everything missing is reported at once, with the packages that provide it.

import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabProblem } from "./lab-problem.ts";

/** Programs by Debian package. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  bindfs: ["bindfs"],
  "busybox-static": ["busybox"],
  cpio: ["cpio"],
  "dnsmasq-base": ["dnsmasq"],
  "dropbear-bin": ["dropbear", "dropbearkey"],
  e2fsprogs: ["debugfs", "mke2fs"],
  extlinux: ["extlinux"],
  fdisk: ["sfdisk"],
  iproute2: ["ip"],
  ipmitool: ["ipmitool"],
  "libvirt-clients": ["virsh"],
  "libvirt-daemon-system": ["libvirtd", "virtlockd"],
  openipmi: ["ipmi_sim"],
  "openssh-client": ["ssh", "ssh-keygen"],
  "openssh-server": ["sshd"],
  "qemu-system-x86": ["qemu-system-x86_64"],
  "qemu-utils": ["qemu-img"],
};
/** Files by Debian package. */
const FILES: Readonly<Record<string, string>> = {
  extlinux: "/usr/lib/EXTLINUX/mbr.bin",
  "ipxe-qemu": "/usr/lib/ipxe/qemu/pxe-virtio.rom",
  "libvirt-daemon-system": "/etc/libvirt",
};

/** Includes the folders of daemons, which the PATH of a user may lack. */
export const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Throws a LabProblem that names everything that is missing. */
export function requireProgramsOfLab(): void {
  const missing = new Set<string>();
  for (const [name, programs] of Object.entries(PROGRAMS)) if (!programs.every(isInstalled)) missing.add(name);
  for (const [name, file] of Object.entries(FILES)) if (!existsSync(file)) missing.add(name);
  if (missing.size > 0)
    throw new LabProblem(
      "programs that the lab needs are missing; install them with:\n" +
        `  apt-get install --no-install-recommends ${[...missing].toSorted().join(" ")}`,
    );
  for (const device of ["/dev/fuse", "/dev/net/tun"]) {
    if (!existsSync(device)) throw new LabProblem(`this machine has no ${device}, which the lab needs`);
  }
}

function isInstalled(program: string): boolean {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
