// Definitions of the lab's VMs for libvirt.

import { HOST_BRIDGE, type LabVm } from "../plan.ts";

/** How guests run: on the processor (kvm), or emulated by QEMU (qemu). */
export type Accelerator = "kvm" | "qemu";

/** Enough for the guest, and for the installer with the archive that it unpacks. */
const MEMORY_MIB = 192;

/**
 * Domain XML. `disk`: boots from its disk. `network`: boots once from the network and ends when the guest reboots,
 * which marks the end of the installation. `disk` has no network boot ROM, since it would only cost time.
 */
export function domainXml(
  { name, uuid, mac, disk, console }: LabVm,
  boot: "disk" | "network",
  accelerator: Accelerator,
): string {
  return `<domain type='${accelerator}'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>${MEMORY_MIB}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <boot dev='${boot === "disk" ? "hd" : "network"}'/>
    <bios useserial='yes' rebootTimeout='0'/>
  </os>
  <features><acpi/><apic/></features>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>${boot === "disk" ? "restart" : "destroy"}</on_reboot>
  <on_crash>preserve</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' cache='none' io='threads'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='bridge'>
      <mac address='${mac}'/>
      <source bridge='${HOST_BRIDGE}'/>
      <model type='virtio'/>${boot === "disk" ? "\n      <rom enabled='no'/>" : ""}
    </interface>
    <serial type='file'>
      <source path='${console}' append='on'/>
      <target port='0'/>
    </serial>
    <controller type='usb' model='none'/>
    <memballoon model='none'/>
    <panic model='isa'/>
  </devices>
</domain>
`;
}
