import { describe, expect, test } from "vitest";
import { Defect } from "../../../src/base/prelude/check.ts";
import { digest, hash64Hex } from "../../../src/base/prelude/hash.ts";
import { streamsOf, type RandomStream } from "../../../src/base/random/random-stream.ts";

function first(stream: RandomStream, n: number): number[] {
  return Array.from({ length: n }, () => stream.next());
}

describe("a named stream", () => {
  test("gives the same numbers in every version", () => {
    const begins = (seed: string, replication: number, name: string) => first(streamsOf(seed, replication).of(name), 3);
    expect(begins("2026", 0, "host/alfa01/crash")).toEqual([
      0.5410979269304037, 0.6695036209483988, 0.8451400289507602,
    ]);
    expect(begins("2026", 1, "host/alfa01/crash")).toEqual([
      0.8056642779390488, 0.8739737178722338, 0.20594800345437192,
    ]);
    expect(begins("2026", 0, "vm/gridce/boot")).toEqual([0.4345318833506949, 0.4986412312915446, 0.2640678853369318]);
    expect(begins("", 0, "")).toEqual([0.49388854742369115, 0.1937740912073952, 0.6302997424374609]);
  });

  test("gives its numbers independently of other streams, and of the order in which they are requested", () => {
    const alone = first(streamsOf("2026", 7).of("b"), 50);
    const crowd = streamsOf("2026", 7);
    const a = crowd.of("a");
    const b = crowd.of("b");
    const together = alone.map(() => {
      first(a, 3);
      first(crowd.of("c"), 2);
      return b.next();
    });
    expect(together).toEqual(alone);
  });

  test("continues where it was when it is requested again", () => {
    const streams = streamsOf("2026", 7);
    const once = first(streamsOf("2026", 7).of("a"), 4);
    expect([...first(streams.of("a"), 2), ...first(streams.of("a"), 2)]).toEqual(once);
  });

  test("differs for another seed, replication or name, however similar they are", () => {
    const keys: [string, number, string][] = [
      ["ab", 0, "x"],
      ["abab", 0, "x"],
      ["x", 0, "ab"],
      ["x", 0, "abab"],
      ["x", 0, "aabb"],
      ["x", 1, "ab"],
      ["x", 10, "ab"],
      ["x", 1, "0ab"],
      ["1", 1, "1/x"],
      ["1/1", 1, "x"],
      ["1", 11, "x"],
      ["11", 1, "x"],
      ["", 1, "1/1/x"],
      ["é", 0, "x"],
      ["e\u0301", 0, "x"],
      ["\u0001e9", 0, "x"],
      ["", 0, ""],
      ["", 0, "\u0000"],
      ["\u0000", 0, ""],
      ["ii", 0, "x"],
      ["i\u0169", 0, "x"],
    ];
    const beginnings = keys.map(([seed, replication, name]) => streamsOf(seed, replication).of(name).next());
    expect(new Set(beginnings).size).toBe(keys.length);
  });

  test("gives multiples of 2^-53 from 0 to below 1, with all bits used", () => {
    let odd = 0;
    for (const number of first(streamsOf("bits", 0).of("x"), 1000)) {
      expect(number >= 0 && number < 1 && Number.isInteger(number * 2 ** 53)).toBe(true);
      odd += (number * 2 ** 53) % 2;
    }
    expect(odd).toBeGreaterThan(400);
    expect(odd).toBeLessThan(600);
  });

  test("is uniform, and so are the first numbers of a thousand streams", () => {
    const streams = streamsOf("uniform", 0);
    const across = Array.from({ length: 4000 }, (_, i) => streams.of(`vm/${i}`).next());
    const along = first(streams.of("long"), 4000);
    for (const numbers of [across, along]) {
      const counts = new Array<number>(40).fill(0);
      for (const number of numbers) counts[Math.floor(number * 40)]++;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
      // 39 degrees of freedom: within this in 99.9 % of cases, on either side.
      expect(chiSquare).toBeGreaterThan(14.6);
      expect(chiSquare).toBeLessThan(76.4);
    }
  });

  test("is not related to that of the next replication", () => {
    const pairs = Array.from({ length: 4000 }, (_, i) => [
      streamsOf("s", i).of("x").next() - 0.5,
      streamsOf("s", i + 1)
        .of("x")
        .next() - 0.5,
    ]);
    const correlation = (12 * pairs.reduce((sum, [a, b]) => sum + a * b, 0)) / pairs.length;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(pairs.length));
  });

  test("belongs to a replication that is a whole number", () => {
    for (const replication of [-1, 0.5, NaN, 2 ** 60]) expect(() => streamsOf("s", replication)).toThrow(Defect);
  });
});

describe("the hash of a text", () => {
  test("is the same in every version: 16 hexadecimal digits", () => {
    expect(["", "a", "abab", "gridce", "\u{1f525}"].map(hash64Hex)).toEqual([
      "5c5d17c631c65887",
      "a4127f9b45001fc9",
      "133ebae492865090",
      "2321a3ee18163368",
      "34882656f7d76709",
    ]);
  });

  test("is different for 100,000 texts that differ in one or two digits, even in 64 of its bits", () => {
    const seen = new Set(Array.from({ length: 100_000 }, (_, i) => hash64Hex(`4/2026/${i}/vm`)));
    expect(seen.size).toBe(100_000);
  });

  test("changes each of its 128 bits half the time when one bit of the text changes, the last one too", () => {
    const flips = new Array<number>(128).fill(0);
    const texts = 2000;
    for (let i = 0; i < texts; i++) {
      const text = `${i}/host/alfa0`;
      const [here, there] = [digest(`${text}0`), digest(`${text}1`)];
      here.forEach((word, lane) => {
        for (let bit = 0; bit < 32; bit++) flips[32 * lane + bit] += ((word ^ there[lane]) >>> bit) & 1;
      });
    }
    for (const flip of flips) expect(Math.abs(flip / texts - 0.5)).toBeLessThan(5 * (0.5 / Math.sqrt(texts)));
  });
});
