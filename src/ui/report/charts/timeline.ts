// One episode: the true state of each VM, and the controller's beliefs about VMs and hosts, side by side. States are
// written into their bars if there is room; colours show kinds of states.

import { formatDuration, seconds } from "../../../base/prelude/time.ts";
import type { Condition, Lane, Mark } from "../../../core/journal/timeline.ts";
import type { Chart, Episode, Origin, RegisteredChart } from "./chart.ts";
import { COLOUR, fitted, marginOf, NAMED_ROWS, plotWidth, textWidth, themed, type Margins } from "./theme.ts";

/** A colour, its label in the legend, and the colour of text on it. */
type Shade = { readonly label: string; readonly colour: string; readonly ink: string };

/** A segment of a lane as it is drawn; times in seconds. */
type Bar = {
  readonly lane: string;
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly ink: string;
  readonly middle: number;
  readonly state: string;
};

const WELL: Shade = { label: "well", colour: COLOUR.green, ink: "white" };
const WAITING: Shade = { label: "waiting", colour: COLOUR.orange, ink: "black" };
const ACTED_UPON: Shade = { label: "acted upon", colour: COLOUR.blue, ink: "white" };
const OUT_OF_SERVICE: Shade = { label: "out of service", colour: COLOUR.black, ink: "white" };

/** How each kind of state is drawn, in the order of the legend. */
const SHADES: Readonly<Record<Condition["kind"], Shade>> = {
  serving: WELL,
  well: WELL,
  "on-probation": { label: "on probation", colour: "#8FD0B8", ink: "black" },
  "in-doubt": { label: "doubted", colour: COLOUR.yellow, ink: "black" },
  waiting: WAITING,
  blocked: WAITING,
  acting: ACTED_UPON,
  moving: ACTED_UPON,
  installing: { label: "reinstalling", colour: COLOUR.purple, ink: "black" },
  verifying: { label: "verifying", colour: COLOUR.sky, ink: "black" },
  "not-serving": { label: "not serving", colour: COLOUR.vermilion, ink: "white" },
  dead: OUT_OF_SERVICE,
  "given-up": OUT_OF_SERVICE,
  held: { label: "left alone", colour: COLOUR.grey, ink: "black" },
};
const LEGEND: readonly Shade[] = [...new Set(Object.values(SHADES))];
const MAX_LANES = 16;
const MAX_LABELLED = 12;
const ROW = 14;
const LEGEND_COLUMNS = 4;
const LABEL_GAP = 10;

export const timeline: RegisteredChart = {
  name: "timeline",
  drawnFrom: {
    "crash-campaign": ({ episode }) => (episode === undefined ? undefined : timelineChart(episode)),
    incident: ({ episode }) => (episode === undefined ? undefined : timelineChart(episode)),
  },
};

/** Undefined if nothing happened. */
function timelineChart({ timeline: { lanes, marks }, title, origin }: Episode): Chart | undefined {
  if (lanes.length === 0) return undefined;
  const shown = lanes.slice(0, MAX_LANES);
  const shift =
    origin.kind === "clock" ? origin.seconds : origin.kind === "fault" && marks.length > 0 ? -marks[0].at : 0;
  const ends = shown.flatMap(({ segments }) => [segments[0].from, segments[segments.length - 1].to]);
  const domain = [Math.min(...ends) + shift, Math.max(...ends) + shift] as const;
  const left = marginOf(shown.map(({ lane }) => lane));
  const scale = plotWidth({ left }) / (domain[1] - domain[0]);
  const faults = marks
    .map(({ at, label }) => ({ at: at + shift, label }))
    .filter(({ at }) => at >= domain[0] && at <= domain[1]);
  const labels = placed(faults.slice(0, MAX_LABELLED), domain, scale);
  const bars = barsOf(
    shown,
    shift,
    scale,
    faults.map(({ at }) => at),
  );
  const kinds = LEGEND.filter(({ label }) => bars.some(({ kind }) => kind === label));
  const margins: Margins = {
    left,
    above: ROW * (1 + Math.max(0, ...labels.map(({ row }) => row))),
    legendLines: Math.ceil(kinds.length / LEGEND_COLUMNS),
  };
  const spec = {
    height: { step: 26 },
    layer: [
      barLayer(bars, kinds, axisOf(origin, domain), domain),
      stateLayer(bars),
      {
        data: { values: faults },
        mark: { type: "rule", color: COLOUR.black, strokeWidth: 1.5 },
        encoding: { x: { field: "at", type: "quantitative" } },
      },
      ...labelLayers(labels),
    ],
    resolve: { scale: { color: "independent" } },
  };
  return {
    name: timeline.name,
    title: "One episode",
    caption:
      "Truth and belief: the controller learns of a loss only through probes, and acts only on what it believes.",
    spec: themed(margins, spec, title, subtitle(lanes.length, shown.length, faults.length)),
  };
}

/** The segments of the lanes as bars, each with its state where that fits; `scale` in pixels a second. */
function barsOf(lanes: readonly Lane[], shift: number, scale: number, faults: readonly number[]): readonly Bar[] {
  const lines = faults.toSorted((a, b) => a - b);
  return lanes.flatMap(({ lane, segments }) =>
    segments.map(({ from, to, state, kind }) => {
      const { label, ink } = SHADES[kind];
      const drawn = { lane: `lane/${lane}`, from: from + shift, to: to + shift, kind: label, ink };
      const free = widestFree(drawn.from, drawn.to, lines);
      const fits = textWidth(state) < (free.to - free.from) * scale - 4;
      return { ...drawn, middle: (free.from + free.to) / 2, state: fits ? state : "" };
    }),
  );
}

