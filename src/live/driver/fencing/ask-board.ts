// One request to a management board. Not with fetch: boards sign their certificates themselves, and fetch cannot be
// told whom to trust.

import { readFileSync } from "node:fs";
import { request as plainly, type IncomingMessage, type RequestOptions } from "node:http";
import { request as securely } from "node:https";
import type { Board, BoardRequest } from "../effects.ts";

/**
 * What the board answers. Rejects unless its status is a good one: it is not followed to where it points. Password and
 * certificate are read for each request, and go nowhere else.
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
