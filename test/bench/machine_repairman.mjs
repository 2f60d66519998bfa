// The machine repairman on the engine: 1,000 machines, all up at first, run 100 h on average and wait in a queue for one
// of 5 crews, who mends them in 1 h on average; both exponential. Counts the availability of each of several first years.
// Arguments: years, number of the first one. Prints { cpuMilliseconds: of one year, availability: [of each year] }.

import { Engine } from "../../dist/engine/engine.js";
import { streamsOf } from "../../dist/prelude/random-stream.js";
import { sample } from "../../dist/prelude/sample.js";
import { HOUR, YEAR } from "../../dist/prelude/time.js";

const MACHINES = 1000;
const CREWS = 5;
const LIFE = { kind: "exponential", mean: 100 * HOUR };
const REPAIR = { kind: "exponential", mean: HOUR };

const engine = new Engine();
let life, repair;
let up, upTime, since, idle;
let waiting = [];
let served = 0;

const fail = engine.on((machine) => {
  count(-1);
  if (idle === 0) waiting.push(machine);
  else begin(machine);
});

const mend = engine.on((machine) => {
  count(+1);
  idle++;
  engine.after(sample(LIFE, life), fail, machine);
  if (served < waiting.length) begin(waiting[served++]);
  if (served === 10_000) {
    waiting = waiting.slice(served);
    served = 0;
  }
});

function begin(machine) {
  idle--;
  engine.after(sample(REPAIR, repair), mend, machine);
}

function count(change) {
  upTime += up * (engine.now - since);
  since = engine.now;
  up += change;
}

function availability(year) {
  engine.reset();
  const streams = streamsOf("machine repairman", year);
  life = streams.of("life");
  repair = streams.of("repair");
  up = MACHINES;
  idle = CREWS;
  upTime = since = served = 0;
  waiting = [];
  for (let machine = 0; machine < MACHINES; machine++) engine.at(sample(LIFE, life), fail, machine);
  engine.runUntil(YEAR);
  count(0);
  return upTime / (MACHINES * YEAR);
}

const [years, first] = process.argv.slice(2).map(Number);
for (let i = 0; i < 3; i++) availability(i);
const begun = process.cpuUsage();
const availabilities = Array.from({ length: years }, (_, i) => availability(first + i));
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ cpuMilliseconds: (user + system) / 1000 / years, availability: availabilities }));
