// A driver that shares inspections keeps the contract of drivers.

import { expect, test } from "vitest";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import { sharingInspections } from "../../../src/live/service/shared-inspections.ts";
import { START } from "../../../src/base/prelude/time.ts";
import { command } from "../../builders/order.ts";
import { driverContract } from "../../core/drivers/contract.ts";
import { simulated } from "../../simulated/driver/simulated-stand.ts";

driverContract("simulated, with shared inspections,", async (options) => {
  const stand = await simulated(options);
  return { ...stand, connect: sharingInspections(stand.connect) };
});

const inspection = (id: number, host: string) => command(id, { kind: "inspect-host", host });

test("inspections of one host in one turn are made once, and each is answered; the next turn inspects again", () => {
  const made: number[] = [];
  const received: Event[] = [];
  const outcome = (id: number): Event => ({
    kind: "outcome",
    at: START,
    command: id,
    result: { kind: "inspected", running: ["gridce"] },
  });
  let answer: (event: Event) => void = () => undefined;
  const driver = sharingInspections((door) => {
    answer = (event) => door.deliver(event);
    return { perform: ({ commands }) => made.push(...commands.map(({ id }) => id)) };
  })({ deliver: (event) => received.push(event), ignores: () => false });
  const turn = (...commands: ReturnType<typeof inspection>[]) => ({ event: undefined, commands, deadline: undefined });

  driver.perform(
    turn(inspection(1, "alfa01"), inspection(2, "alfa02"), inspection(3, "alfa01"), inspection(4, "alfa01")),
  );
  driver.perform(turn(inspection(5, "alfa01")));
  expect(made).toEqual([1, 2, 5]);
  for (const id of made) answer(outcome(id));
  expect(received).toEqual([1, 3, 4, 2, 5].map(outcome));
});
