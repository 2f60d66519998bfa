// Ctrl-C and its like: the first time, what is under way is brought to an end; the second time, the program ends at
// once.

import { codeOfSignal } from "../exit.ts";

/**
 * Does the work while signals are listened to; the signal that ended it early is the reason of the one that it gets.
 */
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
