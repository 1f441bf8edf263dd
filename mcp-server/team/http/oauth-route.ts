import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { Provider } from "oidc-provider";
import { registerPath, tokenPath } from "../oauth/addresses";
import { withoutScope } from "../oauth/client-metadata";
import { sendProblem } from "./answers";
import type { Route } from "./frame";
import type { Metrics } from "./metrics";
import type { LimitName, RateLimits } from "./rate-limits";
import { readBody } from "./read-body";

/** Bytes. */
const longestRegistration = 32 * 1024;

/** The authorization server's own addresses, behind a limit for each. */
export function oauthRoute(provider: () => Promise<Provider>, limits: RateLimits, metrics: Metrics): Route {
  let serve: ReturnType<Provider["callback"]> | undefined;
  return {
    name: "oauth",
    matches: (path) => path.startsWith("/oauth/"),
    async handle(request, response, { url, address }) {
      const limit = limitOf(url.pathname);
      const seconds = await limits.take(limit, address);
      if (seconds !== null) {
        metrics.limited(limit);
        response.setHeader("Retry-After", String(seconds));
        return sendProblem(response, 429, "temporarily_unavailable", `Too many requests. Try again in ${seconds} s.`);
      }
      const isRegistration = url.pathname === registerPath && request.method === "POST";
      serve ??= (await provider()).callback();
      await serve(isRegistration ? await asPublicClient(request) : request, response);
    },
  };
}

/**
 * The same registration without a shared secret (RFC 7591 §3.2.1 lets a server replace what was asked for): many libraries
 * ask for one by default, and work without.
 */
async function asPublicClient(request: IncomingMessage): Promise<IncomingMessage> {
  const body = withoutScope(await readBody(request, longestRegistration), (metadata) => {
    const own = metadata.token_endpoint_auth_method;
    return { ...metadata, token_endpoint_auth_method: own === "private_key_jwt" ? own : "none" };
  });
  const headers = { ...request.headers, "content-length": String(Buffer.byteLength(body)) };
  const { method, url, socket, httpVersion } = request;
  return Object.assign(Readable.from([Buffer.from(body)], { objectMode: false }), {
    headers,
    method,
    url,
    socket,
    httpVersion,
  }) as IncomingMessage;
}

function limitOf(path: string): LimitName {
  if (path === registerPath) return "register";
  return path === tokenPath ? "token" : "authorize";
}
