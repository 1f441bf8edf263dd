import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NetworkGuard } from "#core/domain/ports";
import { createHttpClient } from "#core/services/http/client";
import { leaseDispatcher } from "#core/services/http/shared-dispatcher";
import { failureOf } from "./server";

let server: Server;
let origin: string;
let seen: { authorization: string | undefined; cookie: string | undefined }[];
let answers: (() => void)[];
let waits: boolean;

beforeEach(async () => {
  [seen, answers, waits] = [[], [], false];
  server = createServer((request, response) => {
    const { authorization, cookie } = request.headers;
    seen.push({ authorization, cookie });
    const answer = () => {
      response.setHeader("set-cookie", "session=canary");
      response.setHeader("content-type", "application/json");
      response.end("{}");
    };
    if (waits) answers.push(answer);
    else answer();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const clientOf = (name: string, network: NetworkGuard) =>
  createHttpClient({
    baseUrl: origin,
    tlsVerify: true,
    network,
    headers: async () => ({ authorization: name }),
    log: () => {},
    product: "Kimai",
    isOwnRefusal: () => true,
  });
const request = { method: "GET", path: ["a"] } as const;

test("each request goes with the credential of its own person, and no cookie is kept", async () => {
  const guard: NetworkGuard = { lists: () => true };
  const [marta, piotr] = [clientOf("marta", guard), clientOf("piotr", guard)];
  for (const one of [marta, piotr, marta]) await one.send(request);
  expect(seen.map(({ authorization }) => authorization)).toEqual(["marta", "piotr", "marta"]);
  expect(seen.every(({ cookie }) => cookie === undefined)).toBe(true);
  await Promise.all([marta.close(), piotr.close()]);
});

test("somebody who leaves cuts nobody else's request off, and may come back", async () => {
  const guard: NetworkGuard = { lists: () => true };
  const [marta, piotr] = [clientOf("marta", guard), clientOf("piotr", guard)];
  await marta.send(request);
  waits = true;
  const running = piotr.send(request);
  await expect.poll(() => answers.length).toBe(1);
  await marta.close();
  answers[0]?.();
  expect((await running).status).toBe(200);
  await piotr.close();
  waits = false;
  expect((await marta.send(request)).status).toBe(200);
  await marta.close();
});

test("an address that is not listed any more is reached by nobody who comes then", async () => {
  let listed = true;
  const guard: NetworkGuard = { lists: () => listed };
  const marta = clientOf("marta", guard);
  await marta.send(request);
  listed = false;
  const piotr = clientOf("piotr", guard);
  await failureOf(piotr.send(request));
  expect(seen).toHaveLength(1);
  await Promise.all([marta.close(), piotr.close()]);
});

test("connections are shared only under the same guard, TLS and timeouts, and end with the last who needs them", async () => {
  const [guard, other]: NetworkGuard[] = [{ lists: () => true }, { lists: () => true }];
  const timeouts = { connectMs: 1_000, silenceMs: 1_000 };
  const first = await leaseDispatcher(origin, true, timeouts, guard);
  const same = await leaseDispatcher(origin, true, { ...timeouts }, guard);
  const others = await Promise.all([
    leaseDispatcher(origin, false, timeouts, guard),
    leaseDispatcher(origin, true, { ...timeouts, silenceMs: 2_000 }, guard),
    leaseDispatcher(origin.replace("127.0.0.1", "localhost"), true, timeouts, guard),
    leaseDispatcher(origin, true, timeouts, other),
    leaseDispatcher(origin, true, timeouts),
  ]);
  expect(same.dispatcher).toBe(first.dispatcher);
  expect(new Set([first, ...others].map(({ dispatcher }) => dispatcher)).size).toBe(6);
  const isOpen = ({ dispatcher }: typeof first) => !(dispatcher as unknown as { destroyed: boolean }).destroyed;
  await first.release();
  expect(isOpen(same)).toBe(true);
  await same.release();
  expect(isOpen(same)).toBe(false);
  for (const one of others) await one.release();
});
