// While crash tests run, nothing may prevent this process from healing what they broke: no signal, no closed terminal,
// no uncaught error. Each of them only asks the work to end.

import { SIGNALS } from "../exit.ts";
import { printError } from "./print.ts";

/**
 * `interrupt` is aborted when the work is to end, with the name of the signal as its reason, if there was one. An
 * uncaught error is thrown again when the work is done.
 */
export async function endInOrder<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  let uncaught: { readonly error: unknown } | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    printError(`${signal}: healing before leaving\n`);
    interrupt.abort(signal);
  };
  const onError = (error: unknown) => {
    printError(`${error instanceof Error ? error.message : String(error)}: healing before leaving\n`);
    uncaught ??= { error };
    interrupt.abort("uncaught");
  };
  const signals = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const signal of signals) process.on(signal, onSignal);
  process.on("uncaughtException", onError).on("unhandledRejection", onError);
  const listenAgain = deafTo([process.stdout, process.stderr]);
  try {
    const done = await work(interrupt.signal);
    if (uncaught !== undefined) throw uncaught.error;
    return done;
  } finally {
    await new Promise((resolve) => setImmediate(resolve)); // by then, a failure of the last write has been reported
    listenAgain();
    process.off("uncaughtException", onError).off("unhandledRejection", onError);
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Ignores errors of the streams, as from a closed pipe or terminal. The returned function undoes it. */
function deafTo(streams: readonly NodeJS.WriteStream[]): () => void {
  const ignore = () => undefined;
  const before = streams.map((stream) => stream.listeners("error") as ((error: Error) => void)[]);
  for (const stream of streams) stream.removeAllListeners("error").on("error", ignore);
  return () =>
    streams.forEach((stream, i) => {
      stream.off("error", ignore);
      for (const listener of before[i]) stream.on("error", listener);
    });
}
