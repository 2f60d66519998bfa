// Everything by which the driver's actions, faults and healing reach the world outside this process: programs, other
// machines, HTTP, TCP and time. Effects are injected, so that the same code runs on real machines (real-effects.ts) and
// in a dry run, which only reports what would be done.

import type { Argv, FenceAgent, SshAccess } from "../inventory/inventory.ts";
import type { Clock } from "../../base/platform/clock.ts";
import type { Finished, ProgramOptions } from "../../base/platform/program.ts";
import type { Duration } from "../../base/prelude/time.ts";
import type { Remote } from "./transport/remote.ts";

/** A management board that speaks Redfish. */
export type Board = Extract<FenceAgent, { kind: "redfish" }>;

/** One request to a board: with a body it is a POST, without one a GET. `path` is below the board's own address. */
export type BoardRequest = {
  readonly path: string;
  readonly body: object | undefined;
  readonly timeout: Duration;
  readonly signal: AbortSignal;
};

export type Effects = {
  readonly clock: Clock;
  /** Runs a program on this machine to its end. Never throws: what goes wrong is in the result. */
  run(argv: Argv, options: ProgramOptions): Promise<Finished>;
  /** Another machine. Nothing is done before something is run there. */
  remote(access: SshAccess): Remote;
  /** One HTTP request without a body, as `fetch` takes it; rejects as `fetch` does. */
  get(url: string, how: RequestInit): Promise<Response>;
  /** The answer of a board. Rejects unless its status is 2xx; redirections are not followed. */
  askBoard(board: Board, request: BoardRequest): Promise<string>;
  /** Whether a TCP connection is accepted within this time; it is closed at once. */
  accepts(address: string, port: number, patience: Duration): Promise<boolean>;
  /** Releases local resources. */
  close(): void;
};
