import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpClient } from "../../../../mcp-server/services/http/client";
import type { TlsVerify } from "../../../../mcp-server/services/http/dispatcher";
import { testCertificate, testKey } from "../../../fakes/kimai/certificate";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai/index";
import { failureOf } from "./server";

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
});
