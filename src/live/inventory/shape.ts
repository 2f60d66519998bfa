// The shape of an inventory file: its keys and their values. Checks across several parts are in build.ts. The JSON
// Schema for editors is made from this.

import { z } from "zod";
import { readDuration } from "../../base/document/quantity.ts";
import { libvirtUri } from "./libvirt-uri.ts";
import { sshOptions } from "./ssh-options.ts";

const text = (pattern: RegExp, expected: string) => z.string().regex(pattern, `expected ${expected}`);

/** None of these can be mistaken for an option by a program that gets it as an argument. */
const address = text(/^[A-Za-z0-9][A-Za-z0-9.:-]*$/, "a host name or an IP address");
const user = text(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "a user name");
const word = text(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "letters, digits, hyphens and points");
const path = text(/^[^\0-\x1f]+$/, "a path");
const port = z.int().min(1).max(65535);
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const argv = z
  .array(z.string())
  .min(1, "expected a program and its arguments, as [ip, link, show]")
  .describe("a program and its arguments, as a list; not interpreted by a shell");
const duration = z
  .union([z.string(), z.number()], { error: "expected a duration with its unit, as 90s" })
  .superRefine((written, context) => {
    const read = readDuration(written);
    if (!read.ok) context.addIssue({ code: "custom", message: read.expected });
  });

const ssh = z.strictObject({
  user: user.optional().describe("user to log in as; root by default"),
  port: port.optional().describe("22 by default"),
  identity: path.optional().describe("private key file"),
  knownHosts: path.optional().describe("file with the host keys to trust; no others are trusted"),
  options: sshOptions.optional().describe("further options of ssh, as -o takes them"),
});
const sshElsewhere = ssh.extend({ address: address });

/** A password must not go over the network in clear text. */
const boardUrl = text(/^https?:\/\/[^\s]+$/, "the URL of the system, as https://board/redfish/v1/Systems/1").refine(
  (url) => !/^http:/.test(url) || (URL.canParse(url) && LOOPBACK.test(new URL(url).hostname)),
  "expected https: the password would go over the network in clear",
);

const power = { powerOff: argv, powerOn: argv, status: argv };
const fence = z
  .strictObject({
    ipmi: z
      .strictObject({
        address,
        port: port.optional(),
        user,
        passwordFile: path,
        cipher: z.int().min(0).max(17).optional(),
      })
      .optional()
      .describe("a management board, through ipmitool"),
    redfish: z
      .strictObject({
        url: boardUrl,
        user,
        passwordFile: path,
        ca: path.optional().describe("certificates to trust, if the board's is self-signed"),
      })
      .optional()
      .describe("a management board that speaks Redfish"),
    libvirt: z.strictObject({ uri: libvirtUri, domain: word }).optional().describe("the host is itself a domain"),
    ssh: z
      .strictObject({ ssh: sshElsewhere, ...power })
      .optional()
      .describe("commands run on another machine"),
    command: z.strictObject(power).optional().describe("commands run on the machine of 3rc"),
  })
  .describe("how to switch the host off for certain: one of these");

const host = z.strictObject({
  address,
  ssh: ssh.optional().describe("overrides the common ssh settings"),
  libvirt: libvirtUri.optional().describe("as virsh -c takes it on the host; qemu:///system by default"),
  migration: z
    .strictObject({ uri: libvirtUri, transport: libvirtUri.optional() })
    .optional()
    .describe("where other hosts send VMs that migrate to this one"),
  fence,
  restartLayer: argv.optional().describe("restarts libvirt; run on the host"),
  network: z
    .strictObject({ cut: argv, join: argv })
    .optional()
    .describe("cuts the host off the network and joins it again, run on the machine of 3rc; for network-cut"),
  storePath: z
    .strictObject({ begin: argv, end: argv })
    .optional()
    .describe("cuts the host's path to the store and joins it again, run on the machine of 3rc; for store-path-cut"),
  silence: z
    .strictObject({ begin: argv, end: argv })
    .optional()
    .describe("silences the fence agent and lets it answer again, run on the machine of 3rc; for board-silent"),
  refusal: z
    .strictObject({ begin: argv, end: argv })
    .optional()
    .describe("makes the fence agent refuse and obey again, run on the machine of 3rc; for board-refuses"),
});

