import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { getMcpConfigForManifest, unpackExtension, v0_3 } from "@anthropic-ai/mcpb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { nodeFiles } from "#main/clients/file-system";
import { writeLauncher } from "#main/clients/launcher/launcher";
import { version } from "../../package.json";
import { endWithTest } from "../fakes/end-process";

/** The extension for Claude Desktop as `npm run mcpb` makes it, unpacked and read by the format's own program. */
const script = resolve("out/mcp-server/index.js");
let root = "";
let bundle = "";
let unpacked = "";

beforeAll(async () => {
  if (!existsSync(script)) throw new Error("Build first: npm run build");
  root = mkdtempSync(join(tmpdir(), "punchcard mcpb-"));
  bundle = join(root, "punchcard.mcpb");
  unpacked = join(root, "Claude Extensions", "local.mcpb.punchcard");
  execFileSync(process.execPath, ["build/mcpb.mjs", bundle], { stdio: "ignore" });
  expect(await unpackExtension({ mcpbPath: bundle, outputDir: unpacked, silent: true })).toBe(true);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const manifest = () => JSON.parse(readFileSync(join(unpacked, "manifest.json"), "utf8"));

/** What a client would start, with every variable of the manifest replaced. */
async function command(): Promise<{ command: string; args: string[] }> {
  const config = await getMcpConfigForManifest({
    ...{
      manifest: manifest(),
      extensionPath: unpacked,
      systemDirs: { HOME: root },
      userConfig: {},
      pathSeparator: "/",
    },
  });
  return { command: config?.command ?? "", args: config?.args ?? [] };
}

interface Answer {
  id: number;
  result?: {
    tools?: { name: string }[];
    serverInfo?: { name: string };
    structuredContent?: unknown;
    isError?: boolean;
  };
  error?: { code: number; message: string };
}

/** Starts the unpacked extension as Claude does: its own Node, the environment that its SDK passes. */
async function start(home: string, env: NodeJS.ProcessEnv = {}, before: string[] = []) {
  const { args } = await command();
  const child: ChildProcess = spawn(process.execPath, [...before, ...args], {
    cwd: "/",
    env: { HOME: home, PATH: "/usr/bin:/bin", ELECTRON_RUN_AS_NODE: "1", ELECTRON_NO_ASAR: "1", ...env },
  });
  endWithTest(child);
  let rest = "";
  let stderr = "";
  const waiting = new Map<number, (answer: Answer) => void>();
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const answer = JSON.parse(line) as Answer;
      waiting.get(answer.id)?.(answer);
    }
  });
  let id = 0;
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const send = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const ask = (method: string, params: object = {}) => {
    const mine = ++id;
    const answer = new Promise<Answer>((done) => waiting.set(mine, done));
    send({ id: mine, method, params });
    return answer;
  };
  const hello = () =>
    ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "claude-ai", version: "1" },
    });
  return { ask, send, hello, ended, child, stderr: () => stderr };
}

/** A computer on which Punchcard was started once: its launcher, and one account on this computer. */
async function installed(): Promise<string> {
  const home = mkdtempSync(join(root, "home "));
  const punchcardHome = join(home, ".punchcard");
  await writeLauncher({
    ...{ platform: "linux", env: {}, punchcardHome, launch: { electron: process.execPath, script }, fs: nodeFiles },
  });
  writeFileSync(
    join(punchcardHome, "settings.json"),
    JSON.stringify({
      version: 1,
      activeAccount: "local",
      accounts: [{ id: "local", service: "local", label: "Here", permissions: { profile: "everything" } }],
    }),
  );
  return home;
}

