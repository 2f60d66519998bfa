#!/usr/bin/env node
// The command `3rc`: reads arguments, starts the command that is meant, and is the one place where what went wrong
// becomes an exit code.

import { Command, InvalidArgumentError } from "commander";
import { availableParallelism } from "node:os";
import { MOST_REPLICATIONS } from "../../core/scenario/most.ts";
import { spareTheCompiler } from "./compiler.ts";
import { EXIT } from "./exit.ts";
import { lastWords } from "./terminal/last-words.ts";
import { VERSION } from "../../base/platform/version.ts";

const program = new Command("3rc")
  .description("Reboot, restart, reinstall: keeps virtual machines available, and says how available they are.")
  .version(VERSION)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ writeErr: (text) => void process.stderr.write(text) });

program
  .command("run")
  .description("perform the experiment of each scenario and write its results")
  .argument("<file...>", "scenario files (YAML)")
  .option("--seed <text>", "another root seed than the scenario's")
  .option("--trials <n>", "another number of trials (crash-campaign)", wholeNumber)
  .option("--replications <n>", "another number of replications (availability)", replicationNumber)
  .option("--workers <n>", "threads at most; the results do not depend on it", wholeNumber, availableParallelism())
  .option("--out <folder>", "where result folders go, one for each scenario", "results")
  .option("--set <path=value>", "change a value of the scenario, as controller.fall=5; may be repeated", collect, [])
  .option("--resume", "go on where an interrupted run of the same scenario stopped")
  .option("--no-report", "write only the summary, not tables, charts and page")
  .option("--json", "print summary.json on stdout, and nothing else")
  .option("--quiet", "print nothing but errors")
  .option("--live <inventory>", "a crash campaign on the real machines of this inventory (YAML)")
  .option("--dry-run", "with --live: tell all that would be done, and do none of it")
  .option("--yes <name>", "with --live: the scenario's name, to say that real machines are to be broken")
  .action(async (files: string[], options: import("./commands/run/run.ts").RunCommandOptions) =>
    (await import("./commands/run/run.ts")).run(files, options),
  );

program
  .command("trace")
  .description("tell one run as a timeline, line by line")
  .argument("<file>", "scenario file (YAML)")
  .option("--seed <text>", "another root seed than the scenario's")
  .option("--trial <n>", "which trial of a crash campaign", index, 0)
  .option("--horizon <duration>", "how long to watch an availability study", "30d")
  .option("--set <path=value>", "change a value of the scenario; may be repeated", collect, [])
  .option("--journal", "the journal as JSON lines instead")
  .action(async (file: string, options: import("./commands/trace/trace.ts").TraceOptions) =>
    (await import("./commands/trace/trace.ts")).trace(file, options),
  );

program
  .command("sweep")
  .description("change one value at a time, and see how the result moves")
  .argument("<file>", "scenario file (YAML): a crash campaign or an availability study")
  .option(
    "--vary <path=value,…>",
    "a value of the scenario and what to try for it, as controller.fall=2,4; may be repeated",
    collect,
    [],
  )
  .option("--seed <text>", "another root seed than the scenario's; all runs share it")
  .option("--trials <n>", "another number of trials (crash-campaign)", wholeNumber)
  .option("--replications <n>", "another number of replications (availability)", replicationNumber)
  .option("--workers <n>", "threads at most; the results do not depend on it", wholeNumber, availableParallelism())
  .option("--set <path=value>", "change a value of the scenario in all runs; may be repeated", collect, [])
  .option("--json", "all summaries as JSON")
  .option("--csv", "a row for each run")
  .action(async (file: string, options: import("./commands/sweep/sweep.ts").SweepOptions) =>
    (await import("./commands/sweep/sweep.ts")).sweep(file, options),
  );

program
  .command("validate")
  .description("check scenarios and tell all that is wrong with them")
  .argument("<file...>", "scenario files (YAML)")
  .option("--set <path=value>", "change a value of the scenario; may be repeated", collect, [])
  .action(async (files: string[], options: { set: string[] }) =>
    (await import("./commands/validate/validate.ts")).validate(files, options.set),
  );

program
  .command("schema")
  .description("print the JSON Schema of scenarios, for editors")
  .action(async () => (await import("./commands/validate/validate.ts")).schema());

program
  .command("explain")
  .description("tell why each action of a trial was taken")
  .argument("<result>", "a result folder of a crash campaign or a replay")
  .argument("[trial]", "number of the trial", index, 0)
  .action(async (folder: string, trial: number) =>
    (await import("./commands/explain/explain.ts")).explain(folder, trial),
  );

