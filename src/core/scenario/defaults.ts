// What a scenario need not say. Each value is an assumption of ours, with its reason; docs/scenario.md lists them.

import type { ActionKind } from "../cluster/actions.ts";
import type { RungKind } from "../cluster/rungs.ts";

const RUNGS = {
  // The paper's whole recovery takes 181 s: a third more; what one reboot does not mend, two do not.
  reboot: { attempts: 1, timeout: "240s" },
  restart: { attempts: 1, timeout: "240s" }, // the same boot, elsewhere
  // The paper's takes 542 s, and more while others install; twice, for there is no rung above.
  reinstall: { attempts: 2, timeout: "15m" },
} as const satisfies Record<RungKind, { readonly attempts: number; readonly timeout: string }>;

/** A guest that shows no sign of life by then has not booted: an ordinary Grid node needs about 53 s. */
const GUEST_WITHIN = "90s";

export const SCENARIO_DEFAULTS = {
  seed: "3rc", // any will do, if it is always the same
  monitor: {
    interval: "15s", // four looks a minute: noticed soon, and still little load for hundreds of targets
    retry: "5s", // in doubt, look more closely
    patience: "5s", // longer than any healthy answer takes
    loss: 0, // a perfect monitor; imperfection is to be asked for
    lie: 0, // the same
  },
  controller: {
    fall: 3, // one lost probe is nothing, two a coincidence
    rise: 2, // one answer may be the last one
    stableFor: "10m", // relaxed high availability's own measure of time
    maxEpisodes: 5, // nearly once an hour is no coincidence
    window: "6h", // long enough for five whole recoveries with quiet between them
    maxConcurrent: 8, // a store and a provisioning server survive that many boots at once
    patience: "15m", // longer than a whole ladder should take
    failback: false, // moving back is one more risk, and the paper uses spare capacity at disaster time only
    /** What a rung that is written may leave out. */
    rungs: RUNGS,
    /** The paper's three steps. */
    ladder: [
      { reboot: { ...RUNGS.reboot, guestWithin: GUEST_WITHIN } },
      { restart: { ...RUNGS.restart, guestWithin: GUEST_WITHIN } },
      { reinstall: RUNGS.reinstall }, // without guestWithin: the installer is silent for long
    ],
    storm: {
      share: 0.75, // three hosts of four may die with all they carry before the monitor is doubted
      within: "30s", // an interval and three retries: what dies at once is found down within it
      hold: "60s", // a switch that restarts is back by then
    },
    hosts: {
      fence: { attempts: 3, timeout: "30s" }, // management boards are slow and sometimes busy
      restartLayer: { attempts: 2, timeout: "90s" }, // a service restart; a second time costs less than a fence
      powerOn: { attempts: 1, timeout: "10m" }, // servers test their memory at length
      inspect: { timeout: "90s" }, // a host that is busy still answers by then
      migrate: { timeout: "90s" }, // memory of a few GB over a fast network
      fenceAgainAfter: "5m", // a board that is rebooting is back by then
      powerOnAgainAfter: "5m", // the same for a feed: it costs one order to a board
      stableFor: "2m", // eight good looks
    },
  },
  hostBoot: { firmware: "60s", system: "45s" }, // a server's firmware is slow, its system is not
  layerStart: { "virtual layer": "15s" }, // a few daemons
  overcommit: { cpu: 1 }, // every core is promised once
  host: {
    boardSharesPower: false, // boards have a feed of their own, where somebody thought of it
    startsWithPower: false, // the controller decides when a host comes back
  },
  guest: {
    shutdown: "5s", // services are stopped in order
    overload: "0s", // it no longer answers at once
  },
  vm: {
    priority: 0, // none before the others
    ceiling: "reinstall", // the whole cycle
    disk: "20GB", // system and middleware
  },
  provisioning: { bandwidth: "1Gb/s", perClient: "1Gb/s" }, // one ordinary wire, at each end
  actions: {
    "inspect-host": "1s", // a login and a list
    "reboot-vm": "2s", // destroy and start
    "stop-vm": "2s", // destroy, and wait until it is gone
    "start-vm": "3s", // define, attach the disk, start
    "reinstall-vm": "3s", // the same, with boot from the network
    "migrate-vm": "20s", // memory of some gigabytes over one wire
    "restart-layer": "2s", // the order; the start itself is layerStart
    "fence-host": "5s", // a management board takes a moment to be sure
    "power-on-host": "2s", // the order; the boot itself is hostBoot
  } satisfies Record<ActionKind, string>,
  action: { fails: 0, hangs: 0, silent: 0 }, // perfect drivers; imperfection is to be asked for
  crew: {
    members: 1, // one person on call
    response: "1h", // who must be woken, and must come
    repairVm: "1h", // LANL's mean for software is 6 h, its median 43 min
    repairHost: "4h", // LANL's mean for hardware is 6 h, its median 68 min
    proveDead: "10m", // go there and pull the plug
  },
  campaign: {
    trials: 1000, // a 95 % interval of a mean to 6 % of a standard deviation
    timeout: "30m", // twice the longest rung
    order: "random", // a random sample of what may happen
    weight: 1, // all alike
  },
  availability: {
    replications: 30, // enough for an interval
    horizon: "1y", // the year in which nines are counted
    warmUp: "0s", // the site begins healthy, as it is nearly always
  },
  clock: "0s", // a run begins at midnight
} as const;
