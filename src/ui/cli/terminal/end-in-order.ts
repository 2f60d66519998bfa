// While crash tests are at work, nothing that befalls this process may keep it from healing what they broke: no signal,
// no terminal that is gone, no error that nobody caught. Each only says that it is time to end.

import { SIGNALS } from "../exit.ts";

/**
 * `interrupt` is given when it is time to end, with a signal's name as the reason, where one was. What nobody caught is
 * thrown again when the work is done.
 */
export async function endInOrder<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  let uncaught: { readonly error: unknown } | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    process.stderr.write(`${signal}: healing before leaving\n`);
    interrupt.abort(signal);
  };
  const onError = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}: healing before leaving\n`);
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
    await new Promise((resolve) => setImmediate(resolve)); // what was written last has failed by then
    listenAgain();
    process.off("uncaughtException", onError).off("unhandledRejection", onError);
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** A reader that has gone away, or a terminal, is no reason to leave. The result undoes it. */
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
