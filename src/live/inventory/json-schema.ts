// The JSON Schema of inventory files, for editors and for programs that write inventories.

import { z } from "zod";
import { withDefaults, type Defaults } from "../../base/document/json-schema.ts";
import { INVENTORY_DEFAULTS } from "./build.ts";
import { inventoryShape } from "./shape.ts";

/** JSON Schema draft 2020-12, with defaults, descriptions and examples. */
export function inventoryJsonSchema(): object {
  return { title: "3rc inventory", ...withDefaults(z.toJSONSchema(inventoryShape), defaults()) };
}

function defaults(): Defaults {
  const { user, port, libvirt, restartLayer } = INVENTORY_DEFAULTS;
  return {
    "ssh.user": user,
    "ssh.port": port,
    "guestSsh.user": user,
    "guestSsh.port": port,
    "hosts.*.libvirt": libvirt,
    "hosts.*.restartLayer": restartLayer,
    "hosts.*.fence.ipmi.port": INVENTORY_DEFAULTS.ipmiPort,
    "hosts.*.fence.ipmi.cipher": INVENTORY_DEFAULTS.ipmiCipher,
    "vms.*.expendable": false,
    "storage.unsafeMigration": false,
    "provisioning.httpPort": INVENTORY_DEFAULTS.httpPort,
    "provisioning.hostTypes.*.kernelArguments": [],
    "limits.affectedVms": INVENTORY_DEFAULTS.affectedVms,
    "limits.fencesPerHour": INVENTORY_DEFAULTS.fencesPerHour,
    "limits.actionTimeout": "15m",
  };
}
