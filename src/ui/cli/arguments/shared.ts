// Arguments and options that several commands share. Each call makes a new one, as commander requires.

import { Argument, Option } from "commander";
import { availableParallelism } from "node:os";
import { collect, replicationNumber, wholeNumber } from "./values.ts";

/** `what`: its role in the command, as "the cluster and the controller's settings". */
export function scenarioArgument(name: "<file>" | "<file...>" | "<scenario>", what?: string): Argument {
  return new Argument(name, `${name === "<file...>" ? "scenario files" : "scenario file"} (YAML)${suffix(what)}`);
}

export function inventoryArgument(what?: string): Argument {
  return new Argument("<inventory>", `inventory file (YAML)${suffix(what)}`);
}

function suffix(what: string | undefined): string {
  return what === undefined ? "" : `: ${what}`;
}

/** `--set path=value`; `where`: what it applies to, if not to the one scenario. */
export function setOption(where = "of the scenario"): Option {
  return new Option("--set <path=value>", `override a value ${where}, as controller.fall=5; may be repeated`)
    .argParser(collect)
    .default([], "none");
}

export function seedOption(): Option {
  return new Option("--seed <text>", "root seed, instead of the scenario's");
}

export function trialsOption(): Option {
  return new Option("--trials <n>", "number of trials, instead of the scenario's (crash-campaign)").argParser(
    wholeNumber,
  );
}

export function replicationsOption(): Option {
  return new Option("--replications <n>", "number of replications, instead of the scenario's (availability)").argParser(
    replicationNumber,
  );
}

export function workersOption(): Option {
  return new Option("--workers <n>", "number of threads; does not change the results")
    .argParser(wholeNumber)
    .default(availableParallelism(), "one for each processor");
}

export function halfOption(of: string): Option {
  return new Option("--half <half>", `${of}: even or odd`);
}

/** The folder that the controllers of a cluster share, also with `3rc ctl`. */
export function controllerFolderOption(): Option {
  return new Option("--folder <folder>", "folder of the controllers' lease, journal and control socket").default(
    "/var/lib/3rc-controller",
  );
}
