// What the guests of the lab are made of: a kernel, its first file system, an installer, and the archive of a small Linux
// that serves a health page. Absolute paths.

export type Images = {
  readonly kernel: string;
  /** First file system of the installed guest. */
  readonly initrd: string;
  /** First file system of the unattended installer; started with `kernel`. */
  readonly installer: string;
  /** The installed system, a tar archive compressed by gzip: what the installer unpacks. */
  readonly root: string;
};

/** What makes one guest differ from the next. */
export type Guest = {
  readonly hostname: string;
  /** File of its SSH host key in dropbear's format; see host-key.ts. */
  readonly hostKey: string;
  /** Public keys that may log in as root, one a line. */
  readonly authorizedKeys: string;
};
