// The images of the lab's guests: a kernel, its initrd, an installer, and the archive of a small Linux that serves a
// health page. Absolute paths. For the features of guests, see guest-root.ts.

export type Images = {
  readonly kernel: string;
  /** Initrd of the installed guest. */
  readonly initrd: string;
  /** Initrd of the unattended installer; started with `kernel`. */
  readonly installer: string;
  /** The installed system, a tar archive compressed by gzip: what the installer unpacks. */
  readonly root: string;
  /**
   * A disk on which the system is installed, except for the files that differ from guest to guest; see make-disk.ts.
   */
  readonly disk: string;
};

/** What makes one guest differ from the next. */
export type Guest = {
  readonly hostname: string;
  /** File of its SSH host key in dropbear's format; see host-key.ts. */
  readonly hostKey: string;
  /** Public keys that may log in as root, one a line. */
  readonly authorizedKeys: string;
};

/** Prefix of folders in the cache whose build is running or was interrupted; no build takes an hour. */
export const UNFINISHED = "unfinished-";

/** Size of every disk and begin of its only partition, in MiB. */
export const DISK_MIB = 128;
export const PARTITION_MIB = 1;

/**
 * Arguments of every kernel of the lab, the installer's included. The only console is the serial line; devices have
 * their traditional names; mitigations that are costly and useless in an emulated machine are off.
 */
export const KERNEL_ARGUMENTS: readonly string[] = [
  "console=ttyS0",
  "quiet",
  "net.ifnames=0",
  "mitigations=off",
  "nokaslr",
  "tsc=reliable",
  "no_timer_check",
  "random.trust_cpu=on",
];
