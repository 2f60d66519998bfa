// The hold model on the agenda: hold n events, pop the next, schedule it again an exponential time later.
// Prints { n: CPU nanoseconds an event }. The increments are a table made before the clock starts, the same
// in hold.cpp, so that what is measured is the event list and nothing else.

import { Agenda } from "../../../dist/simulated/engine/agenda.js";

const EVENTS = 4_000_000;
const TABLE = 1 << 16;

const increments = new Float64Array(TABLE);
let word = 12345;
for (let i = 0; i < TABLE; i++) {
  word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
  increments[i] = Math.round(-1e9 * Math.log((word + 1) / 2 ** 32));
}

function hold(agenda, n, events) {
  agenda.clear();
  for (let i = 0; i < n; i++) agenda.schedule(increments[i & (TABLE - 1)], i, 0, i);
  const begin = process.cpuUsage();
  for (let i = 0; i < events; i++) {
    agenda.pop();
    agenda.schedule(agenda.at + increments[i & (TABLE - 1)], agenda.subject, agenda.handler, agenda.subject);
  }
  const { user, system } = process.cpuUsage(begin);
  return ((user + system) * 1000) / events;
}

const sizes = process.argv.slice(2).map(Number);
const agenda = new Agenda();
for (const n of sizes) hold(agenda, n, EVENTS / 10);
console.log(JSON.stringify(Object.fromEntries(sizes.map((n) => [n, hold(agenda, n, EVENTS)]))));
