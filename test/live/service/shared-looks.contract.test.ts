// A driver whose looks are shared is a driver like any other, and keeps the contract.

import { expect, test } from "vitest";
import type { Event } from "../../../src/core/controller/contract/event.ts";
import { sharingLooks } from "../../../src/live/service/shared-looks.ts";
import { START } from "../../../src/base/prelude/time.ts";
import { command } from "../../builders/order.ts";
import { driverContract } from "../../core/drivers/contract.ts";
import { simulated } from "../../simulated/driver/simulated-stand.ts";

driverContract("simulated, with shared looks,", async (options) => {
  const stand = await simulated(options);
  return { ...stand, connect: sharingLooks(stand.connect) };
});

const look = (id: number, host: string) => command(id, { kind: "inspect-host", host });

test("looks at one host that one turn wants are made once, and each is answered; the next turn's are new", () => {
  const made: number[] = [];
  const heard: Event[] = [];
  const outcome = (id: number): Event => ({
    kind: "outcome",
    at: START,
    command: id,
    result: { kind: "looked", running: ["gridce"] },
  });
  let answer: (event: Event) => void = () => undefined;
  const driver = sharingLooks((door) => {
    answer = (event) => door.deliver(event);
    return { perform: ({ commands }) => made.push(...commands.map(({ id }) => id)) };
  })({ deliver: (event) => heard.push(event), ignores: () => false });
  const turn = (...commands: ReturnType<typeof look>[]) => ({ event: undefined, commands, deadline: undefined });

  driver.perform(turn(look(1, "alfa01"), look(2, "alfa02"), look(3, "alfa01"), look(4, "alfa01")));
  driver.perform(turn(look(5, "alfa01")));
  expect(made).toEqual([1, 2, 5]);
  for (const id of made) answer(outcome(id));
  expect(heard).toEqual([1, 3, 4, 2, 5].map(outcome));
});
