import { createServer, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import * as fc from "../../../../property";
import { skipPauses } from "../pauses";
import { failureOf, json, type Served, serve } from "./server";

let open: Served | null = null;
afterEach(async () => {
  expect(open?.lines.join("\n") ?? "").not.toContain("s3cret-token");
  await open?.close();
  open = null;
  vi.unstubAllEnvs();
});

describe("reads", () => {
  it("are sent again after 502, 503, 504 and broken connections, then succeed", async () => {
    open = await serve((request, response, count) => {
      if (count === 1) return void request.socket.destroy();
      json(response, count === 2 ? 503 : 200, { count });
    });
    const answer = await open.client().send({ method: "GET", path: ["a"] });
    expect(answer.body).toEqual({ count: 3 });
  });

  it("stop after three attempts with the last failure", async () => {
    open = await serve((_request, response) => json(response, 502, {}));
    expect(await failureOf(open.client().send({ method: "GET", path: ["a"] }))).toMatchObject({
      kind: "unavailable",
      saved: "no",
      detail: "HTTP 502",
    });
    expect(open.seen).toHaveLength(3);
  });

  it("wait as long as Retry-After says, and tell instead of waiting when that is long", async () => {
    open = await serve((_request, response, count) =>
      count === 2 ? json(response, 200, {}) : json(response, 429, {}, { "retry-after": count === 1 ? "1" : "90" }),
    );
    const client = open.client();
    const pauses = skipPauses(1_000);
    await client.send({ method: "GET", path: ["a"] });
    expect(pauses).toEqual([1_000]);
    const error = await failureOf(client.send({ method: "GET", path: ["a"] }));
    expect(error).toMatchObject({ kind: "rate_limited", retryAfter: 90 });
    expect(open.seen).toHaveLength(3);
  });

  it("are not repeated for what repeating cannot help", async () => {
    open = await serve((_request, response) => json(response, 404, { message: "no" }));
    expect(await failureOf(open.client().send({ method: "GET", path: ["a"] }))).toMatchObject({ kind: "not_found" });
    expect(open.seen).toHaveLength(1);
  });

  it("can be reads by POST, which Calamari has", async () => {
    open = await serve((_request, response, count) => json(response, count === 1 ? 503 : 200, {}));
    await open.client().send({ method: "POST", path: ["find"], body: {}, write: false });
    expect(open.seen).toHaveLength(2);
  });

  it("end with the caller's reason when they are cancelled, also while they wait to try again", async () => {
    open = await serve((_request, response) => json(response, 503, {}, { "retry-after": "5" }));
    const stop = new AbortController();
    const timers = vi.spyOn(globalThis, "setTimeout");
    onTestFinished(() => timers.mockRestore());
    const error = failureOf(open.client().send({ method: "GET", path: ["a"], signal: stop.signal }));
    await expect.poll(() => timers.mock.calls.map(([, milliseconds]) => milliseconds)).toContain(5_000);
    stop.abort(new Error("enough"));
    expect((await error).message).toBe("enough");
    expect(open.seen).toHaveLength(1);
  });
});

describe("writes", () => {
  it("wait as long as a 429 says that turned them away, and are sent again", async () => {
    open = await serve((_request, response, count) =>
      json(response, count === 1 ? 429 : 200, {}, count === 1 ? { "retry-after": "1" } : {}),
    );
    const pauses = skipPauses(1_000);
    expect(await open.client().send({ method: "POST", path: ["a"], body: {} })).toMatchObject({ status: 200 });
    expect(pauses).toEqual([1_000]);
    expect(open.seen).toHaveLength(2);
  });

  it("are not sent again after a 503, whatever time it tells", async () => {
    open = await serve((_request, response) => json(response, 503, {}, { "retry-after": "0" }));
    const error = await failureOf(open.client().send({ method: "POST", path: ["a"], body: {} }));
    expect(error).toMatchObject({ kind: "unavailable", saved: "unknown", status: 503 });
    expect(open.seen).toHaveLength(1);
  });

  it("are not sent again after a 429 without a time", async () => {
    open = await serve((_request, response) => json(response, 429, {}));
    const error = await failureOf(open.client().send({ method: "POST", path: ["a"], body: {} }));
    expect(error).toMatchObject({ kind: "rate_limited", saved: "no" });
    expect(open.seen).toHaveLength(1);
  });

  it.each([401, 403, 404, 408, 429])(
    "may be saved where something in front of the service answers %i",
    async (status) => {
      open = await serve((_request, response) => json(response, status, { error: "denied" }, { "retry-after": "0" }));
      const client = open.client({ isOwnRefusal: () => false });
      expect(await failureOf(client.send({ method: "POST", path: ["a"], body: {} }))).toMatchObject({
        saved: "unknown",
      });
      expect(open.seen).toHaveLength(1);
    },
  );

  it("may be saved where the answer sends elsewhere or is a page", async () => {
    open = await serve((request, response) =>
      request.url?.endsWith("moved")
        ? response.writeHead(302, { location: "/sign-in" }).end()
        : response.writeHead(404, { "content-type": "text/html" }).end("<html>"),
    );
    const client = open.client();
    for (const path of ["moved", "page"])
      expect(await failureOf(client.send({ method: "POST", path: [path] }))).toMatchObject({ saved: "unknown" });
  });

  it.each([
    [
      "a broken connection",
      (request: IncomingMessage) => request.socket.destroy(),
      { kind: "offline", saved: "unknown" },
    ],
    ["silence", () => {}, { kind: "timeout", saved: "unknown" }],
  ])("are sent once; %s leaves open whether they were saved", async (_name, act, expected) => {
    open = await serve((request) => void act(request));
    const timeouts = { silenceMs: expected.kind === "timeout" ? 800 : 60_000, connectMs: 60_000 };
    const error = await failureOf(open.client({ timeouts }).send({ method: "POST", path: ["a"], body: { x: 1 } }));
    expect(error).toMatchObject(expected);
    expect(open.seen).toHaveLength(1);
  });

  it("are surely not saved where there was no connection or the service refused", async () => {
    open = await serve((_request, response) => json(response, 400, {}));
    expect(await failureOf(open.client().send({ method: "POST", path: ["a"] }))).toMatchObject({
      kind: "invalid",
      saved: "no",
    });
    const closed = await serve(() => {});
    await closed.close();
    const nobody = open.client({ baseUrl: closed.url });
    expect(await failureOf(nobody.send({ method: "POST", path: ["a"] }))).toMatchObject({
      kind: "offline",
      saved: "no",
      detail: "ECONNREFUSED",
    });
  });
});

describe("paths", () => {
  it("cannot be changed by an id: whatever it is, it stays one segment or is refused", async () => {
    open = await serve((_request, response) => json(response, 200, {}));
    const client = open.client({ log: () => {} });
    const nasty = fc.constantFrom(
      "..",
      ".",
      "../users",
      "%2e%2e",
      "%2E",
      "1?x=1",
      "1#f",
      "a/b",
      "a\\b",
      "%00",
      "\ud800",
      "",
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 20 })), async (id) => {
        const before = open?.seen.length ?? 0;
        try {
          await client.send({ method: "GET", path: ["items", id, "end"] });
        } catch (error) {
          expect((error as Error).name).toBe("InputError");
          expect(open?.seen).toHaveLength(before);
          return;
        }
        const [, base, items, segment, end, ...more] = (open?.seen.at(-1)?.url ?? "").split("/");
        expect([base, items, end, more]).toEqual(["base", "items", "end", []]);
        expect(decodeURIComponent(segment ?? "")).toBe(id);
      }),
      { numRuns: 60 },
    );
  });
});

