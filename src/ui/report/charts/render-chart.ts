// Renders a chart as SVG and as PNG. The SVG is reproducible byte for byte. Vega and the rasteriser are large and
// loaded only when a chart is drawn; the rasteriser runs in its own thread, so that the next chart is composed
// meanwhile.

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
 * The SVG as PNG bytes, with two pixels for each unit. `fontFiles` must include the font of the charts: without it no
 * text is drawn.
 */
export async function renderPng(svg: string, fontFiles: readonly string[]): Promise<Uint8Array> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: { fontFiles: [...fontFiles], loadSystemFonts: false, defaultFontFamily: FONT },
  });
  return image.asPng();
}
