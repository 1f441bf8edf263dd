import { afterEach, expect, test, vi } from "vitest";
import type { TeamServerConfig } from "#team/http/team-server";
import type * as providers from "#team/oauth/provider";
import { startTeamServer, type TestServer } from "../../../fakes/team/server";
import { connect } from "../../../fakes/team/sign-in";

/** When the authorization server is loaded, and what happens where it cannot be. */
const state = vi.hoisted(() => ({ made: 0, fails: false }));
vi.mock("#team/oauth/provider", async (original) => {
  const { createProvider } = await original<typeof providers>();
  return {
    createProvider(deps: providers.ProviderDeps) {
      state.made += 1;
      if (state.fails) throw new Error("its file is broken");
      return createProvider(deps);
    },
  };
});

let server: TestServer;
async function start(config: Partial<TeamServerConfig>): Promise<void> {
  Object.assign(state, { made: 0, fails: false });
  server = await startTeamServer({ config });
}
afterEach(() => server.stop());

const readiness = async () => (await fetch(`http://127.0.0.1:${server.operationPort}/readyz`)).status;
const keys = async () => (await server.browser().get("/oauth/jwks")).status;

test("the first who signs in loads it, and nobody before", async () => {
  await start({ loadAfter: 3_600_000 });
  expect(await readiness()).toBe(200);
  expect((await server.browser().get("/.well-known/oauth-authorization-server")).status).toBe(200);
  expect((await server.browser().send("/mcp", { method: "POST", json: {} })).status).toBe(401);
  expect(state.made).toBe(0);
  await connect(server.browser());
  await connect(server.browser());
  expect(state.made).toBe(1);
});

test("it is loaded a moment after the start where nobody signs in", async () => {
  await start({ loadAfter: 1 });
  await expect.poll(() => state.made).toBe(1);
  expect(await readiness()).toBe(200);
});

test("a server that cannot load it is not ready until it can", async () => {
  await start({ loadAfter: 1 });
  state.fails = true;
  await expect.poll(readiness).toBe(503);
  expect(server.lines.join("\n")).toMatch(/"level":"error".*its file is broken.*cannot be loaded/);
  expect([await keys(), await readiness()]).toEqual([503, 503]);
  state.fails = false;
  expect([await keys(), await readiness()]).toEqual([200, 200]);
});
