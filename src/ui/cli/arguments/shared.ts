// Arguments and options that several commands have, stated once. Each call makes a new one, as commander keeps them.

import { Argument, Option } from "commander";
import { availableParallelism } from "node:os";
import { collect, replicationNumber, wholeNumber } from "./values.ts";

/** `what` says more of it: "the cluster and the controller's settings". */
export function scenarioArgument(name: "<file>" | "<file...>" | "<scenario>", what?: string): Argument {
  return new Argument(name, `${name === "<file...>" ? "scenario files" : "scenario file"} (YAML)${suffix(what)}`);
}

export function inventoryArgument(what?: string): Argument {
  return new Argument("<inventory>", `inventory file (YAML)${suffix(what)}`);
}

function suffix(what: string | undefined): string {
  return what === undefined ? "" : `: ${what}`;
}

/** `--set path=value`; `where` says where else than in the one scenario it holds. */
export function setOption(where = "of the scenario"): Option {
  return new Option("--set <path=value>", `change a value ${where}, as controller.fall=5; may be repeated`)
    .argParser(collect)
    .default([], "none");
}

export function seedOption(): Option {
  return new Option("--seed <text>", "another root seed than the scenario's");
}

export function trialsOption(): Option {
  return new Option("--trials <n>", "another number of trials (crash-campaign)").argParser(wholeNumber);
}

export function replicationsOption(): Option {
  return new Option("--replications <n>", "another number of replications (availability)").argParser(replicationNumber);
}

export function workersOption(): Option {
  return new Option("--workers <n>", "threads at most; the results do not depend on it")
    .argParser(wholeNumber)
    .default(availableParallelism(), "one for each processor");
}

export function halfOption(of: string): Option {
  return new Option("--half <half>", `${of}: even or odd`);
}

/** Where controllers and those who talk to them meet. */
export function controllerFolderOption(): Option {
  return new Option("--folder <folder>", "where controllers of the cluster keep journal and lease").default(
    "/var/lib/3rc-controller",
  );
}
