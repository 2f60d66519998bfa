// A real sshd on the loopback, for tests of what live mode does at the other end of SSH. A login has `programs` first
// on its path, so that a test can replace virsh by a script. As root it runs in a mount namespace of its own, with its
// own /run and the locks in it. No machine is changed.

import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { SshAccess } from "../../src/live/inventory/inventory.ts";
import { pause } from "../../src/base/platform/clock.ts";
import { runProgram } from "../../src/base/platform/program.ts";
import { check } from "../../src/base/prelude/check.ts";
import { seconds } from "../../src/base/prelude/time.ts";

const SSHD = "/usr/sbin/sshd";
const PATIENCE = seconds(60);

/** Why there is none here; undefined if there is one. Tests that need it are skipped, and named. */
export const noSshd = reasonForNone();

export type LoopbackSshd = {
  readonly access: SshAccess;
  /** The test's own, removed at the end. */
  readonly folder: string;
  /** Puts a shell script on the path of a login. */
  program(name: string, script: string): void;
  end(): void;
};

export async function loopbackSshd(): Promise<LoopbackSshd> {
  const folder = mkdtempSync(join(tmpdir(), "3rc-sshd-"));
  const programs = join(folder, "bin");
  mkdirSync(programs);
  for (const key of ["host_key", "id"])
    await must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(folder, key)]);
  const port = await freePort();
  writeFileSync(join(folder, "authorized_keys"), readFileSync(join(folder, "id.pub")));
  writeFileSync(
    join(folder, "known_hosts"),
    `[127.0.0.1]:${port} ${readFileSync(join(folder, "host_key.pub"), "utf8")}`,
  );
  writeFileSync(join(folder, "sshd_config"), configOf(folder, port, programs));
  const child = begin(join(folder, "sshd_config"));
  await answers(port);
  const { username } = userInfo();
  return {
    access: {
      address: "127.0.0.1",
      port,
      user: username,
      identity: join(folder, "id"),
      knownHosts: join(folder, "known_hosts"),
      options: {},
    },
    folder,
    program(name, script) {
      writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(programs, name), 0o755);
    },
    end() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(folder: string, port: number, programs: string): string {
  return `ListenAddress 127.0.0.1
Port ${port}
HostKey ${join(folder, "host_key")}
AuthorizedKeysFile ${join(folder, "authorized_keys")}
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
StrictModes no
PidFile none
SetEnv PATH=${programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
`;
}

/** Root's sshd needs a folder in /run, which is made where no other process sees it. */
function begin(config: string): ChildProcess {
  const sshd = [SSHD, "-D", "-f", config];
  const own = [
    "unshare",
    "--mount",
    "sh",
    "-c",
    'mount -t tmpfs tmpfs /run && mkdir /run/sshd /run/lock && exec "$@"',
    "sh",
    ...sshd,
  ];
  const [program, ...words] = userInfo().uid === 0 ? own : sshd;
  return spawn(program, words, { stdio: "ignore" });
}

async function must(argv: readonly string[]): Promise<void> {
  const { code, stderr } = await runProgram(argv, { timeout: PATIENCE });
  check(code === 0, () => stderr);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answers(port: number): Promise<void> {
  const once = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port });
      socket
        .on("connect", () => resolve(true))
        .on("error", () => resolve(false))
        .on("close", () => socket.destroy());
      socket.on("connect", () => socket.destroy());
    });
  for (const end = performance.now() + PATIENCE / 1000; !(await once()); await pause(seconds(0.05)))
    check(performance.now() < end, "sshd does not begin");
}

function reasonForNone(): string | undefined {
  try {
    accessSync(SSHD);
    return undefined;
  } catch {
    return "openssh-server is not installed";
  }
}
