// Style is a test. Types are checked by tsc; these rules are about what tsc lets pass.

import tseslint from "typescript-eslint";

const ANYWHERE = [
  { selector: "ExportDefaultDeclaration", message: "Name what you export." },
  { selector: "TSEnumDeclaration", message: "Use a union of literals." },
];

/** A test that reads the date fails on some days. How long something takes is measured with `performance.now()`. */
const NO_DATE = [
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[property.name='timeOrigin']",
].map((selector) => ({ selector, message: "No test reads today's date: hand in the clock." }));

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "results/", "test/bench/*.mjs"] },
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      "no-restricted-syntax": ["error", ...ANYWHERE],
      eqeqeq: "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"] }],
    },
  },
  { files: ["**/*.ts", "**/*.mjs", "**/*.js"], rules: { "max-len": ["error", 120] } },
  // A function of tests may be a whole `describe`.
  { files: ["src/**/*.ts"], rules: { "max-lines": ["error", 300], "max-lines-per-function": ["error", 60] } },
  { files: ["test/**/*.ts"], rules: { "max-lines": ["error", 400] } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...ANYWHERE, ...NO_DATE],
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/base/platform/clock.ts"],
              importNames: ["now"],
              message: "It is the time of day: hand in a clock. Where a live driver needs it, say so beside it.",
            },
          ],
        },
      ],
    },
  },
  // A switch over a union names every member, also where nothing is returned: a new one is an error at each of them.
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
    },
  },
  // What the live driver does to the world goes through its effects, so that a dry run performs the real code.
  {
    files: ["src/live/driver/**/*.ts"],
    ignores: ["src/live/driver/real-effects.ts", "src/live/driver/transport/ssh.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["**/platform/program.ts"], importNames: ["runProgram"], message: "Use the effects." },
            { group: ["**/platform/clock.ts"], importNames: ["MACHINE_CLOCK"], message: "Use the effects." },
          ],
        },
      ],
      "no-restricted-globals": ["error", { name: "fetch", message: "Use the effects." }],
    },
  },
  // What the command prints goes through terminal/print.ts, which shows control characters.
  {
    files: ["src/ui/**/*.ts"],
    ignores: ["src/ui/cli/terminal/*.ts", "src/ui/cli/made-by.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...ANYWHERE,
        {
          selector: "CallExpression[callee.property.name='write'][callee.object.property.name=/^std(out|err)$/]",
          message: "Use print or printError.",
        },
      ],
    },
  },
  // What configures a tool has to export as the tool wants it.
  { files: ["test/**/*.config.ts"], rules: { "no-restricted-syntax": "off" } },
);
