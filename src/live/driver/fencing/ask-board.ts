// One request to a management board. Boards have self-signed certificates, and `fetch` takes no certificate authority;
// so `node:https` is used.

import { readFileSync } from "node:fs";
import { request as plainly, type IncomingMessage, type RequestOptions } from "node:http";
import { request as securely } from "node:https";
import type { Board, BoardRequest } from "../effects.ts";

/**
 * The answer of the board. Rejects unless its status is 2xx; redirections are not followed. Password and certificate
 * are read anew for each request.
 */
export async function askBoard(
  { url, user, passwordFile, ca }: Board,
  { path, body, timeout, signal }: BoardRequest,
): Promise<string> {
  const password = readFileSync(passwordFile, "utf8").trim();
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const options: RequestOptions = {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization,
      accept: "application/json",
      connection: "close",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout / 1000)]),
  };
  const address = new URL(`${url}${path}`);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked =
      address.protocol === "https:"
        ? securely(address, { ...options, ...(ca === undefined ? {} : { ca: readFileSync(ca) }) })
        : plainly(address, options);
    asked
      .on("response", resolve)
      .on("error", reject)
      .end(body === undefined ? "" : JSON.stringify(body));
  });
  const text = Buffer.concat(await response.toArray()).toString("utf8");
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
  return text;
}
