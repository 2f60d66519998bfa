# The machine repairman in SimPy (3 or 4); what it is, its arguments and what it prints are those of machine_repairman.mjs.

import json
import random
import sys
import time

import simpy

MACHINES = 1000
CREWS = 5
LIFE = 100.0
REPAIR = 1.0
YEAR = 8760.0


class Uptime:
    def __init__(self, env):
        self.env = env
        self.up = MACHINES
        self.since = 0.0
        self.total = 0.0

    def count(self, change):
        self.total += self.up * (self.env.now - self.since)
        self.since = self.env.now
        self.up += change


def machine(env, crews, uptime, rng):
    while True:
        yield env.timeout(rng.expovariate(1 / LIFE))
        uptime.count(-1)
        with crews.request() as request:
            yield request
            yield env.timeout(rng.expovariate(1 / REPAIR))
        uptime.count(+1)


def availability(year):
    rng = random.Random(year)
    env = simpy.Environment()
    crews = simpy.Resource(env, capacity=CREWS)
    uptime = Uptime(env)
    for _ in range(MACHINES):
        env.process(machine(env, crews, uptime, rng))
    env.run(until=YEAR)
    uptime.count(0)
    return uptime.total / (MACHINES * YEAR)


years, first = map(int, sys.argv[1:])
begun = time.process_time()
availabilities = [availability(first + i) for i in range(years)]
spent = time.process_time() - begun
print(json.dumps({"cpuMilliseconds": 1000 * spent / years, "availability": availabilities}))
