// What is made for a provisioning server: text files, and where everything lies in its folder. The kernels and archives
// themselves are the site's own, and go below HTTP_ROOT.

/** Below the folder of the server: what HTTP serves. Kernel, initrd and root of a host type are names below it. */
export const HTTP_ROOT = "http";

/** Below the folder of the server: what TFTP serves. */
export const TFTP_ROOT = "tftp";

export type ProvisionOptions = {
  /** Where the files are going to lie on the server: an absolute path. */
  readonly folder: string;
  /** The gateway that machines are told of; undefined: none. */
  readonly router?: string | undefined;
  /**
   * The first half of an IPv6 network of 64 bits, as `fd00:77::`, to be announced on the interface, which must have an
   * address in it. iPXE waits some 12 s for an announcement before it goes on without. Undefined: none is made.
   */
  readonly ipv6Prefix?: string | undefined;
  /** Asked for, with `?host=NAME` after it, by each installer that has succeeded. Undefined: none is. */
  readonly doneUrl?: string | undefined;
};

/** Paths below the folder of the server to texts; or why it cannot serve this inventory, each reason a sentence. */
export type Provisioning =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Where, below the folder of the server, an installer looks for what belongs to one machine alone: `host_key` (a
 * private key in dropbear's format) and `authorized_keys`. Each is left out of the installed system where it is not
 * there.
 */
export function machineFolder(mac: string): string {
  return `${HTTP_ROOT}/machines/${mac.toLowerCase().replaceAll(":", "-")}`;
}
