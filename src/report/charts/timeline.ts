// One episode: what was true of each VM, and what the controller believed of VMs and hosts, side by side.

import type { Timeline } from "../../recorder/timeline.ts";
import { COLOUR, themed, WIDTH, type Chart } from "./theme.ts";

/** Colour of a state, whoever is in it: well, doubted, waiting, acted upon, lost. */
const STATE_COLOURS: Readonly<Record<string, string>> = {
  serving: COLOUR.green, up: COLOUR.green, probation: "#7CC4A8", returning: "#7CC4A8",
  suspected: COLOUR.yellow, relapsing: COLOUR.yellow, doubted: COLOUR.yellow,
  queued: COLOUR.orange, unreachable: COLOUR.orange, "layer-down": COLOUR.orange, locating: COLOUR.orange, blocked: COLOUR.orange, unfenced: COLOUR.orange,
  rebooting: COLOUR.blue, stopping: COLOUR.blue, starting: COLOUR.blue, reinstalling: COLOUR.purple, fencing: COLOUR.blue, mending: COLOUR.blue, booting: COLOUR.blue, migrating: COLOUR.blue,
  verifying: COLOUR.sky,
  "not serving": COLOUR.vermilion, fenced: COLOUR.black, broken: COLOUR.black, quarantined: COLOUR.black, "handed-over": COLOUR.black, resting: COLOUR.grey,
};

const MOST_LANES = 16;

/** Undefined if nothing happened. */
export function timelineChart({ lanes, marks }: Timeline, title: string): Chart | undefined {
  if (lanes.length === 0) return undefined;
  const shown = lanes.slice(0, MOST_LANES);
  const segments = shown.flatMap(({ lane, segments: parts }) => parts.map((part) => ({ lane, ...part })));
  const states = [...new Set(segments.map(({ state }) => state))];
  const from = Math.min(...segments.map((segment) => segment.from));
  return {
    name: "timeline",
    title: "One episode",
    caption: "Truth above, belief below: the controller learns of a loss only through probes, and acts only on what it believes.",
    spec: themed(
      {
        width: WIDTH - 140, height: { step: 26 },
        layer: [
          {
            data: { values: segments }, mark: { type: "bar", height: 15 },
            encoding: {
              x: { field: "from", type: "quantitative", title: "seconds since the beginning of the run", scale: { domainMin: from, zero: false, nice: false } },
              x2: { field: "to" },
              y: { field: "lane", type: "nominal", sort: null, title: null, axis: { domain: false, ticks: false } },
              color: { field: "state", type: "nominal", title: null, scale: { domain: states, range: states.map((state) => STATE_COLOURS[state] ?? COLOUR.grey) }, legend: { orient: "bottom", columns: 6, symbolType: "square" } },
            },
          },
          { data: { values: marks }, mark: { type: "rule", color: COLOUR.black, strokeWidth: 1.5 }, encoding: { x: { field: "at", type: "quantitative" } } },
          { data: { values: marks }, mark: { type: "text", align: "left", baseline: "bottom", dx: 3, fontSize: 11 }, encoding: { x: { field: "at", type: "quantitative" }, y: { value: -3 }, text: { field: "label" } } },
        ],
      },
      title,
      lanes.length > shown.length ? `${shown.length} of ${lanes.length} lanes` : "the vertical line is the fault",
    ),
  };
}
