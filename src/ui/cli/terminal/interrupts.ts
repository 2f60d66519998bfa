// Ctrl-C and SIGTERM: the first signal lets the work end in order; the second ends the program at once.

import { codeOfSignal } from "../exit.ts";

/** Does the work while handling signals; `interrupt` is aborted with the name of the signal as its reason. */
export async function interruptibly<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupt.signal.aborted) process.exit(codeOfSignal(signal));
    interrupt.abort(signal);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await work(interrupt.signal);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}
