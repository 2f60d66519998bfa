// The output for a provisioning server: text files, and the layout of its folder. Kernels and archives are provided by
// the site; they belong below HTTP_ROOT.

/**
 * The folder that HTTP serves, below the folder of the server. Kernel, initrd and root of a host type are paths below
 * it.
 */
export const HTTP_ROOT = "http";

/** The folder that TFTP serves, below the folder of the server. */
export const TFTP_ROOT = "tftp";

export type ProvisionOptions = {
  /** The folder of the files on the server: an absolute path. */
  readonly folder: string;
  /** The gateway that DHCP announces; undefined: none. */
  readonly router?: string | undefined;
  /**
   * The prefix of an IPv6 network of 64 bits, as `fd00:77::`, to be advertised on the interface, which must have an
   * address in it. Without an advertisement iPXE waits some 12 s. Undefined: none is sent.
   */
  readonly ipv6Prefix?: string | undefined;
  /** URL that each installer requests on success, with `?host=NAME` appended. Undefined: none. */
  readonly doneUrl?: string | undefined;
};

/** Texts by path below the folder of the server; or sentences why it cannot serve this inventory. */
export type Provisioning =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The folder, below that of the server, of a machine's own files: `host_key` (a private key in dropbear's format) and
 * `authorized_keys`. Both are optional; the installer copies those that exist.
 */
export function machineFolder(mac: string): string {
  return `${HTTP_ROOT}/machines/${mac.toLowerCase().replaceAll(":", "-")}`;
}
