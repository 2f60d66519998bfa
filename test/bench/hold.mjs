// The agenda against C++'s std::priority_queue on the hold model. Needs g++.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costRow, figures, interleaved, median, Missing, ours, run } from "./row.mjs";

const SIZES = ["20", "100", "1000", "10000"];
const ROUNDS = 7;
const GOAL = 0.85;

export async function hold() {
  const folder = await mkdtemp(join(tmpdir(), "3rc-bench-"));
  try {
    const program = join(folder, "hold");
    await run("g++", ["-O2", "-o", program, "test/bench/programs/hold.cpp"]).catch((error) => {
      throw error.code === "ENOENT" ? new Missing("g++") : error;
    });
    const [js, cpp] = await interleaved(
      ROUNDS,
      () => ours("hold", ...SIZES),
      () => figures(program, SIZES),
    );
    const of = (turns, n) => median(turns.map((turn) => turn[n]));
    return SIZES.map((n) => costRow(`hold model, n = ${n}: ns an event, C++`, of(js, n), of(cpp, n), GOAL));
  } finally {
    await rm(folder, { recursive: true });
  }
}
