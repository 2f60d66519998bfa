// The installed system of a guest: busybox, SSH, and a health page at /cgi-bin/health.
//
// The page reports health only if a new file can be written and synced, so that a missing, full or read-only disk
// shows: writing into an existing file, even one of an earlier boot, would need no space. The page is requested all the
// time from emulated processors, so it starts few programs: one to answer, one to clean up afterwards. For faults, the
// guest offers `overload cpu | memory | fork`, which uses all there is of it, and /proc/sysrq-trigger; a kernel that
// panics stays down and notifies the hypervisor; the power button shuts the guest down.

import { GUEST_PROGRAMS } from "./ingredients.ts";
import { KERNEL_ARGUMENTS } from "./images.ts";
import { LEASE_SCRIPT, LEASE_SCRIPT_PATH } from "./lease-script.ts";
import { Tree } from "./tree.ts";

/** Paths of the files that differ from guest to guest. */
export const IDENTITY = {
  hostname: "/etc/hostname",
  hostKey: "/etc/dropbear/host_key",
  authorizedKeys: "/root/.ssh/authorized_keys",
  installed: "/etc/installed",
} as const;

/** Where the boot loader reads its configuration. */
export const BOOT_LOADER = "/boot/extlinux";

const FOLDERS = ["proc", "sys", "dev", "run", "tmp", "mnt", "var/www", "var/lib", "etc/dropbear", "root/.ssh"];

const FILES: Readonly<Record<string, string>> = {
  "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
  "/etc/group": "root:x:0:\n",
  "/etc/shadow": "root:*:19000:0:99999:7:::\n",
  "/etc/shells": "/bin/sh\n",
  "/etc/hosts": "127.0.0.1 localhost\n",
  [IDENTITY.installed]: "as a copy\n",
  [`${BOOT_LOADER}/extlinux.conf`]: `SERIAL 0 115200
PROMPT 0
TIMEOUT 1
DEFAULT linux
LABEL linux
 LINUX /boot/vmlinuz
 INITRD /boot/initrd.img
 APPEND root=/dev/vda1 rw ${KERNEL_ARGUMENTS.join(" ")}
`,
  "/etc/inittab": `::sysinit:/etc/init.d/start
::respawn:/etc/init.d/ssh
::respawn:/bin/httpd -f -p 80 -h /var/www
::respawn:/bin/acpid -f -c /etc/acpi -l /dev/null
::ctrlaltdel:/bin/reboot
::shutdown:/bin/umount -a -r
`,
};

const SCRIPTS: Readonly<Record<string, string>> = {
  [LEASE_SCRIPT_PATH]: LEASE_SCRIPT,
  "/etc/init.d/start": `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mkdir -p /dev/pts
mount -t devpts pts /dev/pts
mount -t tmpfs tmp /run
echo 0 > /proc/sys/kernel/panic
echo 1 > /proc/sys/kernel/sysrq
hostname -F /etc/hostname
ip link set lo up
ip link set eth0 up
until udhcpc -i eth0 -q -n -t 10 -T 1 -s ${LEASE_SCRIPT_PATH}; do sleep 1; done
echo "guest $(hostname) is up after $(cut -d' ' -f1 /proc/uptime) s" > /dev/console
`,
  "/etc/init.d/ssh": `#!/bin/sh
[ -s ${IDENTITY.hostKey} ] || exec dropbear -F -s -R
exec dropbear -F -s -r ${IDENTITY.hostKey}
`,
  "/etc/acpi/PWRF/00000080": "#!/bin/sh\nexec poweroff\n",
  "/var/www/cgi-bin/health": `#!/bin/sh
read -r up rest < /proc/uptime
read -r boot < /proc/sys/kernel/random/boot_id
read -r host < /proc/sys/kernel/hostname
read -r installed < ${IDENTITY.installed}
file=/var/lib/health.$boot.$$
if echo "$up" | dd of=$file conv=fsync 2> /dev/null
then status="200 OK"; word=well
else status="503 Service Unavailable"; word="cannot write"
fi
printf 'Status: %s\\r\\nContent-Type: text/plain\\r\\n\\r\\n' "$status"
echo "$word host=$host up=$up boot=$boot installed=$installed"
rm -f $file
`,
  "/bin/overload": `#!/bin/sh
# overload cpu | memory | fork: returns at once; the load continues until the next boot.
case $1 in
cpu) setsid sh -c 'for i in $(seq 200); do while :; do :; done & done; wait' < /dev/null > /dev/null 2>&1 & ;;
memory)
  mkdir -p /run/full; mount -t tmpfs -o size=100% full /run/full
  setsid sh -c 'while :; do dd if=/dev/zero of=/run/full/$(cat /proc/uptime | tr -d " .") bs=64k; done' \\
    < /dev/null > /dev/null 2>&1 & ;;
fork) setsid sh -c 'f() { f | f & }; while :; do f; done' < /dev/null > /dev/null 2>&1 & ;;
*) echo "expected overload cpu, memory or fork" >&2; exit 2 ;;
esac
`,
};

/** All texts of the system, to detect changes of them. */
export const GUEST_TEXTS: readonly string[] = [...Object.entries(FILES), ...Object.entries(SCRIPTS)].flat();

/** Makes the whole system except for the files that differ from guest to guest. */
export async function makeGuestRoot(folder: string, kernel: string, initrd: string): Promise<void> {
  const tree = new Tree(folder, FOLDERS);
  for (const [path, text] of Object.entries(FILES)) tree.write(path, text);
  for (const [path, text] of Object.entries(SCRIPTS)) tree.write(path, text, 0o755);
  for (const program of GUEST_PROGRAMS) await tree.addProgram(program);
  await tree.addBusybox();
  tree.copy(kernel, "/boot/vmlinuz");
  tree.copy(initrd, "/boot/initrd.img");
}
