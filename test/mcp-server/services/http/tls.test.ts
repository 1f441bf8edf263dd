import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpClient } from "../../../../mcp-server/services/http/client";
import type { TlsVerify } from "../../../../mcp-server/services/http/dispatcher";
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

  it("for another name are refused in spite of the CA file", async () => {
    const file = join(folder, "ca.pem");
    await writeFile(file, kimai.authority);
    const other = kimai.url.replace("127.0.0.1", "127.0.0.2");
    const error = await failureOf(ask(file, other));
    expect(["tls", "offline"]).toContain(error.kind);
  });

  it("need a CA file that can be read and holds one", async () => {
    const file = join(folder, "not.pem");
    expect(await failureOf(ask(file))).toMatchObject({ kind: "tls", detail: "ENOENT" });
    await writeFile(file, "hello");
    expect((await failureOf(ask(file))).message).toMatch(/no certificate/);
  });

  it("spoken to a server without TLS are a TLS failure", async () => {
    const plain = await startFakeKimai();
    expect(await failureOf(ask(true, plain.url.replace("http:", "https:")))).toMatchObject({ kind: "tls" });
    await plain.close();
  });
});
