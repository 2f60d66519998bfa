// A board that speaks Redfish over TLS and signs its own certificate: a real server on the loopback.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { powerOf, turnAndSee } from "../../../src/live/driver/fencing/power.ts";
import { realEffects } from "../../../src/live/driver/real-effects.ts";
import type { FenceAgent } from "../../../src/live/inventory/inventory.ts";
import { runProgram } from "../../../src/base/platform/program.ts";
import { seconds } from "../../../src/base/prelude/time.ts";

const never = new AbortController().signal;

describe("a board with a self-signed certificate", () => {
  let folder: string;
  let server: Server;
  let state: string;
  let asked: string[];
  const effects = realEffects();

  const board = (changes: Partial<Extract<FenceAgent, { kind: "redfish" }>> = {}) =>
    powerOf(
      {
        kind: "redfish",
        url: `https://localhost:${(server.address() as AddressInfo).port}/redfish/v1/Systems/1`,
        user: "admin",
        passwordFile: join(folder, "password"),
        ca: join(folder, "board.pem"),
        ...changes,
      },
      effects,
    );

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "3rc-redfish-"));
    writeFileSync(join(folder, "password"), "secret\n");
    const made = await runProgram(
      [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        join(folder, "key.pem"),
        "-out",
        join(folder, "board.pem"),
      ],
      { timeout: seconds(60) },
    );
    expect(made.code, made.stderr).toBe(0);
    state = "On";
    asked = [];
    server = createServer(
      { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "board.pem")) },
      (request, response) => {
        asked.push(request.method ?? "");
        const known = request.headers.authorization === `Basic ${Buffer.from("admin:secret").toString("base64")}`;
        if (known && request.method === "POST") state = "Off";
        response.writeHead(known ? 200 : 401).end(JSON.stringify({ PowerState: state }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    server.close();
    effects.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("does not get the password if the certificate is not known", async () => {
    expect(await board({ ca: undefined }).status(never)).toMatchObject({
      reason: expect.stringContaining("self-signed"),
    });
    expect(asked).toEqual([]);
  });

  test("is trusted if the inventory has its certificate: it reports off afterwards", async () => {
    expect(await board().status(never)).toBe("on");
    expect(await turnAndSee(board(), "off", seconds(10), never)).toBe("done");
    expect(await board().status(never)).toBe("off");
  });

  test("reports the reason: a wrong user, a password that cannot be read", async () => {
    expect(await board({ user: "guest" }).status(never)).toEqual({ reason: "it answered 401" });
    expect(await board({ passwordFile: join(folder, "none") }).status(never)).toMatchObject({
      reason: expect.stringContaining("ENOENT"),
    });
  });
});
