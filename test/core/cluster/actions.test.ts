// The catalogue of actions and that of rungs, held to each other, and to what the simulated world does.

import { describe, expect, test } from "vitest";
import { ACTION_KINDS, ACTIONS, actionFacts } from "../../../src/core/cluster/actions.ts";
import { RUNG_KINDS } from "../../../src/core/cluster/rungs.ts";

describe("the catalogue of actions", () => {
  test.each(RUNG_KINDS)("has an action that the rung %s gives last, and that brings the VM to a host", (rung) => {
    expect(ACTION_KINDS.some((kind) => ACTIONS[kind].rung === rung && ACTIONS[kind].brings === "host")).toBe(true);
  });

  test.each(ACTION_KINDS)("names for %s the host on which it is performed, and a VM if it acts on one", (kind) => {
    const { on, parameters, brings } = actionFacts(kind);
    expect(parameters).toContain("host");
    expect(parameters.includes("vm")).toBe(on === "vm");
    expect(brings === null || parameters.includes(brings)).toBe(true);
  });

  test("calls no two actions the same", () => {
    expect(new Set(ACTION_KINDS.map((kind) => ACTIONS[kind].name)).size).toBe(ACTION_KINDS.length);
  });
});
