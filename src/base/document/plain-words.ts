// Words and numbers without quotes that YAML 1.1 (PyYAML, old versions of yq, R) reads differently than YAML 1.2. A
// file with one would have different meanings for different readers, so they are refused. In quotes they are always
// text.

type Otherwise = { readonly pattern: RegExp; readonly meaning: (word: string) => string };

const OTHERWISE: readonly Otherwise[] = [
  { pattern: /^(y|Y|yes|Yes|YES|on|On|ON)$/, meaning: () => "true" },
  { pattern: /^(n|N|no|No|NO|off|Off|OFF)$/, meaning: () => "false" },
  { pattern: /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/, meaning: (word) => `the number ${sexagesimal(word)}` },
  { pattern: /^[-+]?0[0-7_]+$/, meaning: () => "a number in base 8" },
  { pattern: /^[-+]?0o[0-7]+$/, meaning: () => "text, not as a number" },
  { pattern: /^[-+]?0b[01_]+$/, meaning: () => "a number in base 2" },
  { pattern: /^[-+]?(?=[^_]*_)(0x[\da-fA-F_]+|\d[\d_]*(\.[\d_]*)?)$/, meaning: () => "a number" },
  { pattern: /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/, meaning: () => "a date" },
  { pattern: /^=$/, meaning: () => "a special sign" },
];

/** A sentence about a plain scalar that YAML 1.1 and 1.2 read differently; undefined for all others. */
export function readOtherwise(word: string): string | undefined {
  const { meaning } = OTHERWISE.find(({ pattern }) => pattern.test(word)) ?? {};
  return meaning && `YAML 1.1 reads ${word} as ${meaning(word)}: write it in quotes, "${word}", or use another word`;
}

/** 9:30 is 570: digits in base 60. */
function sexagesimal(word: string): number {
  const sign = word.startsWith("-") ? -1 : 1;
  const digits = word.replace(/[-+_]/g, "").split(":");
  return sign * digits.reduce((sum, digit) => sum * 60 + Number(digit), 0);
}
