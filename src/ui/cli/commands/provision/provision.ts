// `3rc provision`: the files of the provisioning server of a site, in a new folder that is whole or not there.

import { readdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { provisionFiles } from "../../../../live/provision/provision-files.ts";
import { Refusal } from "../../../../base/prelude/refusal.ts";
import { loadInventory } from "../../load-inventory.ts";
import { prepareOut, writeFolder } from "../../../../study/results/result-folder.ts";
import { print } from "../../terminal/print.ts";

export type ProvisionCommandOptions = {
  readonly out: string;
  /** The folder on the server; that of `out`, if undefined. */
  readonly servedFrom?: string;
  readonly router?: string;
};

export function provision(file: string, { out, servedFrom = resolve(out), router }: ProvisionCommandOptions): void {
  const made = provisionFiles(loadInventory(file), { folder: servedFrom, router });
  if (!made.ok) throw new Refusal(made.problems.map((problem) => `${file}: ${problem}`).join("\n"));
  refuseInhabited(out);
  prepareOut(dirname(resolve(out)));
  writeFolder(resolve(out), made.files);
  print(
    `${out}: ${made.files.size} files of a provisioning server: ${[...made.files.keys()].join(", ")}\n` +
      `See ${out}/README.txt for how to use them.\n`,
  );
}

/** An existing folder may hold kernels and archives: it is never overwritten. */
function refuseInhabited(out: string): void {
  const stat = statSync(out, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new Refusal(`${out}: is not a folder; expected one that is new or empty`);
  if (readdirSync(out).length > 0)
    throw new Refusal(`${out}: is not empty; expected a new folder, since its files may be in use`);
}
