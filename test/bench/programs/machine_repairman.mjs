// The machine repairman on the engine: 1,000 machines, all up at first, run 100 h on average and wait in a queue for
// one of 5 crews, who mends them in 1 h on average; both exponential. Counts the availability of each of several first
// years. Arguments: years, number of the first one. Prints { cpuMilliseconds: of one year, availability: [of each year]
// }.

import { Engine } from "../../../dist/simulated/engine/engine.js";
import { streamsOf } from "../../../dist/base/random/random-stream.js";
import { sample } from "../../../dist/base/random/sample.js";
import { HOUR, YEAR } from "../../../dist/base/prelude/time.js";

const MACHINES = 1000;
const CREWS = 5;
const LIFE = { kind: "exponential", mean: 100 * HOUR };
const REPAIR = { kind: "exponential", mean: HOUR };

class Workshop {
  engine = new Engine();
  /** A ring: machines in the order in which they failed. */
  queue = new Int32Array(MACHINES);

  /** The availability of one year. */
  run(year) {
    const streams = streamsOf("machine repairman", year);
    this.life = streams.of("life");
    this.repair = streams.of("repair");
    this.idle = CREWS;
    this.failed = this.served = 0;
    this.up = MACHINES;
    this.upTime = this.since = 0;
    this.engine.reset();
    this.fail = this.engine.on((machine) => this.onFail(machine));
    this.mend = this.engine.on((machine) => this.onMend(machine));
    for (let machine = 0; machine < MACHINES; machine++) this.engine.at(sample(LIFE, this.life), this.fail, machine);
    this.engine.runUntil(YEAR);
    this.count(0);
    return this.upTime / (MACHINES * YEAR);
  }

  onFail(machine) {
    this.count(-1);
    this.queue[this.failed++ % MACHINES] = machine;
    if (this.idle > 0) this.serve();
  }

  onMend(machine) {
    this.count(+1);
    this.idle++;
    this.engine.after(sample(LIFE, this.life), this.fail, machine);
    if (this.served < this.failed) this.serve();
  }

  serve() {
    this.idle--;
    this.engine.after(sample(REPAIR, this.repair), this.mend, this.queue[this.served++ % MACHINES]);
  }

  count(change) {
    const { now } = this.engine;
    this.upTime += this.up * (now - this.since);
    this.since = now;
    this.up += change;
  }
}

const workshop = new Workshop();
const [years, first] = process.argv.slice(2).map(Number);
for (let i = 0; i < 3; i++) workshop.run(i);
const begun = process.cpuUsage();
const availability = Array.from({ length: years }, (_, i) => workshop.run(first + i));
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ cpuMilliseconds: (user + system) / 1000 / years, availability }));
