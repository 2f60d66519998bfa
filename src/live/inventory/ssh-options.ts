// The options of ssh that an inventory may set: those that say how a connection is made, and none by which a machine
// that nobody has vouched for would be trusted, or something else than ssh be started. A list of what is forbidden
// would be too short with the next release of ssh.

import { z } from "zod";

const SSH_OPTIONS = [
  "AddressFamily",
  "BindAddress",
  "BindInterface",
  "CASignatureAlgorithms",
  "CertificateFile",
  "CheckHostIP",
  "Ciphers",
  "Compression",
  "ConnectTimeout",
  "ConnectionAttempts",
  "GSSAPIAuthentication",
  "HostKeyAlgorithms",
  "HostKeyAlias",
  "IPQoS",
  "IdentityAgent",
  "KexAlgorithms",
  "MACs",
  "PreferredAuthentications",
  "ProxyJump",
  "PubkeyAcceptedAlgorithms",
  "RekeyLimit",
  "RequiredRSASize",
  "ServerAliveCountMax",
  "ServerAliveInterval",
  "TCPKeepAlive",
] as const;

const ALLOWED: ReadonlySet<string> = new Set(SSH_OPTIONS);

/** ssh makes a line for a shell of these: they are nothing but names and addresses. */
const HOP = String.raw`(ssh://)?([A-Za-z_][\w.-]*@)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(:\d+)?`;
const HOPS = new RegExp(`^${HOP}(,${HOP})*$`);

const name = z
  .string()
  .refine(
    (written) => ALLOWED.has(written),
    `is not to be set here: host keys are always checked, and sessions are ours. Allowed are ${SSH_OPTIONS.join(", ")}`,
  );

export const sshOptions = z
  .record(name, z.string().regex(/^[^\0-\x1f]*$/, "expected one line"))
  .superRefine(({ ProxyJump: jump }, context) => {
    if (jump !== undefined && !HOPS.test(jump))
      context.addIssue({
        code: "custom",
        path: ["ProxyJump"],
        message: "expected hosts on the way, as user@gate:22,inner",
      });
  });
