import { existsSync } from "node:fs";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { removeHomes, sandbox, script } from "./sandbox";

/** Represents the real clients in the gate, because it needs no download: the client of the protocol's own SDK. */
beforeAll(() => {
  if (!existsSync(script)) throw new Error("Build first: npm run build");
});
afterAll(removeHomes);

it("the SDK's client starts our server from the entry in a client's file", async () => {
  const { clients, file, home, launcher, work } = sandbox();
  const config = file(".cursor/mcp.json", '{\n  "mcpServers": {}\n}\n');
  expect(await clients.register("cursor")).toMatchObject({ state: "registered" });
  const { command, args, env } = JSON.parse(config.text()).mcpServers.punchcard;
  expect([command, args]).toEqual([launcher, ["--client=cursor"]]);

  const client = new Client({ name: "cursor-vscode", version: "1.0.0" });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({ command, args, cwd: work, env: { HOME: home, PATH: "/usr/bin:/bin", ...env } }),
  );
  expect(client.getServerVersion()).toMatchObject({ name: "punchcard" });
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("get_status");

  await clients.unregister("cursor");
  expect(config.text()).toBe('{\n  "mcpServers": {}\n}\n');
});
