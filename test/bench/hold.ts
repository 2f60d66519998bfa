// The agenda against C++'s std::priority_queue on the hold model. Needs dist/ (npm run build) and g++.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figures, interleaved, rowOf, run, type Row } from "./row.ts";

const SIZES = ["20", "100", "1000", "10000"];
const ROUNDS = 7;

type Nanoseconds = Readonly<Record<string, number>>;

export async function hold(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "3rc-bench-"));
  try {
    const program = join(folder, "hold");
    await run("g++", ["-O2", "-o", program, "test/bench/hold.cpp"]);
    const turns = await interleaved<Nanoseconds>(
      ROUNDS,
      () => figures(process.execPath, ["test/bench/hold.mjs", ...SIZES]),
      () => figures(program, SIZES),
    );
    return SIZES.map((n) => rowOf(`hold model, n = ${n}, against std::priority_queue (ns an event)`, turns, (turn) => turn[n]));
  } finally {
    await rm(folder, { recursive: true });
  }
}
