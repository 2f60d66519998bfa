// Renders charts as SVG and PNG files, and as drawings for a page.

import { createRequire } from "node:module";
import type { Chart } from "../report/charts/chart.ts";
import type { Drawing } from "../report/pages/page.ts";
import { renderPng, renderSvg } from "../report/charts/render-chart.ts";

type DrawnCharts = {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly drawings: readonly Drawing[];
};

export async function drawAll(charts: readonly Chart[]): Promise<DrawnCharts> {
  const files = new Map<string, string | Uint8Array>();
  const drawings: Drawing[] = [];
  const pictures: Promise<unknown>[] = [];
  const fonts = fontFiles();
  for (const { name, title, caption, ...chart } of charts) {
    const svg = await renderSvg(chart);
    drawings.push({ title, svg, caption });
    files.set(`charts/${name}.svg`, svg);
    pictures.push(renderPng(svg, fonts).then((png) => files.set(`charts/${name}.png`, png)));
  }
  await Promise.all(pictures);
  return { files, drawings };
}

function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => require.resolve(`dejavu-fonts-ttf/ttf/${name}`));
}
