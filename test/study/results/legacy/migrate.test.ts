// Scenarios and inventories of version 0.3 come out in today's language, saying the same; comments, order and format
// stay. What version 0.3 would have refused is refused at its place in the old text.

import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../../../src/base/document/document.ts";
import { check } from "../../../../src/base/prelude/check.ts";
import { parseScenario } from "../../../../src/core/scenario/parse.ts";
import { migrate, readOld } from "../../../../src/study/results/legacy/migrate.ts";

const HERE = import.meta.dirname;
const SHIPPED = resolve(HERE, "../../../../scenarios");

const bytes = (text: string) => Buffer.from(text);

function migrated(text: string, file = "old.yaml"): string {
  const result = migrate(bytes(text), file, "/site");
  check(result.kind === "migrated", () => JSON.stringify(result));
  return result.text;
}

const OLD = `# A small site.
name: small
cluster:
  hosts:
    node[1..2]: { cpu: 4, memory: 4GB }      # two of them
  types:
    web:
      boot: { kernel: normal(6s, 0.5s), network: 3s }
      service: { httpd: mixture(0.9: 10s, 0.1: lognormal(mean=20s, sigma=1)) }
      install: { download: 800MB }
  vms:
    front: { type: web, on: node1, cpu: 1, memory: 1GB }   # at home there
faults:
  - { kind: guest-kernel-crash, on: front, every: weibull(1.2, 30d) }
experiment:
  replay: { horizon: 1h }
`;

const NEW = `# A small site.
name: small
cluster:
  hosts:
    node[1..2]: { cpu: 4, memory: 4GB }      # two of them
  types:
    web:
      boot: { kernel: "normal(6s, 0.5s)", network: 3s }
      service: { httpd: "mixture(0.9 * 10s, 0.1 * lognormal(mean=20s, sigma=1))" }
      install: { download: 800MB }
  vms:
    front: { type: web, home: node1, cpu: 1, memory: 1GB } # at home there
faults:
  - { kind: guest-kernel-crash, target: front, every: "weibull(1.2, 30d)" }
experiment:
  incident: { horizon: 1h }
`;

test("a scenario keeps comments, order and format", () => {
  expect(migrated(OLD)).toBe(NEW);
});

test("what is of today's language stays as it is", () => {
  expect(migrate(bytes(NEW), "new.yaml", "/site")).toEqual({ kind: "current" });
});

test("a scenario in JSON stays JSON", () => {
  const types = { web: { boot: { kernel: "6s" }, service: { httpd: "2s" }, install: { download: "800MB" } } };
  const front = { type: "web", cpu: 1, memory: "1GB" };
  const value = {
    name: "small",
    cluster: { hosts: { a: { cpu: 4, memory: "4GB" } }, types, vms: { front: { ...front, on: "a" } } },
    faults: [{ kind: "domain-killed", on: "front", every: "exponential(30d)" }],
    experiment: {
      "crash-campaign": { trials: 5, order: "by-lot", inject: [{ fault: "guest-shutdown", on: "front" }] },
    },
  };
  expect(JSON.parse(migrated(JSON.stringify(value, null, 2), "old.json"))).toEqual({
    ...value,
    cluster: { ...value.cluster, vms: { front: { ...front, home: "a" } } },
    faults: [{ kind: "domain-killed", target: "front", every: "exponential(30d)" }],
    experiment: {
      "crash-campaign": { trials: 5, order: "random", inject: [{ fault: "guest-shutdown", target: "front" }] },
    },
  });
});

test("an inventory has its keys renamed", () => {
  const old = readFileSync(join(HERE, "inventory-0.3.yaml"), "utf8");
  const value = load(migrated(old)) as { hosts: Record<string, object>; vms: object; limits: object };
  expect(value.hosts.alfa01).toMatchObject({
    fence: { command: { powerOff: ["./pdu", "off"], powerOn: ["./pdu", "on"] } },
  });
  expect(value).toMatchObject({ vms: { gridce: { expendable: true } }, limits: { affectedVms: 1 } });
});

test("what version 0.3 refused is refused at its place in the old text", () => {
  const result = migrate(bytes(OLD.replace("on: node1", "on: node7")), "old.yaml", "/site");
  check(result.kind === "broken", () => JSON.stringify(result));
  expect(result.problems).toEqual([
    expect.objectContaining({ line: 12, column: 29, message: 'there is no host node7 (did you mean "node1"?)' }),
  ]);
});

describe.each(["gridce", "lab-crash"])("the %s that version 0.3 shipped", (name) => {
  const text = migrated(readFileSync(join(HERE, `${name}-0.3.yaml`), "utf8"));

  test("is the one that is shipped now, but for its comments and what it expects", () => {
    const shipped = load(readFileSync(join(SHIPPED, `${name}.yaml`), "utf8")) as object;
    expect(load(text)).toEqual({ ...shipped, expect: undefined });
  });

  test("is a scenario", () => {
    expect(parseScenario(bytes(text), name).ok).toBe(true);
  });
});

/** A distribution as version 0.3 had it anywhere, and as it is written today. */
const aDistribution = fc
  .tuple(fc.constantFrom("normal", "weibull", "gamma"), fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9 }))
  .map(([name, a, b]) => (name === "normal" ? `${name}(${a}s, ${b}s)` : `${name}(${b}, ${a}s)`));
const aMixture = fc.tuple(aDistribution, aDistribution).map(([one, other]) => ({
  old: `mixture(0.5: ${one}, 0.5: ${other})`,
  today: `mixture(0.5 * ${one}, 0.5 * ${other})`,
}));
const written = fc.oneof(
  aDistribution.map((text) => ({ old: text, today: text })),
  aMixture,
);
const aComment = fc.constantFrom("", "  # a comment, with: signs", " # (1, 2)");

test("distributions in block and flow style come out as standard YAML of the same value", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(written, fc.boolean(), aComment), { minLength: 1, maxLength: 6 }), (entries) => {
      const lines = entries.map(([{ old }, flow, comment], i) =>
        flow ? `  k${i}: { a: ${old}, b: [${old}, 1] }${comment}` : `  k${i}: ${old}${comment}`,
      );
      const old = readOld(bytes(`name: x\ncluster:\n${lines.join("\n")}\n`), "x.yaml");
      check("value" in old, () => JSON.stringify(old));
      const values = entries.map(([{ today }, flow], i) => [`k${i}`, flow ? { a: today, b: [today, 1] } : today]);
      const expected = { name: "x", cluster: Object.fromEntries(values) as object };
      expect(load(old.text)).toEqual(expected);
      expect(readDocument(old.text, "x.yaml")).toMatchObject({ value: expected });
    }),
  );
});

test("any text is migrated, is of today's language, or is refused in problems that have a place", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(OLD.length - 1), fc.constantFrom("", "{", "]", ": ", "\n", "'", "&a ")), {
        maxLength: 3,
      }),
      (changes) => {
        const text = changes.reduce((so, [at, put]) => so.slice(0, at) + put + so.slice(at + 1), OLD);
        const result = migrate(bytes(text), "old.yaml", "/site");
        if (result.kind === "migrated") expect(migrate(bytes(result.text), "new.yaml", "/site").kind).toBe("current");
        if (result.kind === "broken") for (const problem of result.problems) expect(problem.message).not.toBe("");
        if (result.kind === "broken") expect(result.problems.length).toBeGreaterThan(0);
      },
    ),
  );
});
