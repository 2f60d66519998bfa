// What a scenario need not say. Each value is an assumption of ours, with its reason; docs/scenario.md lists them.

export const DEFAULTS = {
  seed: "3rc",
  monitor: {
    interval: "15s", // four looks a minute: noticed soon, and still little load for hundreds of targets
    retry: "5s", // in doubt, look more closely
    patience: "5s", // longer than any healthy answer takes
    loss: 0,
    lie: 0,
  },
  controller: {
    fall: 3, // one lost probe is nothing, two a coincidence
    rise: 2,
    stableFor: "10m", // relaxed high availability's own measure of time
    maxEpisodes: 5,
    window: "6h",
    maxConcurrent: 8, // a store and a provisioning server survive that many boots at once
    patience: "15m", // longer than a whole ladder should take
    failback: false, // moving back is one more risk, and the paper uses spare capacity at disaster time only
    ladder: [
      { reboot: { attempts: 1, timeout: "240s", guestWithin: "90s" } },
      { restart: { attempts: 1, timeout: "240s", guestWithin: "90s" } },
      { reinstall: { attempts: 2, timeout: "15m" } },
    ],
    storm: { share: 0.75, within: "30s", hold: "60s" },
    hosts: {
      fence: { attempts: 3, timeout: "30s" },
      restartLayer: { attempts: 2, timeout: "90s" },
      powerOn: { attempts: 1, timeout: "10m" },
      fenceAgainAfter: "5m",
      stableFor: "2m",
    },
  },
  hostBoot: { firmware: "60s", system: "45s" },
  layerStart: { "virtual layer": "15s" },
  guest: { shutdown: "5s", overload: "0s" },
  vm: { priority: 0, ceiling: "reinstall", disk: "20GB" },
  provisioning: { bandwidth: "1Gb/s", perClient: "1Gb/s" }, // one ordinary wire
  actions: {
    "inspect-host": "1s",
    "reboot-vm": "2s",
    "stop-vm": "2s",
    "start-vm": "3s",
    "reinstall-vm": "3s",
    "migrate-vm": "20s", // memory of some gigabytes over one wire
    "restart-layer": "2s",
    "fence-host": "5s", // a management board takes a moment to be sure
    "power-on-host": "2s",
  },
  crew: { members: 1, response: "1h", repairVm: "1h", repairHost: "4h", proveDead: "10m" },
  campaign: { trials: 1000, timeout: "30m", weight: 1 },
  availability: { replications: 30, horizon: "1y", warmUp: "0s" },
  clock: "0s",
} as const;
