// Test results as JUnit XML, which continuous integration reads: a suite for each scenario, a case for each
// expectation. https://github.com/testmoapp/junitxml describes the format.

import type { ScenarioResult } from "./scenario-result.ts";

export function junitXml(results: readonly ScenarioResult[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${results.map(suite).join("")}</testsuites>\n`;
}

function suite(result: ScenarioResult): string {
  const cases = casesOf(result);
  const count = (tag: string) => cases.filter((each) => each.includes(`<${tag} `)).length;
  return (
    `  <testsuite name="${escapeXml(result.file)}" tests="${cases.length}" failures="${count("failure")}" ` +
    `errors="${count("error")}" skipped="${count("skipped")}">\n${cases.join("")}  </testsuite>\n`
  );
}

function casesOf({ scenario, outcome, because, tested }: ScenarioResult): readonly string[] {
  if (tested === undefined)
    return [testCase(scenario.name, "expects nothing", '<skipped message="it expects nothing" />')];
  const trace = tested.trace.join("\n");
  const judged = (tested.summary.expectations ?? []).map(({ expected, found, verdict }) => {
    const detail = `message="${escapeXml(found)}">${escapeXml(trace)}`;
    if (verdict === "held") return testCase(scenario.name, expected, "");
    return verdict === "missed"
      ? testCase(scenario.name, expected, `<failure ${detail}</failure>`)
      : testCase(scenario.name, expected, `<error ${detail}</error>`);
  });
  const others = outcome === "missed" && !judged.some((each) => each.includes("<failure "));
  return others
    ? [...judged, testCase(scenario.name, "runs soundly", `<failure message="${escapeXml(because.join("; "))}" />`)]
    : judged;
}

function testCase(suiteName: string, name: string, inside: string): string {
  const head = `    <testcase classname="${escapeXml(suiteName)}" name="${escapeXml(name)}"`;
  return inside === "" ? `${head} />\n` : `${head}>${inside}</testcase>\n`;
}

/** Without characters that XML 1.0 does not allow. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
