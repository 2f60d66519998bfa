// All the ways in which the driver's actions, faults and healing reach the world outside this process: programs, other
// machines, HTTP, TCP and time. They are handed in, so that the same code runs on real machines (real-effects.ts) and
// in a dry run, which reports what would be done, and does none of it.

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
  /** What a board answers. Rejects unless its status is a good one: it is not followed to where it points. */
  askBoard(board: Board, request: BoardRequest): Promise<string>;
  /** Whether somebody accepts a TCP connection within this time; it is closed again at once. */
  accepts(address: string, port: number, patience: Duration): Promise<boolean>;
  /** Gives back what it took of this machine. */
  close(): void;
};
