// What runs inside a physical host of the lab: its first process, and the restart of its libvirt.

/** File names to texts; the head that all scripts of the lab share goes before them. */
export const HOST_SCRIPTS: Readonly<Record<string, string>> = {
  host: `
# The first process of a physical host: host HOST. Mounts, processes, name and network are the host's own. What lies
# below its folder is its disk, and survives a power loss; /run and /root do not.
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

# The way to the shared store is the host's own: a stall stops it, a power loss ends it and whatever waits for it. Locks
# of files hold within the host alone, as on many a network file system: what keeps two hosts from the same disk are the
# leases of virtlockd, which lie elsewhere.
bindfs -f --multithreaded -o nonempty,suid,dev "$lab/store" "$lab/store" &
passage=$!
until mountpoint -q "$lab/store"; do
  kill -0 "$passage"
  sleep 0.02
done
if [ -e "$lab/stalled" ]; then kill -STOP "$passage"; fi

/usr/sbin/sshd -E "$disk/sshd.log"
/usr/sbin/virtlockd -d
/usr/sbin/libvirtd -d
# Waits for orphans too, as the first process has to.
while :; do sleep 86400; done
`,
  "restart-libvirt": `
# Ends the host's libvirt, however it hangs, and starts it again; run on the host. Its VMs live on meanwhile.
pid=$(cat /run/libvirtd.pid 2>/dev/null || true)
if [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = libvirtd ]; then
  kill -KILL "$pid"
  while [ -d "/proc/$pid" ]; do sleep 0.02; done
fi
exec /usr/sbin/libvirtd -d
`,
};
