// The default values of a scenario. Each value is assumed, with the reason beside it; docs/scenario.md lists them.

import type { ActionKind } from "../cluster/actions.ts";
import type { RungKind } from "../cluster/rungs.ts";

const RUNGS = {
  // The paper's whole recovery takes 181 s; this is a third more. If one reboot does not help, a second would not.
  reboot: { attempts: 1, timeout: "240s" },
  restart: { attempts: 1, timeout: "240s" }, // the same boot, elsewhere
  // The paper's takes 542 s, and more while others install. Two attempts, since there is no rung above.
  reinstall: { attempts: 2, timeout: "15m" },
} as const satisfies Record<RungKind, { readonly attempts: number; readonly timeout: string }>;

/** A guest without a sign of life by then has not booted: an ordinary Grid node needs about 53 s. */
const GUEST_WITHIN = "90s";

export const SCENARIO_DEFAULTS = {
  seed: "3rc", // any value, if it is always the same
  monitor: {
    interval: "15s", // four probes a minute: fast detection, and little load for hundreds of targets
    retry: "5s", // in doubt, probe more often
    patience: "5s", // longer than any healthy answer takes
    loss: 0, // a perfect monitor; imperfection must be requested
    lie: 0, // the same
  },
  controller: {
    fall: 3, // one or two lost probes may be chance
    rise: 2, // a single answer may be the last one
    stableFor: "10m", // the time scale of relaxed high availability
    maxEpisodes: 5, // nearly once an hour is not chance
    window: "6h", // long enough for five whole recoveries with stable times between them
    maxConcurrent: 8, // a store and a provisioning server can serve that many boots at once
    patience: "15m", // longer than a whole ladder should take
    failback: false, // moving back is one more risk, and the paper uses spare capacity at disaster time only
    /** The defaults of a rung that is written in a scenario. */
    rungs: RUNGS,
    /** The paper's three steps. */
    ladder: [
      { reboot: { ...RUNGS.reboot, guestWithin: GUEST_WITHIN } },
      { restart: { ...RUNGS.restart, guestWithin: GUEST_WITHIN } },
      { reinstall: RUNGS.reinstall }, // without guestWithin: the installer is silent for long
    ],
    storm: {
      share: 0.75, // three hosts of four may die with all their VMs before the monitor is suspected
      within: "30s", // an interval and three retries: targets that die at once are found down within it
      hold: "60s", // a switch that restarts is back by then
    },
    hosts: {
      fence: { attempts: 3, timeout: "30s" }, // management boards are slow and sometimes busy
      restartLayer: { attempts: 2, timeout: "90s" }, // a service restart; a second time costs less than a fence
      powerOn: { attempts: 1, timeout: "10m" }, // servers take long to test their memory
      inspect: { timeout: "90s" }, // a host that is busy still answers by then
      migrate: { timeout: "90s" }, // memory of a few GB over a fast network
      fenceAgainAfter: "5m", // a board that is rebooting is back by then
      powerOnAgainAfter: "5m", // the same for a power feed: a retry costs one command to a board
      stableFor: "2m", // eight good probes
    },
  },
  hostBoot: { firmware: "60s", system: "45s" }, // a server's firmware is slow, its system is not
  layerStart: { "virtual layer": "15s" }, // a few daemons
  overcommit: { cpu: 1 }, // every core is allocated once
  host: {
    boardSharesPower: false, // a well planned board has its own power feed
    startsWithPower: false, // the controller decides when a host comes back
  },
  guest: {
    shutdown: "5s", // services are stopped in order
    overload: "0s", // it no longer answers at once
  },
  vm: {
    priority: 0, // all equal
    ceiling: "reinstall", // the whole cycle
    disk: "20GB", // system and middleware
    autostart: false, // as libvirt: the controller decides where a VM runs
  },
  provisioning: { bandwidth: "1Gb/s", perClient: "1Gb/s" }, // one ordinary network link, at each end
  actions: {
    "inspect-host": "1s", // a login and a list
    "reboot-vm": "2s", // destroy and start
    "stop-vm": "2s", // destroy, and wait until it has ended
    "start-vm": "3s", // define, attach the disk, start
    "reinstall-vm": "3s", // the same, with boot from the network
    "migrate-vm": "20s", // memory of some gigabytes over one network link
    "restart-layer": "2s", // the command; the start itself is layerStart
    "fence-host": "5s", // a management board needs some time to verify that the host is off
    "power-on-host": "2s", // the command; the boot itself is hostBoot
  } satisfies Record<ActionKind, string>,
  action: { fails: 0, hangs: 0, silent: 0 }, // perfect drivers; imperfection must be requested
  crew: {
    members: 1, // one person on call
    response: "1h", // someone must be woken, and must travel
    repairVm: "1h", // LANL's mean for software is 6 h, its median 43 min
    repairHost: "4h", // LANL's mean for hardware is 6 h, its median 68 min
    proveDead: "10m", // go there and pull the plug
  },
  campaign: {
    trials: 1000, // a 95 % interval of a mean to 6 % of a standard deviation
    timeout: "30m", // twice the longest rung
    order: "random", // a random sample of possible faults
    weight: 1, // all equal
  },
  availability: {
    replications: 30, // enough for an interval
    horizon: "1y", // availability is usually stated per year
    warmUp: "0s", // the site begins healthy, as it is nearly always
  },
  clock: "0s", // a run begins at midnight
} as const;