describe("answers", () => {
  it("that are HTML, too large, or elsewhere are refused", async () => {
    open = await serve((request, response) => {
      if (request.url?.endsWith("html")) response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      else if (request.url?.endsWith("large")) json(response, 200, "x".repeat(5000));
      else response.writeHead(301, { location: "https://other.example.org/base?token=abc" }).end();
    });
    const client = open.client({ maxBytes: 1000 });
    expect(await failureOf(client.send({ method: "GET", path: ["html"] }))).toMatchObject({ kind: "not_this_product" });
    expect((await failureOf(client.send({ method: "GET", path: ["large"] }))).message).toMatch(/larger than 1000/);
    const elsewhere = await failureOf(client.send({ method: "GET", path: ["moved"] }));
    expect(elsewhere).toMatchObject({
      kind: "redirected",
      message: expect.stringContaining("https://other.example.org;"),
    });
    expect(JSON.stringify(elsewhere)).not.toContain("abc");
  });

  it("tell how far the service's clock is ahead", async () => {
    const now = Date.parse("2026-11-19T10:07:33Z");
    open = await serve((_request, response) => {
      response.setHeader("date", new Date(now + 300_000).toUTCString());
      json(response, 200, {});
    });
    const client = open.client({ now: () => now });
    expect(client.clockSkew()).toBeUndefined();
    await client.send({ method: "GET", path: ["a"] });
    expect(client.clockSkew()).toBe(300);
  });
});

