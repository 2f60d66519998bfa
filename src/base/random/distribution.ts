// Probability distributions over durations, as plain data. Drawing from them is in sample.ts; their text form
// ("lognormal(mean=4h, sigma=1.4)") is in base/document/distribution.

import type { Duration } from "../prelude/time.ts";

export type Distribution =
  | { readonly kind: "constant"; readonly value: Duration }
  | { readonly kind: "uniform"; readonly low: Duration; readonly high: Duration }
  | { readonly kind: "exponential"; readonly mean: Duration }
  /** Normal, truncated at 0: `mean` and `sd` are those of the parent normal distribution. */
  | { readonly kind: "normal"; readonly mean: Duration; readonly sd: Duration }
  /** exp of a normal variable: `median` is exp(mu), `sigma` the standard deviation of the logarithm. */
  | { readonly kind: "lognormal"; readonly median: Duration; readonly sigma: number }
  | { readonly kind: "weibull"; readonly shape: number; readonly scale: Duration }
  | { readonly kind: "gamma"; readonly shape: number; readonly scale: Duration }
  /** Each of the values is equally likely. */
  | { readonly kind: "empirical"; readonly values: readonly Duration[] }
  | {
      readonly kind: "mixture";
      readonly parts: readonly MixturePart[];
    };

export type MixturePart = { readonly weight: number; readonly distribution: Distribution };
