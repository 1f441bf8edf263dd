import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testAuthority, testCertificate, testKey } from "../../../fakes/kimai/certificate";
import { listen } from "../../../fakes/listen";
import { origin, startTeamServer, type TestServer } from "../../../fakes/team/server";
import {
  allow,
  authorizePath,
  callMcp,
  exchange,
  newVerifier,
  passSignIn,
  register,
  type Tokens,
} from "../../../fakes/team/sign-in";

/** Where clients that people have are answered (docs/reference/ai-clients.md). */
const redirects: [client: string, said: string, used?: string][] = [
  ["Claude on the web", "https://claude.ai/api/mcp/auth_callback"],
  ["Claude on the web, by its newer name", "https://claude.com/api/mcp/auth_callback"],
  ["Claude Code", "http://localhost/callback", "http://localhost:54321/callback"],
  ["Claude Code by number", "http://127.0.0.1/callback", "http://127.0.0.1:54321/callback"],
  ["ChatGPT", "https://chatgpt.com/connector_platform_oauth_redirect"],
  ["a connector of ChatGPT", "https://chatgpt.com/connector/oauth/a1b2c3"],
  ["Cursor on this computer", "http://localhost:8787/callback"],
  ["Cursor's agents", "https://www.cursor.com/agents/mcp/oauth/callback"],
  ["Cursor by its own scheme", "cursor://anysphere.cursor-mcp/oauth/callback"],
  ["VS Code on this computer", "http://127.0.0.1:33418/"],
  ["VS Code on the web", "https://vscode.dev/redirect"],
];

describe("clients that people have", () => {
  const folder = mkdtempSync(join(tmpdir(), "pc-redirects-"));
  const documents = new Map<string, object>();
  let server: TestServer;
  let host: { port: number; close(): Promise<void> };
  beforeAll(async () => {
    writeFileSync(join(folder, "authority.pem"), testAuthority);
    process.env.PUNCHCARD_EXTRA_CA_CERTS = join(folder, "authority.pem");
    host = await listen(
      createServer({ cert: testCertificate, key: testKey }, (request, response) => {
        const document = documents.get(request.url ?? "");
        response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
        response.end(JSON.stringify(document ?? {}));
      }),
    );
    server = await startTeamServer({ config: { network: { lists: () => true } } });
  });
  afterAll(async () => {
    delete process.env.PUNCHCARD_EXTRA_CA_CERTS;
    await server?.stop();
    await host?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const byRegistration = (redirect: string) => register(server.browser(), redirect);
  const byDocument = async (redirect: string) => {
    const path = `/client-${documents.size}.json`;
    const client_id = `https://localhost:${host.port}${path}`;
    const about = { client_name: "Client", redirect_uris: [redirect], token_endpoint_auth_method: "none" };
    documents.set(path, { client_id, ...about });
    return client_id;
  };

  describe.each([
    ["registers itself", byRegistration],
    ["names its document", byDocument],
  ])("where each %s", (_way, identify) => {
    test.each(redirects)("%s is let in, with scopes and without", async (_client, said, redirect = said) => {
      const client = await identify(said);
      const browser = server.browser();
      for (const scope of [undefined, "read track"]) {
        const request = { client, redirect, verifier: newVerifier() };
        const page = await passSignIn(browser, await browser.get(authorizePath(request, { scope })));
        const back = await allow(browser, page);
        expect(back.href).toMatch(new RegExp(`^${redirect.replace(/[.?/]/g, "\\$&")}\\?`));
        expect(back.searchParams.get("iss")).toBe(origin);
        const code = back.searchParams.get("code") ?? "";
        const fields = { client_id: client, redirect_uri: redirect, code_verifier: request.verifier };
        const got = await exchange(server.browser(), { grant_type: "authorization_code", code, ...fields });
        const { access_token, scope: given } = JSON.parse(got.text) as Tokens;
        expect(given).toBe("read track");
        expect((await callMcp(server.browser(), access_token, { method: "tools/list" })).status).toBe(200);
      }
    });
  });
});
