// The metrics of a controller in the text format of Prometheus, version 0.0.4.

import { CONTROLLER_STATES } from "../../../core/controller/state-machines/controller-states.ts";
import { HOST_FACTS } from "../../../core/controller/state-machines/host-states.ts";
import { VM_FACTS } from "../../../core/controller/state-machines/vm-states.ts";
import type { State } from "../../../core/controller/three-rc/beliefs.ts";
import { BUCKETS, type Counters, type LabelledCounts } from "./counters.ts";
import type { Alerts } from "../alerts/alerts.ts";
import type { Standing } from "./status.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly name?: string; readonly labels?: Labels; readonly value: number };

export function metricsOf(standing: Standing, alerts: Alerts, journalBytes: number): string {
  const { office } = standing;
  return [
    ...programMetrics(standing, alerts, journalBytes),
    ...(office === undefined ? [] : [...stateMetrics(office.state), ...counterMetrics(office.counters)]),
  ].join("");
}

function programMetrics(
  { version, cluster, leader, office }: Standing,
  alerts: Alerts,
  journalBytes: number,
): string[] {
  return [
    metric("threerc_build_info", "gauge", "Version of the program and name of the cluster.", [
      { labels: { version, cluster }, value: 1 },
    ]),
    metric("threerc_leader", "gauge", "1 if this controller leads, 0 if it stands by.", [
      { value: Number(office !== undefined) },
    ]),
    metric("threerc_term", "gauge", "Number of the current term.", [{ value: leader?.term ?? 0 }]),
    metric("threerc_journal_bytes", "gauge", "Size of all journal files.", [{ value: journalBytes }]),
    metric("threerc_alert_deliveries_total", "counter", "Alerts sent to a web hook or command, by result.", [
      { labels: { result: "sent" }, value: alerts.sent },
      { labels: { result: "failed" }, value: alerts.failed },
    ]),
  ];
}

function stateMetrics(state: State): string[] {
  const [vms, hosts] = [Object.values(state.vms), Object.values(state.hosts)];
  return [
    metric(
      "threerc_controller_state",
      "gauge",
      "1 for the current state of the controller itself.",
      CONTROLLER_STATES.map((each) => ({ labels: { state: each }, value: Number(state.self.state === each) })),
    ),
    metric(
      "threerc_vm_up",
      "gauge",
      "1 if the controller believes the VM to serve.",
      vms.map((vm) => ({ labels: { vm: vm.name }, value: Number(VM_FACTS[vm.state].serves) })),
    ),
    metric(
      "threerc_vm_state",
      "gauge",
      "1 for the state that the controller believes the VM to be in.",
      vms.map((vm) => ({ labels: { vm: vm.name, host: vm.host, state: vm.state }, value: 1 })),
    ),
    metric(
      "threerc_host_up",
      "gauge",
      "1 if the controller believes the host's virtual layer to answer.",
      hosts.map((host) => ({
        labels: { host: host.name },
        value: Number(HOST_FACTS[host.state].serves),
      })),
    ),
    metric(
      "threerc_host_state",
      "gauge",
      "1 for the state that the controller believes the host to be in.",
      hosts.map((host) => ({ labels: { host: host.name, state: host.state }, value: 1 })),
    ),
    metric("threerc_recoveries_under_way", "gauge", "VMs that hold a slot of the storm brake.", [
      { value: state.slotsTaken },
    ]),
  ];
}

function counterMetrics(counters: Counters): string[] {
  return [
    metric("threerc_episodes_total", "counter", "Confirmed losses of a VM's service.", [{ value: counters.episodes }]),
    labelled("threerc_commands_total", "Commands given, by kind.", counters.commands),
    labelled("threerc_outcomes_total", "Outcomes of commands, by kind and outcome.", counters.outcomes),
    labelled("threerc_alerts_total", "Alerts, by task.", counters.alerts),
    labelled("threerc_probes_total", "Probes received, by answer.", counters.probes),
    metric("threerc_recovery_duration_seconds", "histogram", "Time from the first symptom to verified service.", [
      ...BUCKETS.map((end, i) => ({ name: "_bucket", labels: { le: String(end) }, value: counters.recoveries[i] })),
      { name: "_bucket", labels: { le: "+Inf" }, value: counters.recovered },
      { name: "_sum", value: counters.recoverySeconds },
      { name: "_count", value: counters.recovered },
    ]),
  ];
}

function labelled(name: string, help: string, counts: LabelledCounts<string>): string {
  return metric(
    name,
    "counter",
    help,
    counts.all.map(({ labels, count }) => ({ labels, value: count })),
  );
}

function metric(
  name: string,
  type: "gauge" | "counter" | "histogram",
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(
    ({ name: suffix = "", labels = {}, value }) => `${name}${suffix}${labelsText(labels)} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${label}="${value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
