// A text of version 0.3 in today's language, as edits of it: words that are called otherwise, quotes around what
// standard YAML would take apart or YAML 1.1 read otherwise, weights of mixtures. All else stays, to the last space.

import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type Node,
  type Scalar,
} from "yaml";
import { readOtherwise } from "../../../base/document/plain-words.ts";
import { inLine, type Edit } from "./edits.ts";
import { modernWeights } from "./modern-value.ts";
import { hasHidden } from "./own-signs.ts";
import type { Place } from "./renames.ts";

/** `document` is of the text with its own signs hidden, which has them at the same places. */
export function modernEdits(document: Document, source: string, place: Place): readonly Edit[] {
  const edits = new Map<number, Edit>();
  const put = (node: Node, text: string): void => {
    const [begin, end] = node.range ?? [0, 0];
    if (source.slice(begin, end) !== text) edits.set(begin, { begin, end, text });
  };
  rename(document, place, put);
  const texts: (readonly [number, number])[] = [];
  visit(document, {
    Scalar(_, scalar, path) {
      const [begin, end] = scalar.range ?? [0, 0];
      texts.push([begin, end]);
      if (edits.has(begin)) return;
      const inFlow = path.some((node) => isCollection(node) && node.flow === true);
      put(scalar, modernScalar(scalar, source.slice(begin, end), inFlow));
    },
  });
  return inLine(source, [...edits.values()], (offset) => texts.some(([begin, end]) => begin <= offset && offset < end));
}

/** Renames keys and values wherever they stand, also where an alias or a merge has them from. */
function rename(document: Document, place: Place, put: (node: Node, text: string) => void): void {
  const done = new Map<unknown, Set<Place>>();
  const walk = (node: unknown, at: Place | undefined): void => {
    const target = isAlias(node) ? node.resolve(document) : node;
    if (at === undefined || target === undefined) return;
    const today = isScalar(target) ? at.values.get(String(target.value)) : undefined;
    if (today !== undefined && isScalar(node)) put(node, quotedAs(node, today));
    else if (today !== undefined && isAlias(node)) put(node, today);
    const places = done.get(target) ?? new Set();
    if (places.has(at)) return;
    done.set(target, places.add(at));
    if (isSeq(target)) target.items.forEach((item, i) => walk(item, at.below(String(i))));
    if (!isMap(target)) return;
    for (const { key, value } of target.items) {
      const name = nameOf(key);
      const renamed = at.keys.get(name);
      if (renamed !== undefined && isScalar(key)) put(key, quotedAs(key, renamed));
      if (name === "<<") for (const merged of isSeq(value) ? value.items : [value]) walk(merged, at);
      else walk(value, at.below(name));
    }
  };
  walk(document.contents, place);
}

/** A word in the quotes of another. */
function quotedAs({ type }: Scalar, word: string): string {
  return type === "QUOTE_DOUBLE" ? `"${word}"` : type === "QUOTE_SINGLE" ? `'${word}'` : word;
}

/** `written` is its text, quotes and all. */
function modernScalar(scalar: Scalar, written: string, inFlow: boolean): string {
  const hidden = String(scalar.source ?? "");
  if (scalar.type !== "PLAIN") return scalar.type?.startsWith("QUOTE") === true ? modernWeights(written) : written;
  if (readOtherwise(written) !== undefined)
    return typeof scalar.value === "number" ? String(scalar.value) : inQuotes(written);
  if (!hasHidden(hidden)) return written;
  const text = modernWeights(written);
  return inFlow || /:(\s|$)/.test(text) ? inQuotes(text) : text;
}

function inQuotes(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : isPair(key) ? "" : key);
}
