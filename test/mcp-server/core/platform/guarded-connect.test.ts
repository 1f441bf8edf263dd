import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NetworkGuard } from "#core/domain/ports";
import { isPublicAddress } from "#core/platform/public-address";
import { createHttpClient } from "#core/services/http/client";
import * as fc from "../../../property";

describe("a public address", () => {
  test.each([
    "1.1.1.1",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "100.63.255.255",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4001:80b::200e",
  ])("is %s", (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.19.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::ffff:1.1.1.1",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "ff02::1",
    "localhost",
    "",
    "1.1.1.1 ",
    "0x7f.1",
  ])("is not %s", (address) => expect(isPublicAddress(address)).toBe(false));

  test("is none that holds an IPv4 address inside IPv6, whichever it holds", () => {
    fc.assert(
      fc.property(fc.ipV4(), (inner) => {
        for (const prefix of ["::ffff:", "::", "64:ff9b::"]) expect(isPublicAddress(prefix + inner)).toBe(false);
      }),
    );
  });

  test("is none of the private networks, whichever host", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, fc.integer({ min: 16, max: 31 }), (a, b, c) => {
        for (const address of [`10.${a}.${b}.1`, `172.${c}.${a}.${b}`, `192.168.${a}.${b}`, `127.${a}.${b}.1`])
          expect(isPublicAddress(address)).toBe(false);
      }),
    );
  });
});

describe("a connection on the word of others", () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.setHeader("Content-Type", "application/json");
    response.end("{}");
  });
  let port: number;
  beforeAll(async () => {
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  const answering =
    (...addresses: string[]): NetworkGuard["resolve"] =>
    (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  const ask = async (url: string, network: NetworkGuard) => {
    const options = {
      tlsVerify: true,
      headers: async () => ({}),
      log: () => undefined,
      product: "Kimai",
      isOwnRefusal: () => true,
    };
    const client = createHttpClient({ ...options, baseUrl: url, network });
    try {
      return await client.send({ method: "GET", path: ["version"] }).then(
        () => "answered",
        (error: { kind?: string }) => error.kind,
      );
    } finally {
      await client.close();
    }
  };
  const lists = () => false;

  test("is made to a listed address in a private network", async () => {
    const before = requests;
    expect(await ask(`http://127.0.0.1:${port}`, { lists: () => true })).toBe("answered");
    expect(requests).toBe(before + 1);
  });

  test.each([
    ["an address of this machine", (at: number) => `http://127.0.0.1:${at}`],
    ["an address of this machine as a number", (at: number) => `http://2130706433:${at}`],
    ["an address of this machine in IPv6", (at: number) => `http://[::1]:${at}`],
    ["an address of this machine inside IPv6", (at: number) => `http://[::ffff:127.0.0.1]:${at}`],
    ["localhost", (at: number) => `http://localhost:${at}`],
    ["the cloud's own address", () => "http://169.254.169.254"],
  ])("is not made to %s", async (_name, url) => {
    const before = requests;
    expect(await ask(url(port), { lists })).toBe("forbidden");
    expect(requests).toBe(before);
  });

  test.each([
    ["a private address", ["127.0.0.1"]],
    ["a public and a private address", ["93.184.216.34", "127.0.0.1"]],
    ["no address", []],
  ])("is not made to a name that stands for %s", async (_name, addresses) => {
    const before = requests;
    const resolve = answering(...addresses);
    expect(await ask(`http://kimai.example.org:${port}`, { lists, resolve })).toBe("forbidden");
    expect(requests).toBe(before);
  });

  test("asks for a name once, so that no second answer leads elsewhere", async () => {
    let asked = 0;
    const resolve: NetworkGuard["resolve"] = (host, options, callback) => {
      asked += 1;
      answering(asked === 1 ? "169.254.169.254" : "127.0.0.1")?.(host, options, callback);
    };
    expect(await ask(`http://kimai.example.org:${port}`, { lists, resolve })).toBe("forbidden");
    expect(asked).toBe(1);
  });

  test("follows no redirect to a private address", async () => {
    const redirecting = createServer((_request, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${port}/version` });
      response.end();
    });
    await new Promise<void>((ready) => redirecting.listen(0, "127.0.0.1", ready));
    const before = requests;
    const url = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
    expect(await ask(url, { lists: (origin) => origin === url })).toBe("redirected");
    expect(requests).toBe(before);
    redirecting.close();
  });
});
