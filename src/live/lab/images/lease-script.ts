// The script by which guests and the installer apply a DHCP lease.

export const LEASE_SCRIPT_PATH = "/etc/lease";

export const LEASE_SCRIPT = `#!/bin/sh
case $1 in
bound | renew)
  ip addr flush dev "$interface"
  ip addr add "$ip/\${mask:-24}" dev "$interface"
  [ -z "$router" ] || ip route replace default via "$router"
  [ -z "$dns" ] || echo "nameserver $dns" > /etc/resolv.conf
  [ -z "$hostname" ] || hostname "$hostname"
  ;;
esac
`;
