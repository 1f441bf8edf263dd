import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { noPolicy } from "#core/domain/company-policy/index";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import { applyCompanyNetwork } from "#core/platform/company-policy/network";
import type { TlsVerify } from "#core/platform/http-dispatcher";
import { applySystemProxies } from "#core/platform/system-proxy/index";
import { gatewayHttp } from "#core/services/calamari/gateway/fetch";
import { createHttpClient } from "#core/services/http/client";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { testCertificate, testKey } from "../../../fakes/kimai/certificate";
import { startTunnel } from "../../../fakes/tunnel";
import { failureOf } from "../services/http/server";

describe("certificates", () => {
  let kimai: FakeKimai;
  let folder: string;
  beforeEach(async () => {
    kimai = await startFakeKimai({ tls: true });
    folder = await mkdtemp(join(tmpdir(), "punchcard-tls-"));
  });
  afterEach(async () => {
    await kimai.close();
    await rm(folder, { recursive: true });
  });

  const ask = async (tlsVerify: TlsVerify, url = kimai.url) => {
    const client = createHttpClient({
      baseUrl: `${url}/api`,
      tlsVerify,
      headers: async () => ({ authorization: `Bearer ${kimai.tokens.user}` }),
      log: () => {},
      product: "Kimai",
      isOwnRefusal: () => true,
    });
    try {
      return (await client.send({ method: "GET", path: ["version"] })).status;
    } finally {
      await client.close();
    }
  };

  it("that nobody vouches for are refused with Node's own word, and the token is not sent", async () => {
    const error = await failureOf(ask(true));
    expect(error).toMatchObject({ kind: "tls", saved: "no", detail: expect.stringMatching(/^[A-Z_]+$/) });
    expect(error.next).toMatch(/CA certificate/);
    expect(kimai.requests).toEqual([]);
  });

  it("are accepted through the person's own CA file, or unchecked where the person said so", async () => {
    const file = join(folder, "ca.pem");
    await writeFile(file, kimai.authority);
    expect(await ask(file)).toBe(200);
    expect(await ask(false)).toBe(200);
  });

  it("are accepted through the file that a company names by a variable, under our own name for it", async () => {
    const file = join(folder, "ca.pem");
    await writeFile(file, kimai.authority);
    vi.stubEnv("PUNCHCARD_EXTRA_CA_CERTS", file);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await ask(true)).toBe(200);
    await writeFile(file, "hello");
    expect((await failureOf(ask(true))).kind).toBe("tls");
    vi.stubEnv("PUNCHCARD_EXTRA_CA_CERTS", join(folder, "none.pem"));
    expect((await failureOf(ask(true))).kind).toBe("tls");
  });

  it("are accepted through the file that a company's policy names, and one that cannot be used is said", async () => {
    const file = join(folder, "ca.pem");
    await writeFile(file, kimai.authority);
    const say = (extraCa: string) =>
      applyCompanyNetwork({ kind: "bound", place: "policy.json", policy: { network: { extraCa } } });
    onTestFinished(() => void applyCompanyNetwork(noPolicy));
    say(file);
    expect(await ask(true)).toBe(200);
    await writeFile(file, "hello");
    expect(await failureOf(ask(true))).toMatchObject({ kind: "tls", next: expect.stringContaining("administers") });
    say(join(folder, "none.pem"));
    expect(await failureOf(ask(true))).toMatchObject({ kind: "tls", next: expect.stringContaining("none.pem") });
  });

  // 127.0.0.2 is this computer too on Linux, and the certificate does not name it.
  it.runIf(process.platform === "linux")("for another name are refused in spite of the CA file", async () => {
    const file = join(folder, "ca.pem");
    await writeFile(file, kimai.authority);
    const server = createServer({ key: testKey, cert: testCertificate }, (_request, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.2", resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(ask(file, `https://127.0.0.2:${port}`));
    expect(error).toMatchObject({ kind: "tls", detail: "ERR_TLS_CERT_ALTNAME_INVALID" });
    await new Promise((resolve) => server.close(resolve));
  });

  it("need a CA file that can be read and holds one", async () => {
    const file = join(folder, "not.pem");
    expect(await failureOf(ask(file))).toMatchObject({ kind: "tls", detail: "ENOENT" });
    await writeFile(file, "hello");
    expect((await failureOf(ask(file))).message).toMatch(/no certificate/);
    await writeFile(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    expect(await failureOf(ask(file))).toMatchObject({ kind: "tls", saved: "no" });
  });

  it("spoken to a server without TLS are a TLS failure", async () => {
    const plain = await startFakeKimai();
    const error = await failureOf(ask(true, plain.url.replace("http:", "https:")));
    expect(error).toMatchObject({ kind: "tls", next: expect.stringContaining(plain.url) });
    expect(error.message).not.toContain("trusted");
    await plain.close();
  });

  describe("are checked although NODE_TLS_REJECT_UNAUTHORIZED=0 is in the environment", () => {
    beforeEach(() => vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0"));
    afterEach(() => vi.unstubAllEnvs());
    const refused = { kind: "tls", detail: expect.stringMatching(/^(SELF_SIGNED|UNABLE_TO|DEPTH_ZERO)/) };

    it("for each service", async () => {
      expect(await failureOf(ask(true))).toMatchObject(refused);
      expect(kimai.requests).toEqual([]);
    });

    it("beside the person's own CA file, whose servers are let in", async () => {
      const file = join(folder, "ca.pem");
      await writeFile(file, kimai.authority);
      expect(await ask(file)).toBe(200);
      await writeFile(file, rootCertificates[0] ?? "");
      expect(await failureOf(ask(file))).toMatchObject(refused);
    });

    it("for the discovery of a sign-in and its token endpoint", async () => {
      await expect(boundedFetch(kimai.url)).rejects.toMatchObject({
        cause: { code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) },
      });
      const tokens = { current: async () => "canary", renew: async () => "canary" };
      const http = gatewayHttp({ url: kimai.url, tlsVerify: true, silenceMs: 1_000 }, tokens, () => {});
      expect(await failureOf(http.plain(kimai.url, { method: "POST", body: "refresh_token=canary" }))).toMatchObject(
        refused,
      );
      expect(await failureOf(http.mcp(kimai.url, { method: "POST", body: "{}" }))).toMatchObject(refused);
      await http.close();
      expect(kimai.requests).toEqual([]);
    });

    async function tunnel(server: Server, scheme: string): Promise<() => number> {
      const { host, asked } = await startTunnel(kimai.url, server);
      vi.stubEnv("https_proxy", `${scheme}://${host}`);
      vi.stubEnv("no_proxy", "");
      return () => asked.length;
    }

    it("for a service behind a proxy's tunnel", async () => {
      const tunnels = await tunnel(createPlainServer(), "http");
      expect(await failureOf(ask(true, "https://kimai.example.org"))).toMatchObject(refused);
      expect(tunnels()).toBeGreaterThan(0);
      expect(await ask(false, "https://kimai.example.org")).toBe(200);
    });

    it("for a service behind the proxy of a company's policy, which counts before the environment's", async () => {
      const tunnels = await tunnel(createPlainServer(), "http");
      const proxy = process.env.https_proxy;
      vi.stubEnv("https_proxy", "http://127.0.0.1:9");
      onTestFinished(() => void applyCompanyNetwork(noPolicy));
      const say = (network: object) =>
        applyCompanyNetwork({ kind: "bound", place: "policy.json", policy: { network } });
      say({ proxy });
      expect(await ask(false, "https://kimai.example.org")).toBe(200);
      expect(tunnels()).toBe(1);
      say({ proxy, noProxy: "kimai.example.org" });
      expect(await failureOf(ask(false, "https://kimai.example.org"))).toMatchObject({ kind: "offline" });
      expect(tunnels()).toBe(1);
    });

    it("for a service behind the proxy that the system names, which counts where nothing else names one", async () => {
      const { host, asked } = await startTunnel(kimai.url);
      const nobody = "http://127.0.0.1:9";
      for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"])
        vi.stubEnv(name, "");
      onTestFinished(() => {
        applySystemProxies({});
        applyCompanyNetwork(noPolicy);
      });
      const say = (said: string) => applySystemProxies({ "https://kimai.example.org": said });
      say(`PROXY ${host}; DIRECT`);
      expect(await failureOf(ask(true, "https://kimai.example.org"))).toMatchObject(refused);
      expect(await ask(false, "https://kimai.example.org")).toBe(200);
      expect(await failureOf(ask(false, "https://another.example.org"))).toMatchObject({ kind: "offline" });
      expect(new Set(asked)).toEqual(new Set(["kimai.example.org:443"]));
      const before = asked.length;
      vi.stubEnv("HTTP_PROXY", nobody);
      expect(await failureOf(ask(false, "https://kimai.example.org"))).toMatchObject({ kind: "offline" });
      vi.stubEnv("HTTP_PROXY", "");
      applyCompanyNetwork({ kind: "bound", place: "policy.json", policy: { network: { proxy: nobody } } });
      expect(await failureOf(ask(false, "https://kimai.example.org"))).toMatchObject({ kind: "offline" });
      applyCompanyNetwork(noPolicy);
      say("SOCKS5 socks.example.org:1080");
      const error = await failureOf(ask(false, "https://kimai.example.org"));
      expect(error).toMatchObject({ kind: "offline", saved: "no" });
      expect(error.message).toContain("SOCKS5 socks.example.org:1080");
      expect(error.next).toContain("HTTPS_PROXY");
      expect(asked).toHaveLength(before);
    });

    it.each([
      ["that the person checks", true],
      ["that the person chose not to check", false],
    ])("for a proxy before a service %s", async (_name, verify) => {
      const tunnels = await tunnel(createServer({ key: testKey, cert: testCertificate }), "https");
      expect(await failureOf(ask(verify, "https://kimai.example.org"))).toMatchObject(refused);
      expect(tunnels()).toBe(0);
    });
  });
});
