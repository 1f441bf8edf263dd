import type { ServerResponse } from "node:http";
import type { Route } from "../../http/frame";
import type { RateLimits } from "../../http/rate-limits";
import { readBody } from "../../http/read-body";
import { isSameText } from "../../keys/token";
import { errorOf, ScimError } from "./messages";
import type { Scim, ScimAnswer } from "./scim";

const root = "/scim/v2";
/** Bytes of one user. */
const longestBody = 256 * 1024;

/** SCIM on the public port, for who has the company's token. Nothing is told before that, and wrong ones are counted. */
export function scimRoute(scim: Scim, token: string, limits: Pick<RateLimits, "take" | "waitOf">): Route {
  return {
    name: "scim",
    matches: (path) => path === root || path.startsWith(`${root}/`),
    async handle(request, response, { url, address, log }) {
      try {
        const [, given = ""] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "") ?? [];
        // Wrong tokens of a neighbor never refuse the right one: it is compared first.
        if (!isSameText(given, token)) {
          const wait = await limits.waitOf("scim", address);
          if (wait !== null) {
            response.setHeader("Retry-After", String(wait));
            throw new ScimError(429, "There were too many wrong tokens from this address. Try again later.");
          }
          await limits.take("scim", address);
          throw new ScimError(401, "The bearer token is missing or wrong.");
        }
        const answer = await scim.handle({
          method: request.method ?? "GET",
          path: url.pathname.slice(root.length),
          query: url.searchParams,
          body: async () => parse(await readBody(request, longestBody)),
        });
        log.info({ status: answer.status }, "directory request");
        send(response, answer);
      } catch (error) {
        if (!(error instanceof ScimError)) throw error;
        if (error.status === 401) response.setHeader("WWW-Authenticate", 'Bearer realm="scim"');
        send(response, { status: error.status, body: errorOf(error) });
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ScimError(400, "The body is not JSON.", "invalidValue");
  }
}

function send(response: ServerResponse, { status, body }: ScimAnswer): void {
  response.writeHead(status, { "Content-Type": "application/scim+json", "Cache-Control": "no-store" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
