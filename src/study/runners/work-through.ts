// A thread that works through jobs, one at a time, as long as there are any.

import type { Worker } from "node:worker_threads";
import { Defect } from "../../base/prelude/check.ts";

/**
 * Gives the worker one job after the other and passes on its answers, each with its job; ends it when `take` has no
 * more. Rejects with what the thread throws.
 */
export function workThrough<Job, Answer>(
  worker: Worker,
  take: () => Job | undefined,
  answered: (answer: Answer, job: Job) => void,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const next = () => {
      const job = take();
      if (job === undefined) {
        void worker.terminate().then(() => resolve());
        return;
      }
      worker.once("message", (answer: Answer) => {
        answered(answer, job);
        next();
      });
      worker.postMessage(job);
    };
    worker.on("error", (error: Error) => reject(fromThread(error)));
    next();
  });
}

/** Restores the class of an error thrown by a thread: it arrives as a copy with its name, but without its class. */
export function fromThread(error: Error): Error {
  return error.name === "Defect" ? Object.assign(new Defect(error.message), { stack: error.stack }) : error;
}
