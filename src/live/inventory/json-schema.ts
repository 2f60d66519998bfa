// The JSON Schema of inventory files, for editors and for who writes inventories by program.

import { z } from "zod";
import { withDefaults, type Defaults } from "../../base/document/json-schema.ts";
import { DEFAULTS } from "./build.ts";
import { shape } from "./shape.ts";

/** Of the draft of 2020-12; with defaults, descriptions and examples. */
export function inventoryJsonSchema(): object {
  return { title: "3rc inventory", ...withDefaults(z.toJSONSchema(shape), defaults()) };
}

function defaults(): Defaults {
  const { user, port, libvirt, restartLayer } = DEFAULTS;
  return {
    "ssh.user": user,
    "ssh.port": port,
    "guestSsh.user": user,
    "guestSsh.port": port,
    "hosts.*.libvirt": libvirt,
    "hosts.*.restartLayer": restartLayer,
    "hosts.*.fence.ipmi.port": DEFAULTS.ipmiPort,
    "hosts.*.fence.ipmi.cipher": DEFAULTS.ipmiCipher,
    "vms.*.expendable": false,
    "storage.unsafeMigration": false,
    "provisioning.httpPort": DEFAULTS.httpPort,
    "provisioning.hostTypes.*.kernelArguments": [],
    "limits.affectedVms": DEFAULTS.affectedVms,
    "limits.fencesPerHour": DEFAULTS.fencesPerHour,
    "limits.actionTimeout": "15m",
  };
}
