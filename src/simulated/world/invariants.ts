// The invariants, which must hold with any faults and any controller. Each is checked at every change that could
// violate it. A violation shows an error of the controller under test, or of this program.

import type { HostTruth, VmTruth, World } from "./state.ts";

export function checkRunsOnce(world: World, vm: VmTruth): void {
  if (vm.domains.length > 1) {
    world.watcher.found(
      "no-vm-runs-twice",
      vm.target,
      `${vm.spec.name} runs on ${vm.domains.map((domain) => domain.host.spec.name).join(" and ")}`,
    );
  }
}

export function checkMemory(world: World, host: HostTruth): void {
  if (host.memoryUsed > host.spec.memory) {
    world.watcher.found(
      "no-host-is-overfilled",
      host.target,
      `${host.spec.name} has ${host.memoryUsed} bytes allocated of ${host.spec.memory}`,
    );
  }
}

export function checkPower(world: World, host: HostTruth): void {
  if (
    host.domains.length > 0 &&
    (host.system !== "up" || (host.layer === "down" && host.domains.some((domain) => domain.stage === "booting")))
  ) {
    world.watcher.found(
      "no-domain-without-power",
      host.target,
      `${host.spec.name} has domains and is ${host.system}, its layer ${host.layer}`,
    );
  }
}

/** To be called before an installation erases the disk. */
export function checkDiskIdle(world: World, vm: VmTruth): void {
  if (vm.domains.length > 0) {
    world.watcher.found(
      "no-disk-is-erased-in-use",
      vm.target,
      `${vm.spec.name} is installed while it runs on ` +
        `${vm.domains.map((domain) => domain.host.spec.name).join(" and ")}`,
    );
  }
}
