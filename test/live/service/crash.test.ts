// The controller's own crash, with real processes: the controller is killed at any moment, its VMs are processes that
// survive.

import { expect, test } from "vitest";
import { aStage, SETTINGS, sleep, until, untilAllServe, withPrograms } from "./stage.ts";

withPrograms();

const KILLS = Number(process.env["RUNS"] ?? 12);

const everyVm = SETTINGS.vms.map(({ name }) => name).toSorted();

test("a controller that begins locates its VMs, and starts none of them", async () => {
  const stage = aStage();
  stage.site.kill("gridui");
  stage.site.begin("gridui", "alfa01"); // not where the scenario has it
  const one = stage.start();
  await one.says(/leads, in term 1/);
  await untilAllServe(stage);
  expect(stage.site.started).toEqual([]);
  expect(stage.site.running.find(({ vm }) => vm === "gridui")?.host).toBe("alfa01");
});

test("a VM that dies is started again", async () => {
  const stage = aStage();
  const one = stage.start();
  await untilAllServe(stage);
  stage.site.kill("gridce");
  await one.says(/gridce: queued → rebooting/);
  await untilAllServe(stage);
  expect(stage.site.started).toEqual(["gridce alfa01"]);
});

test(`a controller killed ${KILLS} times amid recoveries continues from its journal; no VM runs twice`, async () => {
  const stage = aStage();
  let one = stage.start();
  await untilAllServe(stage);
  for (let kill = 0; kill < KILLS; kill++) {
    for (const vm of kill % 3 === 2 ? everyVm : [everyVm[kill % 3]]) stage.site.kill(vm);
    if (kill % 4 === 3) stage.site.cut("alfa02"); // alive, and to be fenced before its VM starts elsewhere
    await sleep(600 + ((kill * 397) % 2000)); // at another moment of the recovery each time
    one.child.kill("SIGKILL");
    await one.ended;
    one = stage.start();
    await one.says(/leads, in term/);
    if (kill % 4 === 3)
      await until(
        "alfa02 is fenced, or answers again",
        () => stage.site.is("alfa02", "off") || one.said.includes("host/alfa02: booting"),
      );
    stage.site.join("alfa02");
  }
  await untilAllServe(stage);
  expect(stage.site.twice).toBe("");
});
