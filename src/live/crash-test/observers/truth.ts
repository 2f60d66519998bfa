// The truth about services, as seen from outside: an observer, faster than the controller's monitor and independent of
// it, probes every VM and reports when its service is lost and when it is back. Probes begin at a steady pace and do
// not wait for each other, so that the first answer of a silent VM is seen at once. A loss is dated by the beginning of
// the probe that failed, a return by the answer.

import type { Answer } from "../../../core/controller/contract/event.ts";
import { now } from "../../../base/platform/clock.ts";
import { seconds, type Duration, type Instant } from "../../../base/prelude/time.ts";
import { probeVm, serviceAnswers } from "../../driver/answering.ts";
import type { Reach } from "../../driver/reach.ts";
import type { VmEntry } from "../../inventory/inventory.ts";

/** `at`: since when the answer holds, as far as is known; `told`: when the observer learned of it. */
export type Seen = { readonly at: Instant; readonly told: Instant; readonly vm: string; readonly answer: Answer };

/** Intervals between probes of a VM that serves, and of one that does not: the resolution of all observed instants. */
const CALM = seconds(1);
const CLOSE = seconds(0.25);

const RANK: Record<Answer, number> = { nothing: 0, system: 1, service: 2 };

type Course = { readonly vm: VmEntry; answer: Answer | undefined; asked: Instant; timer: NodeJS.Timeout | undefined };

export class Truth {
  readonly #reach: Reach;
  readonly #patience: Duration;
  readonly #seen: (what: Seen) => void;
  readonly #courses: ReadonlyMap<string, Course>;
  #over = false;

  constructor(reach: Reach, patience: Duration, seen: (what: Seen) => void) {
    this.#reach = reach;
    this.#patience = patience;
    this.#seen = seen;
    const begin = now();
    this.#courses = new Map(
      reach.inventory.vms.map((vm) => [vm.name, { vm, answer: undefined, asked: begin, timer: undefined }]),
    );
    for (const course of this.#courses.values()) void this.#probe(course);
  }

  serves(vm: string): boolean {
    return this.#courses.get(vm)?.answer === "service";
  }

  end(): void {
    this.#over = true;
    for (const { timer } of this.#courses.values()) clearTimeout(timer);
  }

  async #probe(course: Course): Promise<void> {
    const asked = now();
    const { vm } = course;
    course.timer = setTimeout(() => void this.#probe(course), (course.answer === "service" ? CALM : CLOSE) / 1000);
    // While the service answers, the guest need not be probed as well; pings at this pace would only cost.
    const answer =
      course.answer === "service"
        ? (await serviceAnswers(vm, this.#reach, this.#patience))
          ? "service"
          : "nothing"
        : await probeVm(vm, this.#reach, this.#patience);
    if (this.#over || asked < course.asked) return; // a later probe has already answered
    course.asked = asked;
    if (answer === course.answer) return;
    const told = now();
    const at = RANK[answer] < RANK[course.answer ?? "nothing"] ? asked : told;
    course.answer = answer;
    this.#seen({ at, told, vm: vm.name, answer });
  }
}
