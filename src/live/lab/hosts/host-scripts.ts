// Scripts that run inside a host of the lab: its first process, and the restart of its libvirt.

/** Texts by file name; the common head of all scripts of the lab is put before them. */
export const HOST_SCRIPTS: Readonly<Record<string, string>> = {
  host: `
# The first process of a physical host: host HOST. Mounts, processes, name and network are the host's own. The files
# below its folder are its disk and survive a power loss; /run and /root do not.
host=$1
disk=$lab/hosts/$host
hostname "$host"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=700 tmpfs /root
mkdir -p /run/sshd /run/lock
mount --bind "$disk/etc-ssh" /etc/ssh
mount --bind "$disk/etc-libvirt" /etc/libvirt
mount --bind "$disk/var-lib-libvirt" /var/lib/libvirt
mount --bind "$disk/var-log-libvirt" /var/log/libvirt
mount --bind "$disk/var-cache-libvirt" /var/cache/libvirt
mount --bind "$lab/hosts.txt" /etc/hosts

# Each host has its own mount of the shared store: a stall stops it; a power loss ends it and everything that waits for
# it. File locks hold only within one host, as on many network file systems: two hosts are kept from using one disk by
# the leases of virtlockd, which are outside the store.
bindfs -f --multithreaded -o nonempty,suid,dev "$lab/store" "$lab/store" &
passage=$!
until mountpoint -q "$lab/store"; do
  kill -0 "$passage"
  sleep 0.02
done
if [ -e "$lab/stalled" ] || [ -e "$lab/stalled-$host" ]; then kill -STOP "$passage"; fi

/usr/sbin/sshd -E "$disk/sshd.log"
/usr/sbin/virtlockd -d
/usr/sbin/libvirtd -d
# Reaps orphans too, as the first process must.
while :; do sleep 86400; done
`,
  "restart-libvirt": `
# Kills the host's libvirt, even if it hangs, and starts it again; run on the host. Its VMs keep running.
pid=$(cat /run/libvirtd.pid 2>/dev/null || true)
if [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = libvirtd ]; then
  kill -KILL "$pid"
  while [ -d "/proc/$pid" ]; do sleep 0.02; done
fi
exec /usr/sbin/libvirtd -d
`,
};
