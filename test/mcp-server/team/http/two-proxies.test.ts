import { createServer, request } from "node:http";
import { BlockList } from "node:net";
import { afterAll, expect, test } from "vitest";
import { defaultLimits } from "#team/http/rate-limits";
import { listen } from "../../../fakes/listen";
import { origin, startTeamServer } from "../../../fakes/team/server";

/** Real hops, each with an address of loopback of its own: callers → one at the edge → one inside → the server. */
// macOS gives loopback one address alone.
const isElsewhere = process.platform === "darwin";
const [edge, inside] = ["127.0.1.1", "127.0.2.1"];
const tries = 3;
const opened: { close(): Promise<void> }[] = [];

/** Adds who asks it to X-Forwarded-For, as nginx does by `$proxy_add_x_forwarded_for`. @param as its own address */
async function startProxy(as: string, to: number): Promise<number> {
  const proxy = await listen(
    createServer((asked, response) => {
      const { method, url: path, headers, socket } = asked;
      const before = headers["x-forwarded-for"];
      const hops = [...(before === undefined ? [] : [before]), socket.remoteAddress?.replace(/^::ffff:/, "")].join(
        ", ",
      );
      const onward = request(
        {
          host: "127.0.0.1",
          port: to,
          localAddress: as,
          method,
          path,
          headers: { ...headers, "x-forwarded-for": hops },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on("error", () => response.destroy());
      asked.pipe(onward);
    }),
  );
  opened.push(proxy);
  return proxy.port;
}

/** @param trusted what the server is told of its proxies */
async function serverBehindTwo(...trusted: string[]): Promise<{ port: number }> {
  const trustedProxies = new BlockList();
  for (const address of trusted) trustedProxies.addAddress(address);
  const limits = { ...defaultLimits, stranger: { points: tries, duration: 600 } };
  const server = await startTeamServer({ config: { trustedProxies, limits } });
  opened.push({ close: () => server.stop() });
  return { port: await startProxy(edge, await startProxy(inside, server.port)) };
}

/** @param forged what the caller itself claims to come from */
const call = (port: number, from: string, forged?: string) =>
  new Promise<number>((done, fail) => {
    const headers = {
      host: new URL(origin).host,
      authorization: "Bearer wrong",
      ...(forged !== undefined && { "x-forwarded-for": forged }),
    };
    const sent = request({ host: "127.0.0.1", port, localAddress: from, method: "POST", path: "/mcp", headers });
    sent.once("response", (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    sent.once("error", fail);
    sent.end();
  });

afterAll(async () => {
  for (const one of opened.reverse()) await one.close();
});

test.skipIf(isElsewhere)(
  "a stranger behind two proxies is counted by the address that the outer one saw, whatever they claim",
  async () => {
    const { port } = await serverBehindTwo(edge, inside);
    const claims = ["198.51.100.1", "127.0.2.1", "198.51.100.3, 127.0.1.1", ""];
    const statuses: number[] = [];
    for (const claim of claims) statuses.push(await call(port, "127.0.3.1", claim));
    expect(statuses).toEqual([401, 401, 401, 429]);
    // Somebody else behind the same proxies, and one who claims to be the first.
    expect(await call(port, "127.0.3.2")).toBe(401);
    expect(await call(port, "127.0.3.2", "127.0.3.1")).toBe(401);
  },
);

test.skipIf(isElsewhere)("of two proxies the server believes those alone that it was told", async () => {
  const { port } = await serverBehindTwo(inside);
  // All come from the outer one then, as far as it knows: it takes nobody's word for more.
  const statuses: number[] = [];
  for (const caller of [1, 2, 3, 4]) statuses.push(await call(port, `127.0.3.${caller}`, `198.51.100.${caller}`));
  expect(statuses).toEqual([401, 401, 401, 429]);
});