program
  .command("compare")
  .description("predicted against observed: can two crash campaigns be told apart, and by which phase")
  .argument("<sim>", "result folder of what was predicted")
  .argument("<live>", "result folder of what was observed")
  .option("--out <folder>", "a folder for tables, charts and page", "results/comparison")
  .option("--fault <kind>", "compare only trials of this fault")
  .option("--half <half>", "only every other observed trial of each fault: even or odd")
  .option("--alpha <share>", "how often at most two samples of one law may be called different", level, 0.01)
  .option("--fail-if-different", "exit code 1 if they can be told apart")
  .option("--json", "print comparison.json on stdout, and nothing else")
  .action(async (sim: string, live: string, options: import("./commands/compare/compare.ts").CompareCommandOptions) =>
    (await import("./commands/compare/compare.ts")).compare(sim, live, options),
  );

program
  .command("calibrate")
  .description("fit laws to the phases of a crash campaign, and write its scenario with them")
  .argument("<live>", "result folder of a crash campaign")
  .option("--half <half>", "use only every other trial of each fault: even or odd")
  .option("--out <file>", "a new file for the scenario", "calibrated.yaml")
  .option("--json", "print the fits as JSON")
  .action(async (folder: string, options: import("./commands/calibrate/calibrate.ts").CalibrateOptions) =>
    (await import("./commands/calibrate/calibrate.ts")).calibrate(folder, options),
  );

program
  .command("provision")
  .description("write the files of a provisioning server: DHCP, DNS with HINFO, TFTP and network boot")
  .argument("<inventory>", "inventory file (YAML)")
  .requiredOption("--out <folder>", "a new folder for them")
  .option("--served-from <folder>", "where they will lie on the server, if not there")
  .option("--router <address>", "the gateway that machines are told of")
  .action(async (file: string, options: import("./commands/provision/provision.ts").ProvisionCommandOptions) =>
    (await import("./commands/provision/provision.ts")).provision(file, options),
  );

const lab = program
  .command("lab")
  .description("a lab on this machine: real hosts, hypervisors and guests to break (Debian or Ubuntu, as root)");
const ofLab = (command: Command) =>
  command
    .option("--name <name>", "which lab, where there are several", "3rc")
    .option("--folder <folder>", "where all of it lies; /var/lib/NAME-lab by default");
ofLab(
  lab
    .command("up")
    .description("build it, in place of what is left of an earlier one; prints the path of its inventory"),
)
  .option("--images <folder>", "keep the images of its guests there, for the next time")
  .option("--quiet", "print nothing but the path and errors")
  .action(async (options: import("./commands/lab/lab.ts").LabUpOptions) =>
    (await import("./commands/lab/lab.ts")).up(options),
  );
ofLab(lab.command("status").description("ask every part of it how it is")).action(
  async (options: import("./commands/lab/lab.ts").LabOptions) =>
    (await import("./commands/lab/lab.ts")).status(options),
);
ofLab(lab.command("down").description("take it away, with all that belongs to it")).action(
  async (options: import("./commands/lab/lab.ts").LabOptions) => (await import("./commands/lab/lab.ts")).down(options),
);

const live = program.command("live").description("what goes with crash tests on real machines");

live
  .command("check")
  .description("test every connection, host key, domain and permission of an inventory; breaks nothing")
  .argument("<inventory>", "inventory file (YAML)")
  .option("--json", "as JSON")
  .action(async (file: string, options: { json?: true }) =>
    (await import("./commands/live/live.ts")).liveCheck(file, options),
  );

live
  .command("stop")
  .description("throw the stop switch: nothing more is done to any machine but the undoing of wounds")
  .argument("<inventory>", "inventory file (YAML)")
  .option("--lift", "lift it instead")
  .action(async (file: string, options: { lift?: true }) =>
    (await import("./commands/live/live.ts")).liveStop(file, options),
  );

live
  .command("heal")
  .description("undo what crash tests have left broken, also after a power cut of theirs")
  .argument("<inventory>", "inventory file (YAML)")
  .option("--scenario <file>", "bring hosts and VMs back to where this scenario has them")
  .action(async (file: string, options: { scenario?: string }) =>
    (await import("./commands/live/live.ts")).liveHeal(file, options),
  );

const FOLDER = [
  "--folder <folder>",
  "where controllers of the cluster keep journal and lease",
  "/var/lib/3rc-controller",
] as const;

