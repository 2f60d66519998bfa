// The initrd of an installed guest: loads the modules for its disk, mounts it and boots from there.

import { ORDER, MODULES, addModules } from "./modules.ts";
import type { Kernel } from "./kernel.ts";
import { Tree } from "./tree.ts";

/** Loads all modules; for scripts that have /proc. */
export const LOAD_MODULES = `for module in $(cat ${ORDER}); do insmod ${MODULES}/$module; done`;

/** A guest without a disk panics, so that the hypervisor notices. */
export const INITRD_SCRIPT = `#!/bin/busybox sh
export PATH=/bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
${LOAD_MODULES}
tries=0
until [ -b /dev/vda1 ] || [ $tries -ge 200 ]; do usleep 50000; tries=$((tries + 1)); done
mount -t ext4 -o rw /dev/vda1 /root || {
  echo "there is no root file system on /dev/vda1" > /dev/console
  echo c > /proc/sysrq-trigger
}
mount --move /dev /root/dev
umount /proc
exec switch_root /root /bin/init
`;

export async function makeInitrd(folder: string, kernel: Kernel): Promise<void> {
  const tree = new Tree(folder, ["proc", "dev", "root"]);
  await tree.addBusybox();
  await addModules(tree, kernel);
  tree.write("/init", INITRD_SCRIPT, 0o755);
}
