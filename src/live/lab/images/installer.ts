// The unattended installer: an initrd that erases the disk, installs the given system, and switches the machine off.
// Its settings are words of the kernel's command line; see the boot scripts of provision.
//
// A failed installation ends in a panic, which the hypervisor notices: a machine that is off was installed.

import { BOOT_LOADER, IDENTITY } from "./guest-root.ts";
import { DISK_MIB, PARTITION_MIB } from "./images.ts";
import { BOOT_RECORD, FORMAT_SETTINGS, INSTALLER_PROGRAMS } from "./ingredients.ts";
import { LOAD_MODULES } from "./initrd.ts";
import type { Kernel } from "./kernel.ts";
import { LEASE_SCRIPT, LEASE_SCRIPT_PATH } from "./lease-script.ts";
import { addModules } from "./modules.ts";
import { Tree } from "./tree.ts";

/**
 * Arguments of mke2fs. The boot loader supports neither of the two features. The file system needs its journal to
 * survive a power cut.
 */
const FORMAT: readonly string[] = ["-q", "-F", "-t", "ext4", "-O", "^64bit,^metadata_csum", "-L", "root"];

/** Input of sfdisk: one active partition from PARTITION_MIB to the end. */
const PARTITIONS = `${PARTITION_MIB * 2048},,83,*\n`;

/** mke2fs is called by its path, since busybox's shell would prefer its own, which does not support ext4. */
export const INSTALLER_SCRIPT = `#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
set -o pipefail
say() { echo "installer: $* ($(cut -d' ' -f1 /proc/uptime) s)" > /dev/console; }
fail() { say "failed, $*"; sync; echo 0 > /proc/sys/kernel/panic; echo c > /proc/sysrq-trigger; sleep 1000; }
appears() {
  tries=0
  until [ -b "$1" ] || [ $tries -ge 200 ]; do usleep 50000; tries=$((tries + 1)); done
  [ -b "$1" ]
}
own() { if wget -q -O "$2" "$machine/$1"; then chmod 600 "$2"; else rm -f "$2"; say "no $1 of its own"; fi; }

${LOAD_MODULES}
root=; machine=; finished=
for word in $(cat /proc/cmdline); do
  case $word in
  install.root=*) root=\${word#*=} ;;
  install.machine=*) machine=\${word#*=} ;;
  install.done=*) finished=\${word#*=} ;;
  esac
done
[ -n "$root" ] || fail "install.root does not say what to install"
ip link set eth0 up
udhcpc -i eth0 -q -n -t 10 -T 1 -s ${LEASE_SCRIPT_PATH} || fail "no answer from DHCP"
say "$(hostname) begins"

appears /dev/vda || fail "there is no disk"
echo '${PARTITIONS.trim()}' | sfdisk -q --wipe always /dev/vda || fail "the disk cannot be partitioned"
appears /dev/vda1 || fail "there is no partition"
/bin/mke2fs ${FORMAT.join(" ")} -E nodiscard /dev/vda1 || fail "the disk cannot be formatted"
mount -t ext4 /dev/vda1 /mnt || fail "the new file system cannot be mounted"
wget -q -O - "$root" | tar -xzf - -C /mnt || fail "the system cannot be unpacked from $root"
say "the system is unpacked"

hostname > /mnt${IDENTITY.hostname}
echo "at $(date -u +%Y-%m-%dT%H:%M:%SZ)" > /mnt${IDENTITY.installed}
if [ -n "$machine" ]; then
  own host_key /mnt${IDENTITY.hostKey}
  own authorized_keys /mnt${IDENTITY.authorizedKeys}
fi
extlinux --install /mnt${BOOT_LOADER} > /dev/null 2>&1 || fail "the boot loader cannot be installed"
dd if=/boot-record of=/dev/vda bs=440 count=1 conv=notrunc 2> /dev/null || fail "the boot record cannot be written"
sync
umount /mnt || fail "the new file system cannot be unmounted"
sync
[ -z "$finished" ] || wget -q -O /dev/null "$finished?host=$(hostname)" || say "the end could not be reported"
say "done"
echo o > /proc/sysrq-trigger
sleep 1000
`;

export async function makeInstaller(folder: string, kernel: Kernel): Promise<void> {
  const tree = new Tree(folder, ["proc", "sys", "dev", "mnt", "tmp", "etc", "run"]);
  for (const program of INSTALLER_PROGRAMS) await tree.addProgram(program);
  await tree.addBusybox();
  await addModules(tree, kernel);
  tree.copy(BOOT_RECORD, "/boot-record");
  tree.copy(FORMAT_SETTINGS, FORMAT_SETTINGS);
  tree.write(LEASE_SCRIPT_PATH, LEASE_SCRIPT, 0o755);
  tree.write("/init", INSTALLER_SCRIPT, 0o755);
}

/**
 * Makes a disk with the system on it, without an installation. Arguments: archive, disk, boot record, and a folder to
 * mount it on. To be run in its own mount namespace, whose end releases mount and loop device in any case.
 */
export const DISK_SCRIPT = `set -e
truncate -s ${DISK_MIB}M "$2"
echo '${PARTITIONS.trim()}' | sfdisk -q "$2"
mke2fs ${FORMAT.join(" ")} -E offset=$((${PARTITION_MIB} * 1048576)) "$2" ${DISK_MIB - PARTITION_MIB}M
mount -t ext4 -o loop,offset=$((${PARTITION_MIB} * 1048576)) "$2" "$4"
tar -xzf "$1" -C "$4"
extlinux --install "$4${BOOT_LOADER}"
umount "$4"
dd if="$3" of="$2" bs=440 count=1 conv=notrunc
`;
