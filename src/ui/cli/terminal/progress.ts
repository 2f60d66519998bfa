// Progress and remaining time, on stderr: on a terminal, one line that is overwritten; elsewhere, a line every ten
// seconds.

import { lineWidth } from "./width.ts";

type Progress = { show(done: number): void; end(): void };

/** Where it is written: stderr. */
type ProgressOutput = Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">;

/** The shortest time between two updates on a terminal, in milliseconds. */
const SHORTEST_ON_TERMINAL = 100;
/** The time between two lines of a log, in milliseconds. */
const BETWEEN_LINES = 10_000;

/** `now`: a clock in milliseconds, of any origin. */
export function progress(
  label: string,
  total: number,
  quiet: boolean,
  to: ProgressOutput = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (quiet) return { show() {}, end() {} };
  const begun = now();
  const words = (done: number) =>
    `${label}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}, ${Math.floor((100 * done) / total)} %, ` +
    `${eta(((now() - begun) / done) * (total - done))} to go`;
  return to.isTTY ? overwritten(total, words, to, now) : logged(total, words, to, now);
}

type Words = (done: number) => string;

function overwritten(total: number, words: Words, to: ProgressOutput, now: () => number): Progress {
  let shown = -Infinity;
  return {
    show(done) {
      if (now() - shown < SHORTEST_ON_TERMINAL && done < total) return;
      shown = now();
      // A line that the terminal wraps cannot be overwritten.
      to.write(`\r\x1b[K${words(done).slice(0, lineWidth(to) - 1)}`);
    },
    end: () => void to.write("\r\x1b[K"),
  };
}

function logged(total: number, words: Words, to: ProgressOutput, now: () => number): Progress {
  let written = now();
  return {
    show(done) {
      if (now() - written < BETWEEN_LINES || done >= total) return;
      written = now();
      to.write(`${words(done)}\n`);
    },
    end() {},
  };
}

function eta(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
