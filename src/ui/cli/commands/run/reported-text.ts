// The reports of a dry run as text. Programs are printed as one would type them: remote commands are quoted for the
// shell at the other end.

import { probeFaultText } from "../../../../live/crash-test/faults/probe-faults.ts";
import type { ReportedMachine, Reported } from "../../../../live/crash-test/dry-run/reported.ts";
import { remoteLine } from "../../../../live/driver/transport/ssh.ts";

/** One line for each report; remarks are indented less than the reports that follow them. */
export function linesOf(reports: readonly Reported[]): readonly string[] {
  return reports.map((reported) => `${reported.what === "remark" ? "    " : "      "}${wordsOf(reported)}`);
}

function wordsOf(reported: Reported): string {
  switch (reported.what) {
    case "program":
      return remoteLine(reported.argv);
    case "remote program":
      return `ssh ${nameOf(reported.machine)} ${remoteLine(reported.argv)}`;
    case "hang-up":
      return `ssh -O exit ${nameOf(reported.machine)}`;
    case "request":
      return `${reported.method} ${reported.url}${reported.body === undefined ? "" : ` ${reported.body}`}`;
    case "connection":
      return `TCP connection to ${reported.address}:${reported.port}`;
    case "probes":
      return probeFaultText(reported.target, reported.probeFault);
    case "remark":
      return reported.words;
  }
}

function nameOf({ is, name }: ReportedMachine): string {
  return is === "switch" ? `${name}-switch` : name;
}
