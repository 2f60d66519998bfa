// What the guests of the lab are made of: a kernel, its first file system, an installer, and the archive of a small
// Linux that serves a health page. Absolute paths. For what the guests can do, see guest-root.ts.

export type Images = {
  readonly kernel: string;
  /** First file system of the installed guest. */
  readonly initrd: string;
  /** First file system of the unattended installer; started with `kernel`. */
  readonly installer: string;
  /** The installed system, a tar archive compressed by gzip: what the installer unpacks. */
  readonly root: string;
  /** A disk on which the system is installed, but for what belongs to one guest alone; see make-disk.ts. */
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

/** How folders of a cache begin in which somebody builds, or has died building; no build takes an hour. */
export const UNFINISHED = "unfinished-";

/** Of every disk, in MiB: whole, and where its one partition begins. */
export const DISK_MIB = 128;
export const PARTITION_MIB = 1;

/**
 * For any kernel of the lab, the installer's too. Its only console is the serial line; devices have their plain old
 * names; what costs much and protects nothing in an emulated machine is left out.
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
