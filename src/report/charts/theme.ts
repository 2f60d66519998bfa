// How all charts look: one width, one font that is always at hand, muted axes, colours that the colour-blind can tell
// apart (Okabe and Ito, 2008).

import type { TopLevelSpec } from "vega-lite";

export const FONT = "DejaVu Sans";

export const COLOUR = {
  blue: "#0072B2", orange: "#E69F00", green: "#009E73", vermilion: "#D55E00", sky: "#56B4E9", purple: "#CC79A7", yellow: "#F0E442", black: "#222222", grey: "#9A9A9A",
} as const;

export const WIDTH = 640;

export type Chart = {
  /** Of the file, as recovery-histogram. */
  readonly name: string;
  readonly title: string;
  /** What to see in it, in a sentence. */
  readonly caption: string;
  readonly spec: TopLevelSpec;
};

/** A spec with the common theme. */
export function themed(spec: object, title: string, subtitle: string): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    padding: 16,
    title: { text: title, subtitle, anchor: "start", fontSize: 15, subtitleFontSize: 12, subtitleColor: "#555555", offset: 12 },
    config: {
      font: FONT,
      axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal", gridColor: "#E6E6E6", domainColor: "#888888", tickColor: "#888888", labelLimit: 260 },
      legend: { labelFontSize: 11, titleFontSize: 12, labelLimit: 420, symbolStrokeWidth: 3 },
      view: { stroke: null },
    },
    ...spec,
  } as TopLevelSpec;
}
