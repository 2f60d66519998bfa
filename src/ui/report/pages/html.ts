// Building blocks of a page. Text from scenarios is escaped; pages load nothing and run no script.

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A table whose first row is the head; the first `left` columns are text, the others figures. */
export function htmlTable(rows: readonly (readonly string[])[], left = 1): string {
  const cell = (text: string, tag: string, marked: string) => `<${tag}${marked}>${escapeHtml(text)}</${tag}>`;
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((text, i) => cell(text, tag, i < left ? "" : ' class="n"')).join("")}</tr>`;
  return `<div class="wide"><table><thead>${row(rows[0], "th")}</thead><tbody>${rows
    .slice(1)
    .map((cells) => row(cells, "td"))
    .join("")}</tbody></table></div>`;
}

/** The key figures at the top of a page, each with its label below. */
export function keyFigures(figures: readonly (readonly [value: string, what: string])[]): string {
  const cards = figures.map(
    ([value, what]) => `<div><b>${escapeHtml(value)}</b><span>${escapeHtml(what)}</span></div>`,
  );
  return `<div class="keys">${cards.join("")}</div>`;
}

export function section(title: string, ...parts: readonly string[]): string {
  return `<section><h2>${escapeHtml(title)}</h2>${parts.join("\n")}</section>`;
}

/**
 * A drawing with its caption. The SVG is trusted: the chart renderer makes it from escaped text. Inline, it needs no
 * namespaces.
 */
export function chartFigure(svg: string, title: string, caption: string): string {
  const inline = svg
    .replace(/^<svg /, `<svg role="img" aria-label="${escapeHtml(title)}" `)
    .replace(/ xmlns(:xlink)?="[^"]*"/g, "");
  return `<figure>${inline}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}

const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1d1d1f; --soft: #5c5c66; --line: #d9d9de; --card: #ffffff; --ground: #f6f6f4;
  --good: #00734f; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececf0; --soft: #a5a5ae; --line: #3a3a40; --card: #232327; --ground: #17171a;
    --good: #5fd3a9; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 "DejaVu Sans", system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 40px 0 12px; }
p.lead { font-size: 17px; margin: 8px 0 20px; }
p.soft, figcaption, footer { color: var(--soft); font-size: 13px; }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0; }
.keys div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.keys b { display: block; font-size: 20px; font-variant-numeric: tabular-nums; }
.keys span { color: var(--soft); font-size: 12px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: normal; }
.n { text-align: right; }
figure {
  margin: 20px 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px;
  overflow-x: auto;
}
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
figcaption { padding: 4px 12px 8px; }
@media (prefers-color-scheme: dark) { figure svg { filter: invert(1) hue-rotate(180deg); mix-blend-mode: screen; } }
code { overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: bold; }
pre {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px;
  white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.45 "DejaVu Sans Mono", ui-monospace, monospace;
}
footer { margin-top: 48px; border-top: 1px solid var(--line); padding-top: 12px; }
`;
