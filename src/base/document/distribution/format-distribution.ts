// A distribution as text that readDistribution reads as the same distribution.

import type { Distribution, MixturePart } from "../../random/distribution.ts";
import { formatDuration, type Duration } from "../../prelude/time.ts";
import { readDuration } from "../quantity.ts";

/** The inverse of readDistribution: "normal(16s, 2s)". */
export function formatDistribution(distribution: Distribution): string {
  switch (distribution.kind) {
    case "constant":
      return exact(distribution.value);
    case "uniform":
      return `uniform(${exact(distribution.low)}, ${exact(distribution.high)})`;
    case "exponential":
      return `exponential(${exact(distribution.mean)})`;
    case "normal":
      return `normal(${exact(distribution.mean)}, ${exact(distribution.sd)})`;
    case "lognormal":
      return `lognormal(median=${exact(distribution.median)}, sigma=${distribution.sigma})`;
    case "weibull":
    case "gamma":
      return `${distribution.kind}(${distribution.shape}, ${exact(distribution.scale)})`;
    case "empirical":
      return `empirical(${distribution.values.map(exact).join(", ")})`;
    case "mixture":
      return `mixture(${distribution.parts.map(formatPart).join(", ")})`;
  }
}

function formatPart({ weight, distribution }: MixturePart): string {
  return `${weight} * ${formatDistribution(distribution)}`;
}

/** With the usual units if that is exact, else in microseconds. */
function exact(time: Duration): string {
  const words = formatDuration(time);
  const read = readDuration(words);
  return read.ok && read.value === time ? words : `${time}us`;
}