describe("the extension for Claude Desktop", () => {
  it("is small, contains its license, and is the same every time", () => {
    const list = execFileSync("unzip", ["-Z1", bundle], { encoding: "utf8" }).trim().split("\n");
    expect(list).toEqual(["manifest.json", "icon.png", "LICENSE", "server/index.js"]);
    expect(execFileSync("unzip", ["-tq", bundle], { encoding: "utf8" })).toContain("No errors detected");
    expect(readFileSync(bundle).length).toBeLessThan(30_000);
    const again = join(root, "again.mcpb");
    execFileSync(process.execPath, ["build/mcpb.mjs", again], { stdio: "ignore" });
    expect(readFileSync(again).equals(readFileSync(bundle))).toBe(true);
  });

  it("has a manifest that the format's strict schema accepts, and that asks for no secret", () => {
    const said = manifest();
    expect(v0_3.McpbManifestSchema.parse(said)).toEqual(said);
    expect(said).toMatchObject({ name: "punchcard", version, server: { type: "node" }, tools_generated: true });
    expect(said.tools.map(({ name }: { name: string }) => name)).toEqual([...toolNames]);
    expect(said).not.toHaveProperty("user_config");
    expect(JSON.stringify(said.server)).not.toMatch(/token|key|secret|password/i);
    for (const path of [said.icon, said.server.entry_point]) expect(existsSync(join(unpacked, path))).toBe(true);
  });

  it("starts the installed Punchcard's server, as the client that it is, and speaks MCP", async () => {
    expect(await command()).toEqual({
      command: "node",
      args: [join(unpacked, "server/index.js"), "--client=claude-desktop"],
    });
    const server = await start(await installed());
    expect((await server.hello()).result?.serverInfo).toMatchObject({ name: "punchcard" });
    server.send({ method: "notifications/initialized" });
    const tools = (await server.ask("tools/list")).result?.tools?.map(({ name }) => name) ?? [];
    expect(tools).toContain("get_status");
    const told = new Set(manifest().tools.map(({ name }: { name: string }) => name));
    expect(tools.filter((name) => !told.has(name))).toEqual([]);
    const status = await server.ask("tools/call", { name: "get_status", arguments: {} });
    expect(status.result?.isError ?? false).toBe(false);
    expect(status.result?.structuredContent).toBeDefined();
    server.child.stdin?.end();
    expect(await server.ended).toBe(0);
  });

  it("obeys what this client may do", async () => {
    const home = await installed();
    const file = join(home, ".punchcard/settings.json");
    const settings = JSON.parse(readFileSync(file, "utf8"));
    settings.clients = { "claude-desktop": { local: "look" } };
    writeFileSync(file, JSON.stringify(settings));
    const server = await start(home);
    await server.hello();
    server.send({ method: "notifications/initialized" });
    const tools = (await server.ask("tools/list")).result?.tools?.map(({ name }) => name) ?? [];
    expect(tools).toContain("list_time");
    expect(tools).not.toContain("log_time");
  });

  it("takes the server with it when it is told to end", async () => {
    const home = await installed();
    const server = await start(home);
    await server.hello();
    const ofHome = () =>
      readdirSync("/proc").filter((id) => {
        try {
          return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, "utf8").split("\0").includes(`HOME=${home}`);
        } catch {
          return false;
        }
      });
    expect(ofHome().length).toBe(2);
    server.child.kill("SIGTERM");
    await server.ended;
    await vi.waitFor(() => expect(ofHome()).toEqual([]), { timeout: 5_000 });
  });

  it("says in its answer why it cannot start, where Punchcard is not installed", async () => {
    const server = await start(mkdtempSync(join(root, "empty ")));
    const answer = await server.hello();
    expect(answer.error?.message).toMatch(/^Punchcard is not installed on this computer/);
    expect((await server.ask("tools/list")).error?.code).toBe(-32000);
    server.child.stdin?.end();
    expect(await server.ended).toBe(1);
    expect(server.stderr()).toContain("not installed");
  });

  it("passes on what the launcher says when the app is gone", async () => {
    const home = await installed();
    const launcher = join(home, ".punchcard/bin/punchcard-mcp");
    writeFileSync(launcher, readFileSync(launcher, "utf8").replace(/^app=.*$/m, "app=/gone"));
    const server = await start(home);
    expect((await server.hello()).error?.message).toContain("Punchcard is not where it was.");
  });

  it("lets nothing of Claude's own Electron through, and starts the program itself on Windows", async () => {
    const home = mkdtempSync(join(root, "windows "));
    const probe = join(home, "probe.js");
    writeFileSync(
      probe,
      `process.stdin.once("data", () => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id: 1, result: {
         argv: process.argv.slice(2), env: Object.keys(process.env).filter((name) => name.startsWith("ELECTRON_")) } }) + "\\n"));`,
    );
    const pretend = join(home, "windows.cjs");
    writeFileSync(pretend, `Object.defineProperty(process, "platform", { value: "win32" });`);
    mkdirSync(join(home, ".punchcard/bin"), { recursive: true });
    const file = join(home, ".punchcard/bin/punchcard-mcp.json");
    writeFileSync(
      file,
      JSON.stringify({ command: process.execPath, args: [probe], env: { ELECTRON_RUN_AS_NODE: "1" } }),
    );
    const server = await start(home, {}, ["--require", pretend]);
    expect((await server.hello()).result).toEqual({ argv: ["--client=claude-desktop"], env: ["ELECTRON_RUN_AS_NODE"] });
    writeFileSync(file, "{ torn");
    const torn = await start(home, {}, ["--require", pretend]);
    expect((await torn.hello()).error?.message).toContain("not installed");
  });

  it("finds another home of Punchcard where the environment names one", async () => {
    const home = await installed();
    const other = join(root, "other home");
    mkdirSync(dirname(other), { recursive: true });
    cpSync(join(home, ".punchcard"), other, { recursive: true });
    rmSync(join(home, ".punchcard"), { recursive: true });
    const server = await start(home, { PUNCHCARD_HOME: other });
    expect((await server.hello()).result?.serverInfo).toMatchObject({ name: "punchcard" });
  });
});
