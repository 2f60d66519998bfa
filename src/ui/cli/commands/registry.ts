// All commands, in the order in which `3rc --help` lists them. A command is a folder here: its `command.ts` says its
// name, arguments, options, description and exit codes, and loads in its action what does the work.

import type { CliCommand } from "../arguments/cli-command.ts";
import { registerAudit } from "./audit/command.ts";
import { registerCalibrate } from "./calibrate/command.ts";
import { registerCapacity } from "./capacity/command.ts";
import { registerCompare } from "./compare/command.ts";
import { registerCompletion } from "./completion/command.ts";
import { registerController } from "./controller/command.ts";
import { registerCtl } from "./ctl/command.ts";
import { registerExplain } from "./explain/command.ts";
import { registerLab } from "./lab/command.ts";
import { registerLive } from "./live/command.ts";
import { registerMan } from "./man/command.ts";
import { registerMigrate } from "./migrate/command.ts";
import { registerProvision } from "./provision/command.ts";
import { registerRun } from "./run/command.ts";
import { registerSchema } from "./schema/command.ts";
import { registerSweep } from "./sweep/command.ts";
import { registerTest } from "./test/command.ts";
import { registerTrace } from "./trace/command.ts";
import { registerValidate } from "./validate/command.ts";

export const COMMANDS: readonly ((program: CliCommand) => void)[] = [
  registerRun,
  registerTrace,
  registerTest,
  registerSweep,
  registerValidate,
  registerCapacity,
  registerSchema,
  registerMigrate,
  registerExplain,
  registerAudit,
  registerCompare,
  registerCalibrate,
  registerProvision,
  registerLab,
  registerLive,
  registerController,
  registerCtl,
  registerCompletion,
  registerMan,
];
