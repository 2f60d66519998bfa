// The network of the lab: a switch in its own namespace, with a wire to each host, to the provisioning server, to the
// management boards and to this machine. In each host a bridge connects the guests to the wire, so that all are on one
// network.

import { writeFileSync } from "node:fs";
import { LabProblem } from "./lab-problem.ts";
import { HOST_BRIDGE, WIRE, type LabPlan } from "./plan.ts";
import type { Tools } from "./tools.ts";

/** A bridge that forwards at once, without spanning tree or snooping. */
const PLAIN_BRIDGE = ["type", "bridge", "stp_state", "0", "forward_delay", "0", "mcast_snooping", "0"] as const;

export async function layWires(plan: LabPlan, tools: Tools): Promise<void> {
  const { switch: hub, infra, boards, hosts, control } = plan;
  await refuseTakenNetwork(plan, tools);
  await ip(tools, "netns", "add", hub.namespace);
  await ip(tools, "-n", hub.namespace, "link", "add", hub.bridge, ...PLAIN_BRIDGE);
  await ip(tools, "-n", hub.namespace, "link", "set", hub.bridge, "up");
  for (const machine of [infra, boards, ...hosts]) await wireTo(plan, tools, machine);
  for (const machine of [infra, boards]) await ip(tools, "-n", machine.namespace, "link", "set", WIRE, "up");
  await ip(tools, "-n", infra.namespace, "addr", "add", within(plan, infra.address), "dev", WIRE);
  // Each board's address has its own prefix, so that one can be removed without the others.
  for (const address of boards.addresses)
    await ip(tools, "-n", boards.namespace, "addr", "add", `${address}/32`, "dev", WIRE);
  await ip(
    tools,
    "-n",
    boards.namespace,
    "route",
    "add",
    `${plan.network.address}/${plan.network.prefix}`,
    "dev",
    WIRE,
  );
  await ip(tools, "-n", infra.namespace, "-6", "addr", "add", `${infra.ipv6Prefix}1/64`, "dev", WIRE, "nodad");
  for (const host of hosts) await bridgeIn(plan, tools, host.namespace, host.address);
  await joinControl(plan, tools, control);
}

async function wireTo(
  { switch: hub }: LabPlan,
  tools: Tools,
  { namespace, port }: { readonly namespace: string; readonly port: string },
): Promise<void> {
  await ip(tools, "netns", "add", namespace);
  await ip(tools, "-n", namespace, "link", "set", "lo", "up");
  await ip(tools, "-n", namespace, "link", "add", WIRE, "type", "veth", "peer", "name", port, "netns", hub.namespace);
  await ip(tools, "-n", hub.namespace, "link", "set", port, "master", hub.bridge, "up");
}

async function bridgeIn(plan: LabPlan, tools: Tools, namespace: string, address: string): Promise<void> {
  await ip(tools, "-n", namespace, "link", "add", HOST_BRIDGE, ...PLAIN_BRIDGE);
  await ip(tools, "-n", namespace, "link", "set", WIRE, "master", HOST_BRIDGE, "up");
  await ip(tools, "-n", namespace, "link", "set", HOST_BRIDGE, "up");
  await ip(tools, "-n", namespace, "addr", "add", within(plan, address), "dev", HOST_BRIDGE);
}

/** Connects this machine's own network, which must not learn routes from the lab. */
async function joinControl(
  plan: LabPlan,
  tools: Tools,
  { interface: end, port, address }: LabPlan["control"],
): Promise<void> {
  const { namespace, bridge } = plan.switch;
  await ip(tools, "link", "add", end, "type", "veth", "peer", "name", port, "netns", namespace);
  writeFileSync(`/proc/sys/net/ipv6/conf/${end}/accept_ra`, "0");
  await ip(tools, "-n", namespace, "link", "set", port, "master", bridge, "up");
  await ip(tools, "link", "set", end, "up");
  await ip(tools, "addr", "add", within(plan, address), "dev", end);
}

async function refuseTakenNetwork({ network, name }: LabPlan, tools: Tools): Promise<void> {
  const whole = `${network.address}/${network.prefix}`;
  const routes =
    (await ip(tools, "-4", "route", "show", "root", whole)) +
    (await ip(tools, "-4", "route", "show", "match", whole)).replace(/^default .*$/gm, "");
  if (routes.trim() !== "")
    throw new LabProblem(
      `this machine already has a route to the lab's network ${whole}, so a lab of the name "${name}" cannot ` +
        `be built here: ${routes.trim().split("\n")[0]}`,
    );
}

function within({ network }: LabPlan, address: string): string {
  return `${address}/${network.prefix}`;
}

function ip(tools: Tools, ...words: readonly string[]): Promise<string> {
  return tools.run(`ip ${words.join(" ")}`, ["ip", ...words]);
}
