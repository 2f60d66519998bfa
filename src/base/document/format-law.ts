// A law as text that readLaw reads as the same law.

import type { Law } from "../random/law.ts";
import { formatDuration, type Duration } from "../prelude/time.ts";
import { readDuration } from "./quantity.ts";

/** The inverse of readLaw: "normal(16s, 2s)". */
export function formatLaw(law: Law): string {
  switch (law.kind) {
    case "constant":
      return exact(law.value);
    case "uniform":
      return `uniform(${exact(law.low)}, ${exact(law.high)})`;
    case "exponential":
      return `exponential(${exact(law.mean)})`;
    case "normal":
      return `normal(${exact(law.mean)}, ${exact(law.sd)})`;
    case "lognormal":
      return `lognormal(median=${exact(law.median)}, sigma=${law.sigma})`;
    case "weibull":
    case "gamma":
      return `${law.kind}(${law.shape}, ${exact(law.scale)})`;
    case "empirical":
      return `empirical(${law.values.map(exact).join(", ")})`;
    case "mixture":
      return `mixture(${law.parts.map(({ weight, law: part }) => `${weight} * ${formatLaw(part)}`).join(", ")})`;
  }
}

/** In words where that is exact, else in microseconds. */
function exact(time: Duration): string {
  const words = formatDuration(time);
  const read = readDuration(words);
  return read.ok && read.value === time ? words : `${time}us`;
}
