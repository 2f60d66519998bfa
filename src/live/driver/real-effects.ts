// The effects of live mode: programs are started, other machines are contacted, time passes.

import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MACHINE_CLOCK } from "../../base/platform/clock.ts";
import { runProgram } from "../../base/platform/program.ts";
import type { Duration } from "../../base/prelude/time.ts";
import type { Effects } from "./effects.ts";
import { askBoard } from "./fencing/ask-board.ts";
import { Ssh } from "./transport/ssh.ts";

/** Makes a temporary folder for the sockets of shared connections; `close` removes it. */
export function realEffects(): Effects {
  const folder = mkdtempSync(join(tmpdir(), "3rc-"));
  return {
    clock: MACHINE_CLOCK,
    run: runProgram,
    remote: (access) => new Ssh(access, folder),
    get: (url, how) => fetch(url, how),
    askBoard,
    accepts: tcpAccepts,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function tcpAccepts(host: string, port: number, patience: Duration): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), patience / 1000);
    socket.on("connect", () => end(true)).on("error", () => end(false));
  });
}
