// Tests that need more than Node: root, namespaces, other programs. Where they cannot run they are left out by name and
// with the reason; in CI nothing is left out, so there they fail.

const IN_CI = !["", "false", undefined].includes(process.env.CI);

/** The reason for which a test is left out; undefined if it is to be run. `why`: it cannot run here. */
export function leftOut(why: string | undefined): string | undefined {
  return IN_CI ? undefined : why;
}