describe("a credential that cannot be sent", () => {
  it.each(["Bearer s3cret-token\nX-Evil: 1", "Bearer “s3cret-token”", "Bearer s3cret-token\u0000"])(
    "is refused without being quoted: %j",
    async (authorization) => {
      open = await serve((_request, response) => json(response, 200, {}));
      const client = open.client({ headers: async () => ({ authorization }) });
      const error = await failureOf(client.send({ method: "POST", path: ["a"] }));
      expect(error).toMatchObject({ kind: "unauthorized", saved: "no", cause: undefined });
      expect(`${error.message}${error.next}${error.stack}`).not.toContain("s3cret");
      expect(open.seen).toEqual([]);
    },
  );
});

describe("the log", () => {
  it("has one line a request: method, path, names of the query, status, id; no values, headers or bodies sent", async () => {
    open = await serve((_request, response) => json(response, 200, {}));
    const answer = await open
      .client()
      .send({ method: "POST", path: ["a"], query: [["term", "private words"]], body: { text: "private text" } });
    expect(open.lines).toHaveLength(1);
    expect(open.lines[0]).toContain(`"id":"${answer.requestId}"`);
    expect(open.lines[0]).toContain('"path":"/a?term","attempt":1,"status":200');
    expect(open.lines[0]).not.toMatch(/private/);
  });

  it("keeps the body of an error, capped and without the credential in any form", async () => {
    const basic = Buffer.from("me@example.org:p4ssword/+").toString("base64");
    open = await serve((_request, response) =>
      json(response, 500, {
        seen: `Basic ${basic}`,
        key: "p4ssword/+",
        url: encodeURIComponent("p4ssword/+"),
        pad: "x".repeat(9000),
      }),
    );
    const client = open.client({ headers: async () => ({ authorization: `Basic ${basic}` }), retry: { attempts: 1 } });
    const error = await failureOf(client.send({ method: "GET", path: ["a"] }));
    const text = open.lines.join("\n");
    expect(text).toContain("[secret]");
    expect(text).not.toContain("p4ssword");
    expect(text).not.toContain(basic);
    expect(text.length).toBeLessThan(3000);
    expect(`${error.message}${error.next}${error.detail}`).not.toMatch(/p4ssword|x{10}/);
    expect(text).toContain(String(error.requestId));
  });
});

describe("proxies", () => {
  it("are taken from the environment, but never for this computer or what NO_PROXY names", async () => {
    open = await serve((_request, response) => json(response, 200, { via: "direct" }));
    const target = new URL(open.url);
    const proxied: string[] = [];
    const proxy = createServer().on("connect", (request, socket) => {
      proxied.push(request.url ?? "");
      const upstream = connect(Number(target.port), target.hostname, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      socket.on("error", () => upstream.destroy());
      upstream.on("error", () => socket.destroy());
    });
    proxy.on("request", (request, response) => {
      proxied.push(request.url ?? "");
      json(response, 200, { via: "proxy" });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as { port: number };
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${port}`);
    vi.stubEnv("http_proxy", undefined);
    vi.stubEnv("NO_PROXY", "inside.test");
    vi.stubEnv("no_proxy", undefined);
    await open.client({ baseUrl: "http://kimai.test/base" }).send({ method: "GET", path: ["a"] });
    expect(proxied).toHaveLength(1);
    expect(proxied[0]).toContain("kimai.test");
    await open.client().send({ method: "GET", path: ["a"] });
    expect(
      await failureOf(open.client({ baseUrl: "http://inside.test/base" }).send({ method: "GET", path: ["a"] })),
    ).toMatchObject({
      kind: "offline",
    });
    expect(proxied).toHaveLength(1);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
