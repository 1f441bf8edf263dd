import { expect, test } from "vitest";
import { activityMethods } from "#core/domain/results/activity";
import { importMethods } from "#core/domain/results/imports";
import { projectMethods } from "#core/domain/results/projects";
import type { McpSession } from "../fakes/mcp-session";
import { spawnedTest } from "./launched";
import { Server, temporaryFolder, trayKey, until, writeSettings } from "./server";

/** Permissions in the built server; all others are in test/mcp-server/cli/session/permissions.test.ts. */

const listChanged = (server: McpSession) =>
  server.notifications.filter(({ method }) => method === "notifications/tools/list_changed").length;

test("a tool switched off while the server runs disappears, is announced once, and is refused", async () => {
  const home = temporaryFolder();
  writeSettings(home);
  const server = new Server({ home, args: ["--client=claude-desktop"] });
  await server.open();
  expect(await server.tools()).toContain("clock_in");
  writeSettings(home, { tools: { clock_in: false } });
  await until("list_changed", () => listChanged(server) > 0);
  expect(await server.tools()).not.toContain("clock_in");
  expect(await server.call("clock_in", { project: "x" })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: "permission", saved: "no" } },
  });
  writeSettings(home, { tools: { clock_in: false } }, { ui: { zoom: 110 } });
  // Each call reads changed settings first. What it sends about them comes before its result.
  expect((await server.call("get_status")).isError).toBeFalsy();
  expect(listChanged(server)).toBe(1);
});

spawnedTest("a wrong key, no key and a missing tray.json end the server with a message", async () => {
  for (const firstLine of [JSON.stringify({ key: "0".repeat(64) }), "{}", "nonsense"]) {
    const home = temporaryFolder();
    if (firstLine !== "{}") trayKey(home);
    const server = new Server({ home, args: ["--tray"], firstLine });
    expect(await server.ended).toBe(1);
    expect(server.stderr).toContain("--tray is for Punchcard itself");
  }
});

/** What only the app may ask, with parameters that it would take from the app. */
const appRequests: Record<string, Record<string, unknown>> = {
  [activityMethods.list]: { from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z", limit: 10 },
  [activityMethods.undo]: { id: 1 },
  [activityMethods.clear]: {},
  [projectMethods.look]: { account: "local-1", id: "1" },
  [projectMethods.merge]: { account: "local-1", from: "1", into: "2" },
  [importMethods.preview]: {
    ...{ account: "local-1", path: "/etc/hostname" },
    choices: { dayStart: 540, work: {}, tags: {} },
  },
  [importMethods.run]: {
    ...{ account: "local-1", path: "/etc/hostname", name: "hostname", sha256: "0".repeat(64) },
    ...{ choices: { dayStart: 540, work: {}, tags: {} }, expected: { rows: 1, seconds: 60 } },
  },
  [importMethods.pending]: {},
  [importMethods.goOn]: {},
  [importMethods.takeBack]: {},
  [importMethods.cancel]: {},
};

spawnedTest("every request of the app has a call here", () => {
  const all = [activityMethods, projectMethods, importMethods].flatMap((methods) => Object.values(methods));
  expect(Object.keys(appRequests).sort()).toEqual(all.sort());
});

test.each([{ modern: false }, { modern: true }])(
  "what only the app may ask is not there for an AI client, whatever it calls itself ($modern)",
  async (era) => {
    const home = temporaryFolder();
    writeSettings(home, { profile: "everything" });
    const key = trayKey(home);
    const firstLine = JSON.stringify({ key });
    for (const [args, first] of [
      [["--client=tray"], undefined],
      [["--client=claude"], firstLine],
    ] as const) {
      const server = new Server({ home, args: [...args], ...era, ...(first !== undefined && { firstLine: first }) });
      await server.open();
      for (const [method, params] of Object.entries(appRequests)) {
        const { result, error } = await server.ask(method, params);
        expect([method, result, error?.code]).toEqual([method, undefined, -32601]);
      }
      server.endInput();
    }
    const app = new Server({ home, args: ["--tray"], firstLine });
    await app.open();
    for (const [method, params] of Object.entries(appRequests))
      expect([method, (await app.ask(method, params)).error?.code]).not.toEqual([method, -32601]);
  },
);
