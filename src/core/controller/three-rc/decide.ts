// Decides at the end of every turn what to do next: first the hosts in trouble, then the queued VMs, then the wanted
// migrations. Nothing is decided while the controller holds or is disarmed.

import { CONTROLLER_FACTS } from "../state-machines/controller-states.ts";
import { mend } from "./mend-host.ts";
import { migrateWhatMay } from "./moves.ts";
import { recover } from "./recover-vm.ts";
import type { OpenTurn } from "./turn.ts";

export function decide(turn: OpenTurn): void {
  const { state } = turn;
  if (!CONTROLLER_FACTS[state.self.state].acts) return;
  if (state.troubled.length > 0) for (const name of state.troubled.slice()) mend(turn, state.hosts[name]);
  if (state.queue.length > 0) for (const name of state.queue.slice()) recover(turn, state.vms[name]);
  if (state.moves.length > 0) migrateWhatMay(turn);
}
