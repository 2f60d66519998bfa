// The status page, its data and the metrics, over HTTP. It is read-only: clients can change nothing. By default only
// this machine can reach it.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Listen = { readonly host: string; readonly port: number };

/**
 * By path: content type, and a function that makes the body for each request. If it throws, the client gets the
 * message, and nothing else is affected.
 */
type Pages = Readonly<Record<string, { readonly type: string; readonly body: () => string }>>;

export type Web = { readonly port: number; close(): void };

/** Rejects if the address cannot be used. */
export function serveWeb({ host, port }: Listen, pages: Pages): Promise<Web> {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 },
    (request, response) => answer(request, response, pages),
  );
  server.maxConnections = 64;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const close = () => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}

function answer({ method, url = "/" }: IncomingMessage, response: ServerResponse, pages: Pages): void {
  const path = url.split("?", 1)[0];
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (method !== "GET")
    return say(response, 405, "text/plain; charset=utf-8", "Only GET: requests are made with 3rc ctl.\n", {
      allow: "GET",
    });
  if (page === undefined)
    return say(response, 404, "text/plain; charset=utf-8", `Not found; there are: ${Object.keys(pages).join(", ")}\n`);
  let body: string;
  try {
    body = page.body();
  } catch (error) {
    return say(response, 503, "text/plain; charset=utf-8", `Not available now: ${(error as Error).message}\n`);
  }
  say(response, 200, page.type, body);
}

function say(
  response: ServerResponse,
  code: number,
  type: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ...more,
  });
  response.end(body);
}
