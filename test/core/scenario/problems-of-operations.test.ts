// What is said about changes by hand, and outages of the controller, that cannot be.

import { extended } from "./small.ts";
import { tell } from "./tell.ts";

const operation = (text: string) => extended(`operations: [{ at: 1s, ${text} }]`);

tell("a change by hand is one change", [
  [
    "of a kind that exists",
    operation("by-hand: { stops: web }"),
    'x.yaml:16:35: unknown key "stops" (did you mean "stop"?)',
  ],
  [
    "and not none",
    operation("by-hand: {}"),
    "x.yaml:16:33: expected exactly one of stop, start, move, switch-off, switch-on",
  ],
  [
    "nor two",
    operation("by-hand: { stop: web, switch-off: left }"),
    "x.yaml:16:33: expected exactly one of stop, start, move, switch-off, switch-on",
  ],
  [
    "of what exists",
    operation("by-hand: { start: wab, host: lift }"),
    'x.yaml:16:42: there is no VM wab (did you mean "web"?)',
    'x.yaml:16:53: there is no host lift (did you mean "left"?)',
  ],
  ["with a place where that is needed", operation("by-hand: { start: web }"), "x.yaml:16:33: start needs host: a host"],
  ["with a destination of a move", operation("by-hand: { move: web }"), "x.yaml:16:33: move needs to: a host"],
  [
    "and without one otherwise",
    operation("by-hand: { stop: web, host: left, to: right }"),
    "x.yaml:16:46: host belongs to start",
    "x.yaml:16:58: to belongs to move",
  ],
]);

tell("an outage of the controller lasts", [
  ["for some time", operation("controller-crash: {}"), "x.yaml:16:42: lasts is missing"],
  ["that is not zero", operation("journal-failure: { lasts: 0s }"), 'x.yaml:16:50: "0s" is zero: expected more than 0'],
]);
