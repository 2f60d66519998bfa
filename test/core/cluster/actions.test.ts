// The catalogues of actions and of rungs, compared with each other and with the simulated world.

import { describe, expect, test } from "vitest";
import { ACTION_KINDS, ACTIONS, actionFacts } from "../../../src/core/cluster/actions.ts";
import { RUNG_KINDS } from "../../../src/core/cluster/rungs.ts";

describe("the catalogue of actions", () => {
  test.each(RUNG_KINDS)("has an action that the rung %s gives last, and that puts the VM on a host", (rung) => {
    expect(ACTION_KINDS.some((kind) => ACTIONS[kind].rung === rung && ACTIONS[kind].brings === "host")).toBe(true);
  });

  test.each(ACTION_KINDS)("names for %s the host on which it is performed, and a VM if it acts on one", (kind) => {
    const { on, parameters, brings } = actionFacts(kind);
    expect(parameters).toContain("host");
    expect(parameters.includes("vm")).toBe(on === "vm");
    expect(brings === null || parameters.includes(brings)).toBe(true);
  });

  test("gives each action its own name", () => {
    expect(new Set(ACTION_KINDS.map((kind) => ACTIONS[kind].name)).size).toBe(ACTION_KINDS.length);
  });
});