function barLayer(
  bars: readonly Bar[],
  kinds: readonly Shade[],
  axis: object,
  domain: readonly [number, number],
): object {
  return {
    data: { values: bars },
    mark: { type: "bar", height: 17 },
    encoding: {
      x: { field: "from", type: "quantitative", scale: { domain, nice: false, zero: false }, ...axis },
      x2: { field: "to" },
      y: { field: "lane", type: "nominal", sort: null, title: null, axis: NAMED_ROWS },
      color: {
        field: "kind",
        type: "nominal",
        title: null,
        scale: { domain: kinds.map(({ label }) => label), range: kinds.map(({ colour }) => colour) },
        legend: { orient: "bottom", columns: LEGEND_COLUMNS, symbolType: "square" },
      },
    },
  };
}

function stateLayer(bars: readonly Bar[]): object {
  return {
    data: { values: bars.filter(({ state }) => state !== "") },
    mark: { type: "text", fontSize: 10.5 },
    encoding: {
      x: { field: "middle", type: "quantitative" },
      y: { field: "lane", type: "nominal", sort: null },
      text: { field: "state" },
      color: { field: "ink", type: "nominal", scale: null },
    },
  };
}

function labelLayers(labels: readonly Label[]): readonly object[] {
  const rows = [...new Set(labels.map(({ row }) => row))];
  return ["left", "right"].flatMap((align) =>
    rows.map((row) =>
      faultLabels(
        labels.filter((label) => label.align === align && label.row === row),
        align,
        row,
      ),
    ),
  );
}

/** The widest part of a bar that no line crosses, for the text of its state. `lines` must ascend. */
function widestFree(from: number, to: number, lines: readonly number[]): { from: number; to: number } {
  const cuts = [from, ...lines.filter((at) => at > from && at < to), to];
  const parts = cuts.slice(1).map((end, i) => ({ from: cuts[i], to: end }));
  return parts.reduce((widest, part) => (part.to - part.from > widest.to - widest.from ? part : widest));
}

function subtitle(lanes: number, shown: number, faults: number): string {
  const lines = faults === 1 ? ["the vertical line is the fault"] : faults > 1 ? ["the vertical lines are faults"] : [];
  return [
    ...lines,
    ...(faults > MAX_LABELLED ? [`the first ${MAX_LABELLED} are named`] : []),
    ...(lanes > shown ? [`${shown} of ${lanes} lanes`] : []),
  ].join("; ");
}

type Label = Mark & { readonly row: number; readonly align: string };

/** Labels of faults beside their lines, on the side with more room, in as many rows as needed to avoid overlaps. */
function placed(marks: readonly Mark[], domain: readonly [number, number], scale: number): Label[] {
  const ends: number[] = [];
  return marks.map((mark) => {
    const at = (mark.at - domain[0]) * scale;
    const right = (domain[1] - domain[0]) * scale - at;
    const align = textWidth(mark.label) + LABEL_GAP <= right || right >= at ? "left" : "right";
    const label = fitted(mark.label, (align === "left" ? right : at) - LABEL_GAP);
    const wide = textWidth(label) + LABEL_GAP;
    const begin = align === "left" ? at : at - wide;
    const free = ends.findIndex((end) => end <= begin);
    const row = free < 0 ? ends.length : free;
    ends[row] = begin + wide;
    return { at: mark.at, label, row, align };
  });
}

function faultLabels(labels: readonly Label[], align: string, row: number): object {
  return {
    data: { values: labels },
    mark: { type: "text", align, baseline: "bottom", dx: align === "left" ? 3 : -3, fontSize: 11 },
    encoding: { x: { field: "at", type: "quantitative" }, y: { value: -3 - ROW * row }, text: { field: "label" } },
  };
}

const STEPS = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
  2_592_000,
];

function axisOf(origin: Origin, [from, to]: readonly [number, number]): object {
  const step = STEPS.find((wide) => (to - from) / wide <= 9) ?? 31_536_000;
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
  const label = (tick: number) =>
    origin.kind === "clock"
      ? timeOfDay(tick, step)
      : tick < 0
        ? `−${formatDuration(seconds(-tick))}`
        : formatDuration(seconds(tick));
  const title = { clock: "time of day", fault: "time since the fault", run: "time since the beginning of the run" }[
    origin.kind
  ];
  return {
    title,
    axis: {
      values: ticks,
      labelExpr: `${JSON.stringify(Object.fromEntries(ticks.map((tick) => [tick, label(tick)])))}[datum.value]`,
    },
  };
}

/** As "4:05", with seconds if ticks need them; after the first day, with the number of days. */
function timeOfDay(tick: number, step: number): string {
  const day = Math.floor(tick / 86_400);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock =
    `${Math.floor((tick % 86_400) / 3600)}:${two(Math.floor((tick % 3600) / 60))}` +
    `${step < 60 ? `:${two(tick % 60)}` : ""}`;
  return day === 0 ? clock : `${day}d ${clock}`;
}
