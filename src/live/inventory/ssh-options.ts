// The ssh options that an inventory may set: those that say how to connect, and none that would trust an unknown
// machine or start another program. It is a list of allowed options, since a list of forbidden ones would be incomplete
// with the next release of ssh.

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

/** ssh inserts these into a shell command, so they may only be names and addresses. */
const HOP = String.raw`(ssh://)?([A-Za-z_][\w.-]*@)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(:\d+)?`;
const HOPS = new RegExp(`^${HOP}(,${HOP})*$`);

const name = z
  .string()
  .refine(
    (written) => ALLOWED.has(written),
    `must not be set: host keys are always checked, and 3rc manages sessions. Allowed are ${SSH_OPTIONS.join(", ")}`,
  );

export const sshOptions = z
  .record(name, z.string().regex(/^[^\0-\x1f]*$/, "expected one line"))
  .superRefine(({ ProxyJump: jump }, context) => {
    if (jump !== undefined && !HOPS.test(jump))
      context.addIssue({
        code: "custom",
        path: ["ProxyJump"],
        message: "expected jump hosts, as user@gate:22,inner",
      });
  });
