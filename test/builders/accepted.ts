// Texts that a person has reviewed, kept in files. A missing or different file fails; ACCEPT=1 in the
// environment writes it, and the difference is then read in review.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "vitest";

const ACCEPTING = process.env["ACCEPT"] === "1";

/** `path` is relative to the root of the project. */
export function expectAccepted(path: string, text: string): void {
  if (ACCEPTING) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path), `${path} exists; ACCEPT=1 writes it`).toBe(true);
  expect(text, `${path} is as it was accepted; ACCEPT=1 rewrites it`).toBe(readFileSync(path, "utf8"));
}

/**
 * Like `expectAccepted`, for the parts of a document that stand between `<!-- generated: name -->` and `<!-- end -->`.
 */
export function expectAcceptedParts(path: string, parts: Readonly<Record<string, string>>): void {
  let document = readFileSync(path, "utf8");
  for (const [name, text] of Object.entries(parts)) {
    const begin = `<!-- generated: ${name} -->\n`;
    const from = document.indexOf(begin) + begin.length;
    const to = document.indexOf("<!-- end -->", from);
    expect(document.includes(begin) && to >= 0, `${path} has a place for ${name}`).toBe(true);
    document = `${document.slice(0, from)}\n${text}\n\n${document.slice(to)}`;
  }
  expectAccepted(path, document);
}
