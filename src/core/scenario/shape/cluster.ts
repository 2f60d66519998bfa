// The keys of `cluster`: hosts, types of guests, VMs, and what they share.

import { z } from "zod";
import { RUNG_KINDS } from "../../cluster/rungs.ts";
import { distribution, size, rate, numberFrom1, printable, phases, names } from "./quantities.ts";

const guestType = z.strictObject({
  boot: phases("from power on to a guest that answers a ping"),
  service: phases("from there to a service that answers"),
  shutdown: distribution("from the order to shut down to the loss of the service").optional(),
  overload: distribution("from the beginning of an overload to a service that no longer answers in time").optional(),
  install: z
    .strictObject({
      before: phases("an installation, up to the download").optional(),
      download: size("bytes fetched from the provisioning server"),
      after: phases("an installation, from the download to the boot from disk").optional(),
    })
    .describe("installing from scratch, through the network"),
});

const host = z.strictObject({
  cpu: z.number().positive().describe("cores"),
  memory: size("memory"),
  boardSharesPower: z.boolean().optional().describe("the management board loses power together with the host"),
  startsWithPower: z.boolean().optional().describe("the host starts by itself when its power feed comes back"),
});

const vm = z.strictObject({
  type: z.string().optional().describe("one of cluster.types; may be left out if there is only one"),
  home: names.describe("the host where it runs at the beginning; for name[1..n] also a list, taken in turn"),
  hosts: names
    .optional()
    .describe("the only hosts on which it may be started, or to which it may be moved; without it, any"),
  cpu: z.number().positive().describe("cores"),
  memory: size("memory"),
  disk: size("disk").optional(),
  autostart: z
    .boolean()
    .optional()
    .describe("it starts by itself when the host boots on which it last ran, without a command; false by default"),
  priority: z.number().optional().describe("higher is recovered first"),
  ceiling: z.enum(RUNG_KINDS).optional().describe("its highest allowed rung; a reinstall destroys its disk"),
});

/** `cluster`: hosts, VMs and what they share. */
export const clusterShape = z.strictObject({
  hosts: z.record(z.string(), host).describe("physical hosts by name; name[1..4] makes four"),
  hostBoot: phases("from power on to a host that answers").optional(),
  layerStart: phases("from there to a virtual layer that runs VMs").optional(),
  overcommit: z
    .strictObject({ cpu: z.number().positive().describe("how many times each core may be allocated").optional() })
    .optional()
    .describe("allocating more than the hosts have"),
  types: z.record(printable, guestType).describe("types of guests (HINFO in the paper): how they boot and install"),
  vms: z.record(z.string(), vm).describe("virtual machines by name; name[1..5] makes five"),
  groups: z
    .record(
      printable,
      z.strictObject({
        members: z.array(z.string()).describe("VMs or other groups"),
        needs: numberFrom1("how many of them must be available; all by default").optional(),
      }),
    )
    .optional()
    .describe("what must be available together; the site needs every group that is in no other"),
  rules: z
    .strictObject({
      apart: z.array(z.array(z.string())).optional().describe("lists of VMs that must never share a host"),
      together: z.array(z.array(z.string())).optional().describe("lists of VMs that must always share a host"),
    })
    .optional()
    .describe("which VMs may share a host"),
  provisioning: z
    .strictObject({
      bandwidth: rate("what the provisioning server can send in total").optional(),
      perClient: rate("what one client can receive").optional(),
    })
    .optional()
    .describe("the server from which VMs are installed; concurrent installs share its bandwidth"),
  crew: z
    .strictObject({
      members: z.int().min(0).describe("how many humans work at the same time; with 0 nothing is repaired").optional(),
      response: distribution("from an alert to the begin of the work").optional(),
      repairVm: distribution("repairing a VM by hand").optional(),
      repairHost: distribution("repairing a host").optional(),
      proveDead: distribution("making sure that a host is off").optional(),
    })
    .optional()
    .describe("the humans who answer alerts"),
});
