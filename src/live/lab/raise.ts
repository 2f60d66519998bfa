// Builds a lab, from nothing to six healthy guests. Independent steps run at the same time: images are made while hosts
// start.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pause } from "../../base/platform/clock.ts";
import { writeWhole } from "../../base/platform/files.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { seconds } from "../../base/prelude/time.ts";
import { findAccelerator } from "./guests/accelerator.ts";
import { startBoards } from "./hosts/boards.ts";
import { clearLab } from "./clear.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { defineGuests, startGuests } from "./guests/guests.ts";
import { startHost } from "./hosts/hosts.ts";
import { buildImages } from "./images/build-images.ts";
import { KERNEL_ARGUMENTS, type Guest, type Images } from "./images/images.ts";
import { makeDisk } from "./images/make-disk.ts";
import { INVENTORY_SCHEMA, inventoryText } from "./inventory-file.ts";
import { inventoryJsonSchema } from "../inventory/json-schema.ts";
import { layWires } from "./network.ts";
import type { LabPlan } from "./plan.ts";
import { endProcess } from "../../base/platform/process.ts";
import { processesOf } from "./processes.ts";
import { startProvisioning } from "./provisioning-server.ts";
import { noteLab, SIGN } from "./registry.ts";
import { Tools } from "./tools.ts";

type RaiseOptions = {
  /** The folder of images. If it is below the lab's folder, it is removed together with the lab. */
  readonly images: string;
  /** Reads the written inventory, with the usual checks. */
  readonly readInventory: (file: string) => Inventory;
  /** Interrupts the building and removes what was built. */
  readonly signal: AbortSignal;
  /** Reports each part that is done, in a word or two. */
  readonly tell: (done: string) => void;
};

/**
 * Builds the lab and removes what is left of an earlier one first. If that fails, nothing of it remains, and the reason
 * is thrown: a LabProblem, or the signal's.
 */
export async function raiseLab(plan: LabPlan, options: RaiseOptions): Promise<void> {
  await clearLab(plan);
  noteLab(plan.name, plan.folder, true);
  try {
    mkdirSync(plan.paths.temporary, { recursive: true });
    writeFileSync(join(plan.folder, SIGN), `${plan.name}\n`);
    await build(plan, options);
    noteLab(plan.name, plan.folder, false);
  } catch (error) {
    await clearLab(plan);
    options.signal.throwIfAborted(); // then the failure is only its consequence
    throw error;
  }
}

async function build(plan: LabPlan, options: RaiseOptions): Promise<void> {
  const failure = new AbortController();
  const tools = new Tools(plan, AbortSignal.any([options.signal, failure.signal]));
  const guests = await prepareFolder(plan, tools);
  writeWhole(plan.paths.inventory, inventoryText(plan, KERNEL_ARGUMENTS));
  const schema = `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`;
  writeWhole(join(dirname(plan.paths.inventory), INVENTORY_SCHEMA), schema);
  const inventory = options.readInventory(plan.paths.inventory);
  await layWires(plan, tools);
  const work = allAtOnce(plan, tools, inventory, guests, options);
  try {
    await Promise.all(work);
  } catch (error) {
    failure.abort();
    await settled(work, plan);
    throw error;
  }
}

function allAtOnce(
  plan: LabPlan,
  tools: Tools,
  inventory: Inventory,
  guests: ReadonlyMap<string, Guest>,
  { images: cache, tell }: RaiseOptions,
): readonly Promise<unknown>[] {
  const images = buildImages(cache);
  const told = (work: Promise<unknown>, done: string) => work.then(() => tell(done));
  const hosts = new Map(plan.hosts.map((host) => [host.name, startHost(plan, tools, host)]));
  const boards = startBoards(plan, tools);
  const server = images.then((made) => startProvisioning(plan, tools, inventory, made, guests));
  const definitions = images.then(async ({ kernel }) =>
    defineGuests(plan, await findAccelerator(kernel, tools.signal)),
  );
  const disks = images.then((made) => makeDisks(plan, made, guests));
  const vms = Promise.all([server, definitions, disks]).then(() =>
    startGuests(
      plan,
      tools,
      (host) => hosts.get(host.name),
      ({ name }) => tell(name),
    ),
  );
  return [
    told(images, "images"),
    told(Promise.all(hosts.values()), "hosts"),
    told(boards, "management boards"),
    told(server, "provisioning server"),
    vms,
  ];
}

async function makeDisks({ vms }: LabPlan, images: Images, guests: ReadonlyMap<string, Guest>): Promise<void> {
  for (const { name, disk } of vms) {
    const guest = guests.get(name);
    if (guest !== undefined) await makeDisk(images, disk, guest);
  }
}

/** Ends all processes and waits until all steps have settled, so that nothing new appears during the clean-up. */
async function settled(work: readonly Promise<unknown>[], plan: LabPlan): Promise<void> {
  let over = false;
  const end = Promise.allSettled(work).then(() => (over = true));
  while (!over) {
    processesOf(plan).forEach(endProcess);
    await Promise.race([end, pause(seconds(0.1))]);
  }
}
