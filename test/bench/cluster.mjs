// A cluster of any size for benchmarks: ten VMs a host, each as in scenarios/sns-pisa.yaml. A guest crashes once a year
// on average, a host loses its power once in four. The monitor loses no probe, so all incidents are faults.

const VMS_A_HOST = 10;
/** Of all incidents a year: one for each VM, and a quarter for each host. */
export const incidentsAYear = (/** @type {number} */ vms) => vms + vms / VMS_A_HOST / 4;

/** The text of a scenario with so many VMs, watched for so many years. */
export function cluster(/** @type {number} */ vms, /** @type {number} */ years) {
  const hosts = vms / VMS_A_HOST;
  const names = Array.from({ length: hosts }, (_, i) => `h${i + 1}`).join(", ");
  return `name: cluster
seed: bench
cluster:
  hosts:
    h[1..${hosts}]: { cpu: 32, memory: 128GB }
  hostBoot: { firmware: 60s, system: "normal(45s, 5s)" }
  layerStart: { virtual layer: "normal(60s, 10s)" }
  types:
    grid-node:
      boot:
        firmware: "normal(6s, 0.5s)"
        boot loader: "normal(7s, 0.5s)"
        kernel: "normal(24s, 2s)"
        network: "normal(16s, 2s)"
      service: { system daemons: "normal(38s, 4s)", middleware: "normal(48s, 7.2s)" }
      install: { before: { PXE: "normal(12s, 1s)" }, download: 800MB, after: { packages: "normal(43s, 12.4s)" } }
  vms:
    v[1..${vms}]: { type: grid-node, home: [${names}], cpu: 1, memory: 4GB }
faults:
  - { kind: guest-kernel-crash, target: all, every: exponential(1y) }
  - { kind: host-power-loss, target: all, every: exponential(4y), lasts: 2s }
experiment:
  availability: { replications: 1000, horizon: ${years}y }
`;
}
