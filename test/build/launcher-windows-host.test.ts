import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { build } from "vite";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildLauncher } from "../../build/launcher.mjs";
import {
  alone,
  canRun,
  compileStandIn,
  installOnWindows,
  isWindows,
  newPerson,
  nodeForWindows,
  outcomeOf,
  startAs,
  windowsFolder,
  windowsPath,
} from "../fakes/windows/wine";

/** The launcher for Windows beside the app's own code and the built server, run by Node for Windows in Electron's place. */
const server = resolve("out/mcp-server/index.js");

describe.runIf(canRun && nodeForWindows && existsSync(server))("on Windows", { timeout: 60_000 }, () => {
  const { work, remove } = windowsFolder();
  const app = join(work, "app.cjs");
  const standIn = join(work, "stand-in.exe");
  let program: string;
  let person: string;
  let home: string;
  let launcher: string;

  beforeAll(async () => {
    const free = await alone();
    program = buildLauncher({ system: "win32", name: "real-host" }) ?? "";
    compileStandIn(standIn);
    await build({
      ...{ configFile: false, logLevel: "error", ssr: { noExternal: true } },
      build: {
        ...{ ssr: resolve("test/fakes/windows/app.ts"), outDir: work, emptyOutDir: false },
        rolldownOptions: { output: { format: "cjs", entryFileNames: "app.cjs" } },
      },
    });
    return () => {
      free();
      remove();
    };
  }, 240_000);
  beforeEach(async () => {
    ({ person, home } = newPerson(work));
    launcher = await installOnWindows(home, { electron: nodeForWindows ?? "", script: server, program });
    const account = { id: "local", service: "local", label: "Here", permissions: { profile: "everything" } };
    writeFileSync(
      join(home, "settings.json"),
      JSON.stringify({ version: 1, activeAccount: "local", accounts: [account] }),
    );
  });

  /** Node takes none of the pipes that Wine makes of this system's. */
  function start(file: string, args: string[]): ChildProcess {
    const env = { NODE_SKIP_PLATFORM_CHECK: "1" };
    if (isWindows) return startAs(person, file, args, env);
    return startAs(person, standIn, ["piped", [file, ...args].map((one) => `"${one}"`).join(" ")], env);
  }
  async function startApp(): Promise<ChildProcess> {
    const child = start(windowsPath(nodeForWindows ?? ""), [app, home, launcher, server].map(windowsPath));
    child.stderr?.pipe(process.stderr);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    return child;
  }
  /** A client that asks who answers, and how many tools there are. */
  async function client() {
    const child = start(windowsPath(launcher), ["--client=zed"]);
    const ended = outcomeOf(child);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
    let id = 0;
    const ask = async (method: string, params: object = {}) => {
      child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`it ended: ${(await ended).stderr}`);
        const answer = JSON.parse(value);
        if (answer.id === id) return answer.result;
      }
    };
    const clientInfo = { name: "zed", version: "1" };
    const hello = await ask("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo });
    expect(hello.serverInfo.name).toBe("punchcard");
    child.stdin?.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    const end = async () => {
      child.stdin?.end();
      return (await ended).code;
    };
    return { ask, end, ended };
  }
  const log = () => readFileSync(join(home, "log/server.log"), "utf8");
  const sessions = () => log().match(/"client":"zed","program"/g)?.length ?? 0;

  it("the app listens on a pipe, knows whose launcher came, and serves two clients at once, each from its start to its end", async () => {
    const running = await startApp();
    const [one, two] = await Promise.all([client(), client()]);
    for (const { ask } of [one, two]) expect((await ask("tools/list")).tools.length).toBeGreaterThan(5);
    expect(sessions()).toBe(2);
    // Wine starts nothing by itself: what started the launcher is the stand-in there.
    const starter = isWindows ? process.execPath : windowsPath(standIn);
    expect(log()).toContain(`"program":${JSON.stringify(starter)}`);
    expect(readFileSync(join(home, "run/mcp.sock"), "utf8")).toMatch(/^\\\\\.\\pipe\\punchcard-[0-9a-f]{32}\n$/);
    expect(await one.end()).toBe(0);
    expect((await two.ask("tools/list")).tools.length).toBeGreaterThan(5);
    // The app may quit while a client works; its host ends with the last one.
    running.stdin?.end();
    await once(running, "exit");
    expect(existsSync(join(home, "run/app.sock"))).toBe(false);
    expect((await two.ask("tools/list")).tools.length).toBeGreaterThan(5);
    expect(await two.end()).toBe(0);
    await expect.poll(() => existsSync(join(home, "run/mcp.sock")), { timeout: 20_000 }).toBe(false);
  });

  it("a client gets a server of its own while the app does not run", async () => {
    const alone = await client();
    expect((await alone.ask("tools/list")).tools.length).toBeGreaterThan(5);
    expect(existsSync(join(home, "log/server.log")) && sessions() > 0).toBe(false);
    expect(await alone.end()).toBe(0);
  });
});