program
  .command("controller")
  .description("watch and heal a cluster for good, as a service")
  .argument("<scenario>", "scenario file (YAML): the cluster and the controller's settings")
  .argument("<inventory>", "inventory file (YAML): where everything is, and what may be touched")
  .option(...FOLDER)
  .option("--name <name>", "this controller's name; that of the machine by default")
  .option("--listen <address>", "of the status page and metrics: a port, ADDRESS:PORT, or none", "127.0.0.1:8373")
  .option("--lease <duration>", "how long a leader trusts its lease", "10s")
  .option("--alert-webhook <url>", "where calls for a human are posted as JSON; @FILE holds a secret address")
  .option(
    "--alert-command <program>",
    "what gets calls for a human as JSON on its standard input; a program, or a JSON list of words",
  )
  .option("--begin-anew", "forget the journal: look for every VM before anything is done")
  .option("--set <path=value>", "change a value of the scenario; may be repeated", collect, [])
  .action(
    async (
      file: string,
      inventory: string,
      options: import("./commands/controller/controller.ts").ControllerCommandOptions,
    ) => (await import("./commands/controller/controller.ts")).controller(file, inventory, options),
  );

const ctl = program.command("ctl").description("talk to the controllers of a folder");
type CtlOptions = import("./commands/ctl/ctl.ts").CtlOptions;
ctl
  .command("status")
  .description("how everything stands")
  .option(...FOLDER)
  .option("--json", "as JSON")
  .action(async (options: CtlOptions & { json?: true }) => (await import("./commands/ctl/ctl.ts")).ctlStatus(options));
ctl
  .command("why")
  .description("the last that happened to a VM, a host or the controller, with reasons")
  .argument("<name>")
  .option(...FOLDER)
  .action(async (name: string, options: CtlOptions) => (await import("./commands/ctl/ctl.ts")).ctlWhy(name, options));
ctl
  .command("maintenance")
  .description("take no action on a host or VM; a host is emptied first")
  .argument("<target>")
  .option(...FOLDER)
  .option("--end", "end it")
  .action(async (target: string, options: CtlOptions & { end?: true }) =>
    (await import("./commands/ctl/ctl.ts")).ctlMaintenance(target, options),
  );
ctl
  .command("disarm")
  .description("take no action at all, until armed again")
  .option(...FOLDER)
  .action(async (options: CtlOptions) =>
    (await import("./commands/ctl/ctl.ts")).ctlRequest({ kind: "disarm" }, options),
  );
ctl
  .command("arm")
  .description("act again")
  .option(...FOLDER)
  .action(async (options: CtlOptions) => (await import("./commands/ctl/ctl.ts")).ctlRequest({ kind: "arm" }, options));
ctl
  .command("move")
  .description("migrate a healthy VM, live")
  .argument("<vm>")
  .argument("<host>")
  .option(...FOLDER)
  .action(async (vm: string, to: string, options: CtlOptions) =>
    (await import("./commands/ctl/ctl.ts")).ctlRequest({ kind: "move", vm, to }, options),
  );
ctl
  .command("release")
  .description("let a VM that waits for a human be recovered again")
  .argument("<vm>")
  .option(...FOLDER)
  .action(async (vm: string, options: CtlOptions) =>
    (await import("./commands/ctl/ctl.ts")).ctlRequest({ kind: "release", vm }, options),
  );
ctl
  .command("confirm-dead")
  .description("say that you have seen that a host is off")
  .argument("<host>")
  .option(...FOLDER)
  .action(async (host: string, options: CtlOptions) =>
    (await import("./commands/ctl/ctl.ts")).ctlRequest({ kind: "confirm-dead", host }, options),
  );

function collect(value: string, values: string[]): string[] {
  return [...values, value];
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("expected a whole number from 1 on.");
  return Number(text);
}

function replicationNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > MOST_REPLICATIONS) throw new InvalidArgumentError(`expected at most ${MOST_REPLICATIONS}.`);
  return number;
}

function index(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected a whole number from 0 on.");
  return Number(text);
}

function level(text: string): number {
  const value = /^0?\.\d+$/.test(text) ? Number(text) : NaN;
  if (!(value > 0 && value <= 0.5)) throw new InvalidArgumentError("expected a number above 0, at most 0.5, as 0.01.");
  return value;
}

const words = process.argv.slice(2);

/** A pipe that is closed early (`3rc trace … | head`) ends the program quietly. */
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(process.exitCode ?? (error.code === "EPIPE" ? EXIT.ok : lastWords(error, words))),
);
/** Whoever closes it does not want to hear; the exit code says the rest. */
process.stderr.on("error", () => undefined);
/** Who listens besides has something to bring in order first, and ends by itself. */
process.on("uncaughtException", (error) => {
  if (process.listenerCount("uncaughtException") === 1) process.exit(lastWords(error, words));
});

spareTheCompiler();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = lastWords(error, words);
}
