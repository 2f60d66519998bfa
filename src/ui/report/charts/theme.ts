// The theme of all charts: one width and fixed margins, a bundled font, muted axes, colours that colour-blind people
// can distinguish (Okabe and Ito, 2008). Each chart gives its margins, since without a canvas the width of text is not
// known exactly. Nothing is clipped: clips have ids, which would differ from one drawing to the next.

import type { TopLevelSpec } from "vega-lite";
import { shortened } from "../text/figures.ts";

export const FONT = "DejaVu Sans";

export const COLOUR = {
  blue: "#0072B2",
  orange: "#E69F00",
  green: "#009E73",
  vermilion: "#D55E00",
  sky: "#56B4E9",
  purple: "#CC79A7",
  yellow: "#F0E442",
  black: "#222222",
  grey: "#9A9A9A",
} as const;

/** Width of the whole picture, in pixels. */
const WIDTH = 740;
const EDGE = 16;
const RIGHT = 28;
const TOP = 66;
const LONGEST_NAME = 30;
const LETTER = 6.9;

/** Space around the axes, in pixels, for labels and titles. */
export type Margins = {
  /** For the labels and the title of the y axis. */
  readonly left: number;
  /** Between subtitle and axes. */
  readonly above?: number;
  /** Lines of legend below the x axis. */
  readonly legendLines?: number;
};

/** Width of the axes within the margins. */
export function plotWidth({ left }: Margins): number {
  return WIDTH - left - RIGHT;
}

/** A spec with the common theme. */
export function themed(margins: Margins, spec: object, title: string, subtitle: string): TopLevelSpec {
  const { left, above = 0, legendLines = 0 } = margins;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: "white",
    autosize: { type: "none" },
    padding: { left, right: RIGHT, top: TOP + above, bottom: 54 + (legendLines === 0 ? 0 : 16 + 16 * legendLines) },
    width: plotWidth(margins),
    title: {
      text: title,
      subtitle,
      anchor: "start",
      frame: "group",
      dx: EDGE - left,
      fontSize: 15,
      subtitleFontSize: 12,
      subtitleColor: "#555555",
      offset: 14,
    },
    config: {
      font: FONT,
      aria: false,
      axis: {
        labelFontSize: 11,
        titleFontSize: 12,
        titleFontWeight: "normal",
        gridColor: "#E6E6E6",
        domainColor: "#888888",
        tickColor: "#888888",
        labelLimit: 0,
        labelFlush: false,
      },
      legend: { labelFontSize: 11, titleFontSize: 12, labelLimit: 0, symbolStrokeWidth: 3, symbolLimit: 0 },
      view: { stroke: null },
    },
    ...spec,
  } as TopLevelSpec;
}

/**
 * Axis of named rows: without lines; long names lose their middle, as by `shortened`. The name is the part of the value
 * after the first "/".
 */
export const NAMED_ROWS = { domain: false, ticks: false, labelPadding: 6, labelExpr: shortenedLabel() } as const;

/** `shortened` as an expression of Vega. */
function shortenedLabel(): string {
  const name = "slice(datum.value, indexof(datum.value, '/') + 1)";
  const end = Math.floor((LONGEST_NAME - 1) / 2);
  return (
    `length(${name}) > ${LONGEST_NAME} ? slice(${name}, 0, ${LONGEST_NAME - 1 - end}) + '…' + slice(${name}, ` +
    `-${end}) : ${name}`
  );
}

/** A left margin with room for the names of rows. */
export function marginOf(names: readonly string[]): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return Math.ceil(EDGE + 10 + LETTER * Math.min(LONGEST_NAME, longest));
}

/** The approximate width of a text in a chart, in pixels. */
export function textWidth(text: string): number {
  return LETTER * text.length;
}

/** Shortens a text to at most so many pixels; a longer one loses its middle. */
export function fitted(text: string, pixels: number): string {
  return shortened(text, Math.max(1, Math.floor(pixels / LETTER)));
}
