// Commands over a real SSH connection to this machine.

import { createServer, type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Ssh } from "../../../src/live/driver/transport/ssh.ts";
import { seconds } from "../../../src/base/prelude/time.ts";
import { loopbackSshd, noSshd, type LoopbackSshd } from "../../builders/loopback-sshd.ts";

const LONG = { timeout: seconds(60) };

describe.skipIf(noSshd !== undefined)("over SSH", () => {
  let sshd: LoopbackSshd;
  let ssh: Ssh;

  beforeAll(async () => {
    sshd = await loopbackSshd();
  });
  beforeEach(() => {
    ssh = new Ssh(sshd.access, sshd.folder);
  });
  afterEach(() => ssh.close());
  afterAll(() => sshd.end());

  /** The process that serves our connection at the other end. */
  const server = async () => Number((await ssh.run(["sh", "-c", "echo $PPID"], LONG)).finished.stdout);

  test("each argument arrives as it was given", async () => {
    const words = ["a b", "$HOME", "it's", "x;y", "*", "", "\\"];
    const { finished } = await ssh.run(["printf", "%s\\n", ...words], LONG);
    expect(finished.stdout.split("\n").slice(0, -1)).toEqual(words);
  });

  test("a command that does not end in time does not end others", async () => {
    await ssh.run(["true"], LONG);
    const other = ssh.run(["sh", "-c", "sleep 5; echo through"], LONG);
    expect(await ssh.run(["sleep", "10"], { timeout: seconds(0.5) })).toMatchObject({ kind: "unanswered" });
    expect(await other).toMatchObject({ kind: "ran", finished: { code: 0, stdout: "through\n" } });
  });

  test("a dead connection is ended, and the next command has a new one", async () => {
    const pid = await server();
    process.kill(pid, "SIGSTOP");
    try {
      expect(await ssh.run(["true"], { timeout: seconds(0.5) })).toMatchObject({ kind: "unanswered" });
      expect(await ssh.run(["echo", "again"], LONG)).toMatchObject({ kind: "ran", finished: { stdout: "again\n" } });
    } finally {
      process.kill(pid, "SIGKILL");
    }
  });

  test("after a connection broke it is not known whether the command was done", async () => {
    expect(await ssh.run(["sh", "-c", "kill -KILL $PPID; sleep 10"], LONG)).toMatchObject({
      kind: "lost",
      finished: { kind: "exited" },
    });
  });

  test("undelivered: no server, an early disconnect, another host key, or a refused login", async () => {
    const closed = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    const { access } = sshd;
    for (const other of [
      { ...access, port: 1 },
      { ...access, port },
      { ...access, knownHosts: "/dev/null" },
      { ...access, user: "nobody" },
    ]) {
      expect(await new Ssh(other, sshd.folder).run(["true"], LONG)).toMatchObject({ kind: "undelivered" });
    }
    closed.close();
  });

  test.each([
    "Connection reset by 127.0.0.1 port 22",
    "Connection closed by 127.0.0.1 port 22",
    "cat: x: Permission denied",
  ])("words that may come after delivery do not make it undelivered: %s", async (words) => {
    expect(await ssh.run(["sh", "-c", 'echo "$1" >&2; exit 255', "sh", words], LONG)).toMatchObject({ kind: "lost" });
  });
});
