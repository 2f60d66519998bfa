// A chart as SVG and as PNG. The SVG is the same byte for byte each time. Vega and the rasteriser are heavy and loaded
// only when a chart is wanted; rasterising runs beside the main thread, so that the next chart is composed meanwhile.

import type { Chart } from "./chart.ts";
import { FONT } from "./theme.ts";

/** The chart as an SVG document. */
export async function renderSvg({ spec }: Pick<Chart, "spec">): Promise<string> {
  const [{ compile }, { parse, View, Warn, logger }] = await Promise.all([import("vega-lite"), import("vega")]);
  const view = new View(parse(compile(spec).spec), { renderer: "none", logger: logger(Warn) });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

/**
 * The SVG as PNG bytes, twice as many pixels as it has units. `fontFiles` must have the font of the charts: a
 * rasteriser without it draws no text.
 */
export async function renderPng(svg: string, fontFiles: readonly string[]): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: { fontFiles: [...fontFiles], loadSystemFonts: false, defaultFontFamily: FONT },
  });
  return image.asPng();
}
