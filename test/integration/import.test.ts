import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type CredentialPlace, openCredentials } from "#core/platform/credentials";
import { startFakeKimai } from "../fakes/kimai";
import { Server, temporaryFolder } from "./server";

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

/** The built command as a person runs it; without more, in an environment that has no session bus. */
async function run(args: string[], more: NodeJS.ProcessEnv = {}) {
  const home = temporaryFolder();
  const env = { HOME: home, PATH: process.env.PATH, XDG_RUNTIME_DIR: home, ...more };
  const child = spawn(process.execPath, [bundle, "import-kimai-mcp", ...args, "--settings", join(home, "punchcard")], {
    cwd: home,
    env,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  const files = (readdirSync(home, { recursive: true }) as string[])
    .map((name) => join(home, name))
    .filter((file) => statSync(file).isFile());
  return { home, code, output, kept: files.map((file) => readFileSync(file, "utf8")).join("\n") };
}

async function kimaiFile() {
  const kimai = await startFakeKimai();
  onTestFinished(() => kimai.close());
  const file = join(temporaryFolder(), "claude_desktop_config.json");
  const args = ["kimai-mcp", "--kimai-url", kimai.url, "--kimai-token", kimai.tokens.user];
  writeFileSync(file, JSON.stringify({ mcpServers: { kimai: { command: "uvx", args } } }, null, 2));
  return { kimai, file, before: readFileSync(file, "utf8") };
}

test("without a keychain it says what is missing, keeps nothing and leaves the file alone", async () => {
  const { kimai, file, before } = await kimaiFile();
  const { home, code, output, kept } = await run([file]);
  expect(code).toBe(1);
  expect(output).toContain(`mcpServers.kimai: ${kimai.url}`);
  expect(output).toMatch(/session bus|keychain/i);
  expect(existsSync(join(home, "punchcard/settings.json"))).toBe(false);
  expect(readFileSync(file, "utf8")).toBe(before);
  kimai.assertTokensOnlyInAuthorization(output, kept);
});

test("no file, no JSON and no name are told with an exit code, and what stands in the file is not", async () => {
  expect(await run([])).toMatchObject({ code: 2, output: expect.stringContaining("needs the path of a file") });
  expect(await run(["none.json"])).toMatchObject({ code: 1, output: expect.stringContaining("There is no file") });
  const file = join(temporaryFolder(), "broken.json");
  writeFileSync(file, '{"mcpServers": {"kimai": {"args": ["--kimai-token", "canary-4711"');
  const broken = await run([file]);
  expect(broken).toMatchObject({ code: 1, output: expect.stringContaining("is not JSON") });
  expect(broken.output + broken.kept).not.toContain("canary-4711");
});

test("with a keychain the token is there and nowhere else, and a server uses it", async () => {
  const { kimai, file, before } = await kimaiFile();
  const bus = { DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS };
  const { home, code, output, kept } = await run([file], bus);
  expect(output).toMatch(/connected: Kimai · 127\.0\.0\.1:\d+ as John Doe \(kimai-[0-9a-f]{8}, profile track\)/);
  expect(code).toBe(0);
  expect(output).toMatch(/lines 3 to 12: mcpServers\.kimai/);
  expect(readFileSync(file, "utf8")).toBe(before);
  const settings = join(home, "punchcard");
  const [account] = (
    JSON.parse(readFileSync(join(settings, "settings.json"), "utf8")) as { accounts: [CredentialPlace] }
  ).accounts;
  const keychain = openCredentials();
  onTestFinished(() => void keychain.delete(account));
  expect(await keychain.get(account)).toBe(kimai.tokens.user);
  kimai.assertTokensOnlyInAuthorization(output, kept);
  const server = new Server({ home: settings, args: ["--client=claude-desktop"], env: bus });
  await server.open();
  expect((await server.call("get_account")).structuredContent).toMatchObject({ person: { name: "John Doe" } });
});
