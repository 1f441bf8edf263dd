import { afterEach, describe, expect, it } from "vitest";
import { retryAfterSeconds } from "#core/services/http/retry";
import { hostileRedirects, hostileWaits } from "../../../../fakes/hostile/answers";
import { countAttempts } from "../../../../fakes/hostile/attempts";
import { failureOf, json, type Served, serve } from "./server";

const audit = countAttempts("hostile-headers");
let served: Served | null = null;
afterEach(() => served?.close());

describe("a redirect", () => {
  it.each(hostileRedirects)("to %j is told as one to nothing, and never followed or advised", async (location) => {
    served = await serve((_request, response) => void response.writeHead(302, { location }).end());
    const error = await failureOf(served.client().send({ method: "GET", path: ["x"] }));
    expect(error).toMatchObject({ kind: "redirected", saved: "no" });
    const told = /null|file:|javascript:|data:|passwd|alert|evil|punchcard:/.exec(`${error.message} ${error.next}`);
    audit.attempt(`redirect to ${location}`, [...(told ?? []), ...served.seen.slice(1).map(({ url }) => `${url}`)]);
    expect(served.seen).toHaveLength(1);
  });

  it("to another place on the web is still named", async () => {
    served = await serve(
      (_request, response) => void response.writeHead(302, { location: "https://sso.example" }).end(),
    );
    const error = await failureOf(served.client().send({ method: "GET", path: ["x"] }));
    expect(error.message).toContain("redirects to https://sso.example; the credential was not sent there");
  });
});

describe("a Retry-After", () => {
  const now = Date.parse("2026-11-19T13:00:00Z");

  it.each(hostileWaits)("of %j tells a person at most %j seconds", async (header, most) => {
    const seconds = retryAfterSeconds(header, now);
    audit.attempt(`Retry-After ${header.slice(0, 40)}`, seconds === (most ?? undefined) ? null : `${seconds} s`);
    // A header line cannot hold what is no text of it.
    if (/\p{C}/u.test(header)) return;
    served = await serve((_request, response) => json(response, 429, {}, { "retry-after": header }));
    const client = served.client({ retry: { attempts: 1 }, now: () => now });
    const error = await failureOf(client.send({ method: "GET", path: ["x"] }));
    expect(error).toMatchObject({ kind: "rate_limited", saved: "no" });
    expect(error.retryAfter).toBe(most ?? undefined);
  });

  it("within a day is told as it is, as seconds or as a date", () => {
    expect(retryAfterSeconds("90", now)).toBe(90);
    expect(retryAfterSeconds("Thu, 19 Nov 2026 13:01:30 GMT", now)).toBe(90);
    expect(retryAfterSeconds("Thursday, 19-Nov-26 13:01:30 GMT", now)).toBe(90);
  });
});