const probe = z
  .strictObject({
    http: text(/^http:\/\/[^\s]+$/, "a URL, as http://10.0.0.5/health")
      .optional()
      .describe("answers with a status below 400"),
    tcp: port.optional().describe("accepts a connection"),
    ssh: argv.optional().describe("a command in the guest exits with 0"),
    ping: z.literal(true).optional(),
  })
  .describe("whether the service answers: one of these");

const vm = z.strictObject({
  domain: word.optional().describe("name of the libvirt domain; the VM's name by default"),
  address,
  mac: text(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, "a MAC address, as 52:54:00:00:00:01").optional(),
  hostType: word.describe("host type, as in the HINFO record; selects the installation"),
  probe,
  ssh: ssh.optional().describe("overrides the common guestSsh settings"),
  definition: path.describe("domain XML on the shared store; boots from the disk"),
  installDefinition: path.optional().describe("domain XML on the shared store; boots once from the network"),
  disk: path.describe("path of the disk on the shared store, as the hosts see it"),
  hang: argv.optional().describe("makes the service hang, run in the guest; for service-hang"),
  expendable: z.boolean().optional().describe("crash tests may break it; false by default"),
});

const beginEnd = z.strictObject({ begin: argv, end: argv });
const listOrAll = z.union([z.literal("all"), z.array(z.string())], { error: "expected a list of names, or all" });

export const inventoryShape = z.strictObject({
  name: word,
  ssh: ssh.optional().describe("how hosts are reached"),
  guestSsh: ssh
    .optional()
    .describe("how guests are reached for faults and probes inside them; without it they are not"),
  hosts: z.record(z.string(), host).describe("physical hosts by the names that the scenario gives them"),
  vms: z.record(z.string(), vm).describe("VMs by the names that the scenario gives them"),
  storage: z
    .strictObject({
      path,
      unsafeMigration: z
        .boolean()
        .optional()
        .describe(
          "migrate although libvirt cannot tell that the store is safe: only if all hosts see the same " +
            "bytes at the same time; false by default",
        ),
      stall: beginEnd
        .optional()
        .describe("makes every access to it wait, and lets it continue, run on the machine of 3rc; for storage-outage"),
    })
    .optional()
    .describe("the shared store"),
  provisioning: z
    .strictObject({
      address,
      domain: word,
      prefix: z.int().min(8).max(30),
      httpPort: port.optional(),
      interface: word,
      hostTypes: z
        .record(
          word,
          z.strictObject({
            os: z.string(),
            kernel: path,
            initrd: path,
            root: path,
            kernelArguments: z.array(z.string()).optional(),
          }),
        )
        .describe("how each host type is installed"),
      outage: beginEnd
        .optional()
        .describe(
          "makes the server unavailable and available again, run on the machine of 3rc; for provisioning-outage",
        ),
    })
    .optional()
    .describe("the server from which VMs are installed"),
  allow: z
    .strictObject({ hosts: listOrAll.optional(), vms: listOrAll.optional() })
    .describe("what may be touched; everything else is refused"),
  limits: z
    .strictObject({
      affectedVms: z.int().min(1).optional().describe("how many VMs a fault may affect at once; 1 by default"),
      fencesPerHour: z.int().min(0).optional().describe("how many hosts may be fenced in an hour; 6 by default"),
      actionTimeout: duration.optional().describe("timeout of one action; 15m by default"),
    })
    .optional(),
});

export type WrittenInventory = z.infer<typeof inventoryShape>;
export type WrittenSsh = z.infer<typeof ssh>;
