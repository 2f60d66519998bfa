// Tests that need more than Node: root, namespaces, other programs. If they cannot run they are skipped, with their
// names and the reason; in CI nothing is skipped, so there they fail.

const IN_CI = !["", "false", undefined].includes(process.env.CI);

/** The reason why a test is skipped; undefined if it is to be run. `why`: it cannot run here. */
export function leftOut(why: string | undefined): string | undefined {
  return IN_CI ? undefined : why;
}
