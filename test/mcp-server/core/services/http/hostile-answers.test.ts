import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import { findSignIn } from "#core/platform/browser-sign-in/discover";
import { gatewayHttp } from "#core/services/calamari/gateway/fetch";
import { createCalamariGateway } from "#core/services/calamari/gateway/index";
import { createHttpClient } from "#core/services/http/client";
import { startHostile } from "../../../../fakes/hostile";
import { type HostileAnswer, hostileAnswers } from "../../../../fakes/hostile/answers";
import { countAttempts } from "../../../../fakes/hostile/attempts";
import { failureOf } from "./server";

/** Limits that are reached in no time; silence is not what ends these answers. */
const maxBytes = 512 * 1024;
const totalMs = 400;
const silenceMs = 5_000;
/** Sockets and decompression read ahead. */
const readAhead = 8 * 1024 * 1024;

const audit = countAttempts("hostile-answers");
const log = () => undefined;
const words = { product: "Calamari", copyFrom: "the page of its MCP server" };
const env = {
  accountId: "a",
  secret: async () => "canary",
  breaks: { read: async () => null, write: async () => undefined },
  log,
  now: Date.now,
};
const expected = ({ ends }: HostileAnswer) =>
  ends === "size"
    ? { kind: "unavailable", detail: "too large", message: expect.stringContaining(`larger than ${maxBytes} bytes`) }
    : { kind: "timeout", message: expect.stringContaining("not complete after") };

describe.each(hostileAnswers)("$name", (answer) => {
  let hostile: Awaited<ReturnType<typeof startHostile>>;
  beforeEach(async () => {
    hostile = await startHostile(answer);
  });
  afterEach(() => hostile.close());

  /** Whoever read it has let go, and took little more than the limit. */
  async function expectLeft(): Promise<void> {
    await vi.waitFor(() => expect(hostile.readers().left).toBe(hostile.readers().begun), { timeout: 5_000 });
    const { begun, bytes } = hostile.readers();
    expect(begun).toBeGreaterThan(0);
    const most = (maxBytes + readAhead) * begun;
    audit.attempt(`${answer.name} to ${begun} readers`, bytes < most ? null : `${bytes} bytes`);
  }

  it("does not fill the memory of a service's client, nor hold it", async () => {
    const client = createHttpClient({
      baseUrl: hostile.url,
      tlsVerify: true,
      headers: async () => ({ authorization: "Bearer canary" }),
      log,
      product: "Kimai",
      isOwnRefusal: () => true,
      timeouts: { silenceMs, totalMs: answer.ends === "time" ? totalMs : 60_000 },
      maxBytes,
    });
    const read = await failureOf(client.send({ method: "GET", path: ["x"] }));
    expect(read).toMatchObject({ ...expected(answer), saved: "no" });
    const write = await failureOf(client.send({ method: "POST", path: ["x"], body: {} }));
    expect(write).toMatchObject({ ...expected(answer), saved: "unknown" });
    await expectLeft();
    await client.close();
  });

  it("does not fill the memory of the sign-in, nor hold it", async () => {
    const limits = { maxBytes, totalMs: answer.ends === "time" ? totalMs : 60_000 };
    const fetched = await failureOf(boundedFetch(hostile.url, {}, true, limits));
    expect(fetched).toMatchObject({ kind: expected(answer).kind, saved: "no" });
    const fetch = (input: string | URL, init?: RequestInit) => boundedFetch(input, init, true, limits);
    const found = await failureOf(findSignIn(`${hostile.url}/mcp`, words, fetch, new AbortController().signal, log));
    expect(found).toMatchObject({ kind: expected(answer).kind, saved: "no" });
    await expectLeft();
  });

  it("does not fill the memory of Calamari's MCP way, nor hold it", async () => {
    const limits = { maxBytes, totalMs: answer.ends === "time" ? totalMs : 60_000 };
    const tokens = { current: async () => "canary", renew: async () => "canary" };
    const http = gatewayHttp({ url: hostile.url, tlsVerify: true, silenceMs, ...limits }, tokens, log);
    expect(await failureOf(http.plain(hostile.url, { method: "POST", body: "x" }))).toMatchObject(expected(answer));
    await http.close();
    await expectLeft();
  });

  it("ends a call through Calamari's MCP server with the reason", async () => {
    const limits = { maxBytes, totalMs: answer.ends === "time" ? totalMs : 60_000 };
    const kept = JSON.stringify([1, "id", "", "refresh", `${hostile.url}/token`, hostile.url]);
    const credential = {
      get: async () => kept,
      set: async () => undefined,
      locked: <T>(work: () => Promise<T>) => work(),
    };
    const service = createCalamariGateway(
      { mcpUrl: `${hostile.url}/mcp` },
      { ...env, credential },
      // The SDK tells of a stream that was cut only when its own time is over, which has to be longer than reading it takes.
      { silenceMs: answer.ends === "size" ? silenceMs : 1_000, ...limits },
    );
    expect(await failureOf(service.facts())).toMatchObject({ ...expected(answer), saved: "no" });
    await service.close();
    await expectLeft();
  });
});
