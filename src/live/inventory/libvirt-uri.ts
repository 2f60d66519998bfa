// Where a libvirt is, as virsh takes it. The peer's key or certificate is always checked, and what is started to get
// there is libvirt's own choice.

import { z } from "zod";

/** Parameters by which libvirt would trust anybody, or start a program of ours. */
const FORBIDDEN = /[?&;](no_verify|known_hosts_verify|command)=/i;

export const libvirtUri = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/\S*$/, "expected a libvirt URI")
  .refine(
    (uri) => !FORBIDDEN.test(uri),
    "expected a libvirt URI without no_verify, known_hosts_verify and command: keys are always checked",
  );
