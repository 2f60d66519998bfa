// How much V8 compiles. Each function that is called often is compiled together with what it calls, as far as a budget
// goes. With the usual budget a campaign of a second or two goes into the compiler for its greater part; with a fifth
// of it, long runs are as fast as before, and short ones take a sixth less of the processor (docs/performance.md).

import { setFlagsFromString } from "node:v8";

/** The V8 on which that was measured. Flags belong to a version: another is left as it is. */
const MEASURED = "11.3.";

/** To be called before anything is worth compiling. */
export function spareTheCompiler(): void {
  if (process.versions.v8.startsWith(MEASURED)) setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
}
