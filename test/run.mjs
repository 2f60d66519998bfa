// `npm test`: builds, and then runs all suites and the checks at the same time. Those on a lab wait for most of theirs,
// so the others give way to them and fill the gaps: first what only computes, and then what starts processes and waits
// for them, which is not to be starved. `npm test -- ROOM…` or FILE… runs these alone, and no lab.
// In the end it says how long each took (docs/HACKING.md keeps the record).

import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { resolve } from "node:path";
import { chosen, rooms } from "./rooms.mjs";

const ROOT = resolve(import.meta.dirname, "..");
const VITEST = resolve(ROOT, "node_modules/vitest/vitest.mjs");
const { PRIORITY_BELOW_NORMAL: BELOW_NORMAL, PRIORITY_LOW: LOW } = constants.priority;

const took = [];

/**
 * Runs a program to its end, and notes how long it took. What it says is told at once, or when it is through, so that
 * two that speak do not speak at once. Exit code.
 */
function step(name, argv, { aside = false, priority = 0 } = {}) {
  const begun = performance.now();
  const [program, ...words] = argv;
  const child = spawn(program, words, { cwd: ROOT, stdio: aside ? ["ignore", "pipe", "pipe"] : "inherit" });
  if (priority !== 0 && child.pid !== undefined) setPriority(child.pid, priority);
  let said = "";
  child.stdout?.on("data", (text) => (said += text));
  child.stderr?.on("data", (text) => (said += text));
  return new Promise((end) =>
    child
      .once("error", (error) => (said += `${error.message}\n`))
      .once("close", (code) => {
        process.stdout.write(said);
        took.push([name, performance.now() - begun]);
        end(code ?? 1);
      }),
  );
}

const npm = (script) => ["npm", "run", "--silent", script];
const vitest = (config, ...words) => [process.execPath, VITEST, "run", "--config", `test/${config}`, ...words];

async function everything() {
  const check = step("check", npm("check"), { aside: true, priority: LOW });
  const built = await step("build", npm("build"));
  if (built !== 0) return [built, await check];
  const others = async () => [
    await step("tests that compute", vitest("vitest.config.ts", "--project", "pure"), { priority: LOW }),
    await step("tests with processes", vitest("vitest.config.ts", "--project", "machine"), { priority: BELOW_NORMAL }),
  ];
  const codes = await Promise.all([
    check,
    step("contract of drivers on a lab", vitest("on-lab/driver.config.ts"), { aside: true }),
    step("campaigns and service on a lab", vitest("on-lab/vitest.config.ts"), { aside: true }),
    others(),
  ]);
  return codes.flat();
}

async function only(words) {
  const { unknown, runs } = chosen(words);
  if (unknown !== undefined) {
    process.stderr.write(`there is no room and no file of tests "${unknown}"; rooms: ${rooms().join(", ")}\n`);
    return [2];
  }
  const codes = [await step("build", npm("build"))];
  if (codes[0] !== 0) return codes;
  for (const { config, words: of } of runs) codes.push(await step(of.join(" "), vitest(config, ...of)));
  return codes;
}

const begun = performance.now();
const words = process.argv.slice(2);
process.exitCode = Math.max(...(await (words.length === 0 ? everything() : only(words))));
if (took.length > 0) took.push(["in all", performance.now() - begun]);
for (const [name, ms] of took) {
  const whole = Math.round(ms / 1000);
  const clock = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  process.stdout.write(`${clock.padStart(7)}  ${name}\n`);
}
