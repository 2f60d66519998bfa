// The initial disk of a host: the configuration of its sshd, libvirtd and virtlockd.

import { join } from "node:path";
import type { LabHost, LabPaths } from "../plan.ts";

/** Paths of the host's keys: its host key, and the key with which it logs in to other hosts. */
export const HOST_KEY = "etc-ssh/ssh_host_ed25519_key";
export const OWN_KEY = "etc-ssh/id_ed25519";

/** Folders of a host's initial disk. */
export const HOST_FOLDERS = [
  "etc-ssh",
  "etc-libvirt",
  "var-lib-libvirt",
  "var-log-libvirt/qemu",
  "var-cache-libvirt",
] as const;

/**
 * File contents by path below the host's folder. `authorized`: public keys that may log in. `known`: the keys of all
 * hosts.
 */
export function hostFiles(
  { uuid, address }: LabHost,
  paths: LabPaths,
  authorized: string,
  known: string,
): ReadonlyMap<string, string> {
  return new Map([
    ...sshFiles(address),
    ["etc-ssh/authorized_keys", authorized],
    ["etc-ssh/ssh_known_hosts", known],
    ...libvirtFiles(uuid, address, paths.leases),
  ]);
}

function sshFiles(address: string): readonly (readonly [path: string, text: string])[] {
  return [
    [
      "etc-ssh/sshd_config",
      lines(
        `ListenAddress ${address}`,
        "HostKey /etc/ssh/ssh_host_ed25519_key",
        "AuthorizedKeysFile /etc/ssh/authorized_keys",
        "PermitRootLogin prohibit-password",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "UseDNS no",
        "MaxSessions 64",
        "MaxStartups 64:30:128",
        "Subsystem sftp internal-sftp",
      ),
    ],
    [
      "etc-ssh/ssh_config",
      lines(
        "Host *",
        "  IdentityFile /etc/ssh/id_ed25519",
        "  GlobalKnownHostsFile /etc/ssh/ssh_known_hosts",
        "  UserKnownHostsFile none",
        "  StrictHostKeyChecking yes",
        "  BatchMode yes",
      ),
    ],
  ];
}

function libvirtFiles(
  uuid: string,
  address: string,
  leases: string,
): readonly (readonly [path: string, text: string])[] {
  return [
    [
      "etc-libvirt/libvirtd.conf",
      lines(
        `host_uuid = "${uuid}"`,
        // Only root can reach the sockets, and there is no polkit.
        `auth_unix_ro = "none"`,
        `auth_unix_rw = "none"`,
        `unix_sock_rw_perms = "0700"`,
        `log_outputs = "3:file:/var/log/libvirt/libvirtd.log"`,
      ),
    ],
    [
      "etc-libvirt/qemu.conf",
      lines(
        `user = "root"`,
        `group = "root"`,
        "dynamic_ownership = 0",
        "remember_owner = 0",
        `security_driver = "none"`,
        "cgroup_controllers = [ ]",
        "namespaces = [ ]",
        "seccomp_sandbox = 0",
        `stdio_handler = "file"`, // "logd" would need virtlogd
        `lock_manager = "lockd"`,
        `migration_address = "${address}"`,
      ),
    ],
    [
      "etc-libvirt/qemu-lockd.conf",
      lines("auto_disk_leases = 1", "require_lease_for_disks = 1", `file_lockspace_dir = "${leases}"`),
    ],
    ["etc-libvirt/virtlockd.conf", lines(`log_outputs = "3:file:/var/log/libvirt/virtlockd.log"`)],
    ["etc-libvirt/libvirt.conf", ""],
  ];
}

/** A path on the host's disk, as seen from outside the host. */
export function onDisk(host: LabHost, path: string): string {
  return join(host.folder, path);
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
