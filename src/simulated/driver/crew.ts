// The crew that answers alerts: a limited number of humans, each alert after a response time, each work with its own
// duration. What they cannot repair by hand they leave to the controller, by a request.

import type { Command, HumanTask } from "../../core/controller/contract/command.ts";
import type { Engine } from "../engine/engine.ts";
import { attend, repairHost, repairVm } from "../world/repair.ts";
import type { Draws, World } from "../world/state.ts";
import type { Door } from "../../core/drivers/contract.ts";
import { known, type ByName } from "./by-name.ts";
import { Slots } from "./slots.ts";

type Alert = Extract<Command, { kind: "alert" }>;
type Job = { readonly alert: Alert; readonly name: string };

export class Crew {
  readonly #world: World;
  readonly #engine: Engine;
  readonly #door: Door;
  readonly #byName: ByName;
  readonly #draws: Draws;
  readonly #jobs = new Slots<Job>();
  readonly #known = new Set<string>();
  readonly #waiting: Job[] = [];
  #free: number;
  readonly #arrive: number;
  readonly #finish: number;

  constructor(world: World, engine: Engine, door: Door, byName: ByName) {
    this.#world = world;
    this.#engine = engine;
    this.#door = door;
    this.#byName = byName;
    this.#draws = world.chance.of("crew");
    this.#free = world.site.crew.members;
    this.#arrive = engine.on((slot) => {
      this.#waiting.push(this.#jobs.take(slot));
      this.#work();
    });
    this.#finish = engine.on((slot) => this.#done(this.#jobs.take(slot)));
  }

  /** Takes an alert. Only repairs and proofs make work. An alert that is already being answered makes no more. */
  call(alert: Alert): void {
    const name = `${alert.task} ${alert.subject}`;
    if (alert.task === "investigate" || alert.task === "make-room" || this.#known.has(name)) return;
    this.#known.add(name);
    const response = this.#draws.draw(this.#world.site.crew.response, `${alert.subject}/response`);
    this.#engine.after(response, this.#arrive, this.#jobs.put({ alert, name }));
  }

  #work(): void {
    while (this.#free > 0 && this.#waiting.length > 0) {
      const [job] = this.#waiting.splice(0, 1);
      this.#free--;
      this.#engine.after(
        this.#draws.draw(this.#distributionOf(job.alert.task), `${job.alert.subject}/${job.alert.task}`),
        this.#finish,
        this.#jobs.put(job),
      );
    }
  }

  #distributionOf(task: HumanTask) {
    const { crew } = this.#world.site;
    return task === "repair-vm" ? crew.repairVm : task === "prove-dead" ? crew.proveDead : crew.repairHost;
  }

  #done({ alert, name }: Job): void {
    this.#known.delete(name);
    this.#free++;
    this.#work();
    this.#world.now = this.#engine.now;
    const subject = alert.subject.slice(alert.subject.indexOf("/") + 1);
    const tell = (request: { kind: "release"; vm: string } | { kind: "confirm-dead"; host: string }) =>
      this.#door.deliver({ kind: "requested", at: this.#engine.now, request });
    switch (alert.task) {
      case "repair-vm":
        repairVm(this.#world, known(this.#byName.vms, subject));
        return tell({ kind: "release", vm: subject });
      case "prove-dead":
        if (attend(this.#world, known(this.#byName.hosts, subject)) === "dead")
          tell({ kind: "confirm-dead", host: subject });
        return;
      case "repair-host":
        return repairHost(this.#world, known(this.#byName.hosts, subject));
      case "investigate":
      case "make-room":
        return;
    }
  }
}
