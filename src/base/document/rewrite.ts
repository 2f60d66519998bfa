// Replaces values in a scenario's text, and keeps everything else as written: comments, order, words.

import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
} from "yaml";
import { check } from "../prelude/check.ts";
import { MODELINE } from "./document.ts";
import { readOverride } from "./overrides.ts";

/** A value, its path of keys, and a comment for the line above. */
export type Replacement = { readonly path: readonly string[]; readonly value: unknown; readonly comment?: string };

/** 0 means no limit: every distribution stays on one line. */
const LINE_WIDTH = 0;

/**
 * `text` is a scenario that can be read; `overrides` are path=value as in --set, and are applied first. Aliases are
 * replaced by what they stand for, since that may no longer be the same everywhere. `opening` becomes the comment at
 * the top, before the existing one.
 */
export function rewriteScenario(
  text: string,
  overrides: readonly string[],
  replacements: readonly Replacement[],
  opening: string,
): string {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, compat: "yaml-1.1" });
  writeOut(document);
  for (const written of overrides) {
    const override = readOverride(written, document.toJS());
    check("path" in override, () => `${written} was read before`);
    replace(document, override);
  }
  for (const replacement of replacements) replace(document, replacement);
  const lines = opening.split("\n").map((line) => (line === "" ? "#" : `# ${line}`));
  return `${lines.join("\n")}\n#\n${document.toString({ lineWidth: LINE_WIDTH }).replace(MODELINE, "")}`;
}

/** Replaces aliases and merges by what they stand for. */
function writeOut(document: Document): void {
  visit(document, {
    Map(_, map) {
      const merged = map.items.filter(({ key }) => nameOf(key) === "<<");
      map.items = map.items.filter((pair) => !merged.includes(pair));
      for (const { value } of merged) {
        const from = isAlias(value) ? value.resolve(document) : value;
        if (!isMap(from)) continue;
        for (const pair of from.items) if (!map.has(pair.key)) map.items.push(pair.clone() as typeof pair);
      }
    },
    Alias(_, alias) {
      const copy = alias.resolve(document)?.clone() as Node | undefined;
      if (isCollection(copy)) copy.anchor = undefined;
      return copy;
    },
  });
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) node.anchor = undefined;
    },
  });
}

/** Replaces one value. The keys of its path are written one per line, to make room for the comment. */
function replace(document: Document, { path, value, comment }: Replacement): void {
  for (let depth = 0; depth < path.length; depth++) {
    const inside = document.getIn(steps(document, path.slice(0, depth)));
    if (isMap(inside)) inside.flow = false;
  }
  const node = document.createNode(value);
  document.setIn(steps(document, path), node);
  if (comment === undefined) return;
  const parent: unknown = document.getIn(steps(document, path.slice(0, -1)));
  const pair = isMap(parent) ? parent.items.find(({ key }) => nameOf(key) === path.at(-1)) : undefined;
  if (pair !== undefined && isNode(pair.key)) pair.key.commentBefore = ` ${comment}`;
}

/** The path with numbers for elements of lists. */
function steps(document: Document, path: readonly string[]): (string | number)[] {
  const taken: (string | number)[] = [];
  for (const step of path)
    taken.push(isSeq(taken.length === 0 ? document.contents : document.getIn(taken)) ? Number(step) : step);
  return taken;
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
