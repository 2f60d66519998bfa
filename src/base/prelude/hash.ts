// Hashes of text: seeds of random streams, names of scenarios, fingerprints of journals. Not for secrets.
// Four 32-bit lanes. Every UTF-16 code unit goes through all of them, in invertible steps: a step mixes the earlier
// state and loses none of it. The length and some empty rounds come last.

/** 128 bits as four unsigned 32-bit integers. */
type Digest = readonly [number, number, number, number];

/** Enough for the last code unit, too, to change each bit of the digest with probability one half. */
const LAST_ROUNDS = 5;

/** The same text has the same digest on every platform; different texts have different digests almost certainly. */
export function digest(text: string): Digest {
  let a = 0x243f6a88;
  let b = 0x05a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  const { length } = text;
  for (let i = 0; i < length + LAST_ROUNDS; i++) {
    a = Math.imul(a ^ (i < length ? text.charCodeAt(i) : length), 0x9e3779b1);
    b = Math.imul(b ^ a ^ (a >>> 15), 0x85ebca77);
    c = Math.imul(c ^ b ^ (b >>> 13), 0xc2b2ae3d);
    d = Math.imul(d ^ c ^ (c >>> 16), 0x27d4eb2f);
    a ^= d ^ (d >>> 14);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** The first 64 bits of the digest as 16 hexadecimal digits. */
export function hash64Hex(text: string): string {
  const [a, b] = digest(text);
  return hex(a) + hex(b);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
