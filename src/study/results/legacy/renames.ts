// Which keys and values of version 0.3 are called otherwise now, by the place where they stand. Data, and how to follow
// a path of keys through it.

type Rename = {
  /** Keys on the way to the mapping, or to the value; `*` is any key or any element of a list. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
};

/** All renames of one kind of file. */
type Language = { readonly keys: readonly Rename[]; readonly values: readonly Rename[] };

export const SCENARIO: Language = {
  keys: [
    { at: "cluster.vms.*", from: "on", to: "home" },
    { at: "faults.*", from: "on", to: "target" },
    { at: "experiment", from: "replay", to: "incident" },
    { at: "experiment.crash-campaign.inject.*", from: "on", to: "target" },
    { at: "experiment.crash-campaign.published", from: "n", to: "trials" },
  ],
  values: [
    { at: "experiment.crash-campaign.order", from: "by-lot", to: "random" },
    { at: "experiment.crash-campaign.order", from: "in-turn", to: "round-robin" },
  ],
};

export const INVENTORY: Language = {
  keys: [
    { at: "vms.*", from: "victim", to: "expendable" },
    { at: "limits", from: "victims", to: "affectedVms" },
    { at: "hosts.*.fence.command", from: "off", to: "powerOff" },
    { at: "hosts.*.fence.command", from: "on", to: "powerOn" },
    { at: "hosts.*.fence.ssh", from: "off", to: "powerOff" },
    { at: "hosts.*.fence.ssh", from: "on", to: "powerOn" },
  ],
  values: [],
};

/** What is renamed at one place, and below it. */
export class Place {
  readonly keys = new Map<string, string>();
  readonly values = new Map<string, string>();
  readonly #below = new Map<string, Place>();

  static of({ keys, values }: Language): Place {
    const root = new Place();
    for (const { at, from, to } of keys) root.#made(at).keys.set(from, to);
    for (const { at, from, to } of values) root.#made(at).values.set(from, to);
    return root;
  }

  /** Below a key of version 0.3, or an element of a list; undefined if nothing is renamed there. */
  below(key: string): Place | undefined {
    return this.#below.get(key) ?? this.#below.get("*");
  }

  #made(at: string): Place {
    return at.split(".").reduce((place, step) => {
      const next = place.#below.get(step) ?? new Place();
      place.#below.set(step, next);
      return next;
    }, this as Place);
  }
}
