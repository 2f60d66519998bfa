// A libvirt connection URI, as virsh takes it. It cannot switch off the check of the peer's key or certificate, nor
// choose the program that opens the connection.

import { z } from "zod";

/** Parameters by which libvirt would skip the check of keys, or start a given program. */
const FORBIDDEN = /[?&;](no_verify|known_hosts_verify|command)=/i;

export const libvirtUri = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/\S*$/, "expected a libvirt URI")
  .refine(
    (uri) => !FORBIDDEN.test(uri),
    "expected a libvirt URI without no_verify, known_hosts_verify and command: keys are always checked",
  );
