import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the browser brings back. */
interface Callback {
  code: string | null;
  error: string | null;
  iss: string | undefined;
}

export interface Loopback {
  redirectUrl: string;
  /** The one answer that carries our `state`; every other request is turned away and changes nothing. */
  answer: Promise<Callback>;
  close(): void;
}

/** Words of the page that the browser shows at the end, in the person's language. */
export interface PageWords {
  title: string;
  done: string;
  failed: string;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

function page(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(
    `<!doctype html><html><head><meta charset="utf-8"><title>${escaped(title)}</title><style>body{font:16px system-ui;margin:3rem auto;max-width:32rem;padding:0 1rem;color-scheme:light dark}</style></head><body><h1>${escaped(title)}</h1><p>${escaped(text)}</p></body></html>`,
  );
}

/**
 * Waits on this computer alone, on a port of the system's choice, for the browser to come back (RFC 8252). Whoever comes
 * without the `state` that only the sign-in page was given is shown nothing, and the wait goes on.
 */
export async function openLoopback(state: string, words: PageWords): Promise<Loopback> {
  let settle: (callback: Callback) => void = () => undefined;
  const answer = new Promise<Callback>((resolve) => {
    settle = resolve;
  });
  let answered = false;
  /** Known once it listens; not asked of the server, which has none any more when it closes under a late request. */
  let host = "";
  const server = createServer((request, response) => {
    // Taken apart by hand: what is no address would throw, and anybody on this computer may send one.
    const [path, query] = (request.url ?? "").split("?", 2);
    const asked = new URLSearchParams(query);
    const ours = request.headers.host === host && request.method === "GET" && path === "/callback";
    // Guards against DNS rebinding: only the loopback address itself is a valid Host.
    if (answered || !ours || asked.get("state") !== state) {
      response.writeHead(404, { connection: "close" }).end();
      return;
    }
    answered = true;
    const code = asked.get("code");
    const error = asked.get("error");
    // Only then, since whoever waits closes everything: the person would see a page that is not there.
    response.once("close", () => {
      server.close();
      settle({
        code: error ? null : code,
        error: error ?? (code ? null : "no code"),
        iss: asked.get("iss") ?? undefined,
      });
    });
    page(response, 200, words.title, code && !error ? words.done : words.failed);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    redirectUrl: `http://${host}/callback`,
    answer,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
