// Progress and the width of lines, on a terminal and elsewhere. The clock is the test's own.

import { describe, expect, test } from "vitest";
import { progress } from "../../../src/ui/cli/terminal/progress.ts";
import { lineWidth } from "../../../src/ui/cli/terminal/width.ts";
import { makeProgram } from "../../../src/ui/cli/program.ts";
import { summaryText } from "../../../src/ui/report/text/terminal.ts";
import { availability, campaign, incident, someTrials, troubled } from "../report/summaries.ts";

/** What is written when, of 1,000, as many are done as seconds have passed; `quiet` or not. */
function written(seconds: readonly number[], isTTY: boolean, columns = 80, quiet = false): string[] {
  let now = 5_000_000;
  const lines: string[] = [];
  const write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
  const shown = progress("a-campaign", 1000, quiet, { isTTY, columns, write }, () => now);
  for (const second of seconds) {
    now = 5_000_000 + 1000 * second;
    shown.show(second);
  }
  shown.end();
  return lines;
}

describe("progress", () => {
  test("without a terminal is a line every ten seconds, without any sign that moves the cursor", () => {
    const lines = written(
      Array.from({ length: 45 }, (_, i) => i + 1),
      false,
    );
    expect(lines).toEqual([
      "a-campaign: 10 of 1,000, 1 %, 16 min 30 s to go\n",
      "a-campaign: 20 of 1,000, 2 %, 16 min 20 s to go\n",
      "a-campaign: 30 of 1,000, 3 %, 16 min 10 s to go\n",
      "a-campaign: 40 of 1,000, 4 %, 16 min 0 s to go\n",
    ]);
  });

  test("without a terminal says nothing of what is over within ten seconds, nor when all is done", () => {
    expect(written([1, 5, 9], false)).toEqual([]);
    expect(written([1000], false)).toEqual([]);
  });

  test("on a terminal is one line that is written over, never longer than the terminal is wide", () => {
    const lines = written([1, 1.05, 2, 3], true, 30);
    expect(lines).toHaveLength(4); // the second comes too soon; the last one clears the line
    for (const line of lines) {
      expect(line.startsWith("\r\x1b[K")).toBe(true);
      expect(line.slice("\r\x1b[K".length).length).toBeLessThan(30);
    }
    expect(lines.at(-1)).toBe("\r\x1b[K");
  });

  test("is silent when it is to be quiet", () => {
    for (const isTTY of [true, false]) expect(written([1, 20, 40], isTTY, 80, true)).toEqual([]);
  });
});

describe("the width of lines", () => {
  test("is that of the terminal, 80 if it does not say, and at most 100", () => {
    expect([60, 80, 250, 0].map((columns) => lineWidth({ isTTY: true, columns }))).toEqual([60, 80, 100, 80]);
  });

  test("is 100 in a file or a pipe", () => {
    expect(lineWidth({ isTTY: false, columns: 40 })).toBe(100);
  });

  test("holds for every kind of summary, as far as figures allow, also where names are long", () => {
    const names = ["a-very-long-name-of-a-virtual-machine-of-somebody", "b"];
    const tallies = [troubled(100), troubled(3000)];
    const summaries = [campaign(someTrials()), availability(tallies, names), incident(names)];
    for (const width of [80, 90, 100])
      for (const line of summaryText(summaries, width).split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(width);
    expect(summaryText(summaries, 100)).toBe(summaryText(summaries));
  });

  test("holds for the help of every command", () => {
    const program = makeProgram();
    for (const command of [program, ...program.commands])
      for (const line of command
        .configureOutput({ getOutHelpWidth: () => 70 })
        .helpInformation()
        .split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(70);
  });
});
