// Whether the definitions of a VM describe one machine, the one of the inventory. Not an XML parser: it finds the few
// elements of libvirt's domain format that matter here.

import type { VmEntry } from "../../inventory/inventory.ts";

type Facts = {
  readonly name: string;
  readonly uuid: string;
  readonly disks: readonly string[];
  readonly macs: readonly string[];
  readonly onReboot: string;
};

/** What is wrong with the definitions from which the VM boots and is installed; empty if nothing is. */
export function contradictions(vm: VmEntry, boots: string, installs: string | undefined): readonly string[] {
  const disk = factsIn(boots);
  const wrong = [...against(vm, disk, "definition")];
  if (installs === undefined) return wrong;
  const network = factsIn(installs);
  if (network.uuid !== disk.uuid)
    wrong.push(
      `installDefinition has ${words(network.uuid, "no UUID")}, definition ${words(disk.uuid, "none")}: hosts ` +
        "would take them for two machines",
    );
  if (network.onReboot !== "destroy")
    wrong.push(
      "installDefinition has no <on_reboot>destroy</on_reboot>: the end of an installation would go unnoticed",
    );
  return [...wrong, ...against(vm, network, "installDefinition")];
}

function against({ domain, disk, mac }: VmEntry, facts: Facts, which: string): string[] {
  return [
    ...(facts.name === domain
      ? []
      : [`${which} is of domain ${words(facts.name, "without a name")}, not of ${domain}`]),
    ...(facts.disks.includes(disk) ? [] : [`${which} does not have the disk ${disk}`]),
    ...(mac === undefined || facts.macs.includes(mac) ? [] : [`${which} does not have the MAC address ${mac}`]),
  ];
}

function factsIn(definition: string): Facts {
  const xml = definition.replaceAll(/<!--.*?-->/gs, "");
  const element = (name: string) => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1] ?? "";
  const attributes = (tag: string, names: string) =>
    [...xml.matchAll(new RegExp(`<${tag}\\s[^>]*?\\b(?:${names})=(["'])(.*?)\\1`, "g"))].map(([, , value]) => value);
  return {
    name: element("name"),
    uuid: element("uuid").toLowerCase(),
    disks: attributes("source", "file|dev|name"),
    macs: attributes("mac", "address").map((mac) => mac.toLowerCase()),
    onReboot: element("on_reboot"),
  };
}

function words(text: string, otherwise: string): string {
  return text === "" ? otherwise : text;
}
