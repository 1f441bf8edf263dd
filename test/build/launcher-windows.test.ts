import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { buildLauncher } from "../../build/launcher.mjs";

/**
 * build/launcher for Windows against a host that is played here, behind a named pipe: on Windows, or by Wine where that is
 * installed and PUNCHCARD_WINE names a folder for it (WINEPREFIX=folder wineboot makes one). Elsewhere it is compiled,
 * where there is a compiler for it.
 */
const isWindows = process.platform === "win32";
const installed = (program: string) => spawnSync(program, ["--version"]).error === undefined;
const compiler = ["x86_64-w64-mingw32-gcc", ...(isWindows ? ["gcc"] : [])].find(installed);
const wine = isWindows || (installed("wine") && process.env.PUNCHCARD_WINE !== undefined);

it("the launcher for Windows compiles without a warning", ({ skip }) => {
  if (!compiler) skip("there is no compiler for Windows here");
  expect(buildLauncher({ system: "win32" })).toMatch(/punchcard-mcp\.exe$/);
}, 60_000);

describe.runIf(compiler && wine)("the launcher for Windows", { timeout: 60_000 }, () => {
  const work = mkdtempSync(join(tmpdir(), "punchcard Jö O'Neil "));
  const standIn = join(work, "stand-in.exe");
  let program: string;
  let person: string;
  let home: string;

  beforeAll(() => {
    program = buildLauncher({ system: "win32" }) ?? "";
    const source = join(import.meta.dirname, "../fakes/windows/stand-in.c");
    const done = spawnSync(compiler ?? "", ["-municode", "-static", "-o", standIn, source, "-lws2_32"], {
      encoding: "utf8",
    });
    expect(done.stderr).toBe("");
    return () => rmSync(work, { recursive: true, force: true });
  }, 120_000);
  beforeEach(() => {
    // Wine lets nobody say where its person's folder is.
    const { PUNCHCARD_WINE: prefix = "" } = process.env;
    person = isWindows ? mkdtempSync(join(work, "person ")) : join(prefix, "drive_c/users", userInfo().username);
    home = join(person, ".punchcard");
    rmSync(home, { recursive: true, force: true });
    mkdirSync(join(home, "bin"), { recursive: true });
    mkdirSync(join(home, "run"));
    copyFileSync(program, join(home, "bin/punchcard-mcp.exe"));
    // The server of its own is the stand-in, which says what it was given.
    const start = ["# Written by Punchcard", `app=${windowsPath(standIn)}`, "script=C:\\out\\server.js", ""];
    writeFileSync(join(home, "bin/punchcard-mcp.exe.start"), start.join("\r\n"));
  });

  const windowsPath = (path: string) => (isWindows ? path : `Z:${path.replaceAll("/", "\\")}`);
  function run(path: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const whole = {
      ...{ PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, USERPROFILE: windowsPath(person) },
      ...(!isWindows && {
        HOME: homedir(),
        WINEPREFIX: process.env.PUNCHCARD_WINE,
        WINEDEBUG: "-all",
        LC_ALL: "C.UTF-8",
      }),
      ...env,
    };
    const child = isWindows ? spawn(path, args, { env: whole }) : spawn("wine", [path, ...args], { env: whole });
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdin?.on("error", () => undefined);
    return child;
  }
  /** Each connection on the pipe comes to `answer`, after its first line. */
  async function host(answer: (socket: Socket, hello: string) => void, name = "mcp.sock"): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("error", () => undefined);
      if (name === "app.sock") answer(socket, "");
      else socket.once("data", (hello: Buffer) => answer(socket, hello.toString("utf8")));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const file = windowsPath(join(home, "run", name));
    const relay = run(standIn, ["relay", file, String((server.address() as AddressInfo).port)]);
    await once(relay.stdout as NodeJS.ReadableStream, "data");
  }
  function launch(args = ["--client=zed"], env: NodeJS.ProcessEnv = {}) {
    const child = run(join(home, "bin/punchcard-mcp.exe"), args, env);
    const parts: Buffer[] = [];
    let stderr = "";
    child.stdout?.on("data", (part: Buffer) => parts.push(part));
    child.stderr?.on("data", (part: Buffer) => {
      stderr += part;
    });
    const ended = once(child, "close").then(([code]) => ({
      code,
      stdout: Buffer.concat(parts),
      stderr: stderr.replaceAll("\r", ""),
    }));
    return { child, ended };
  }
  const outcome = async (args?: string[], env?: NodeJS.ProcessEnv, input = "") => {
    const { child, ended } = launch(args, env);
    child.stdin?.end(input);
    const { stdout, ...rest } = await ended;
    return { ...rest, stdout: stdout.toString("utf8").replaceAll("\r", "") };
  };
  const closed = "punchcard-mcp: Punchcard was closed. Start this connection again.\n";
  const served = () => host((socket) => socket.end("ok\nserved\n"));

  it("starts the server of its own with every argument as it is, and gives its exit status back", async () => {
    const args = ["--client=zed", "a b", "ü 🕐", 'say "hi"', "back\\slash\\", ""];
    expect(await outcome(args, {}, "input\n")).toEqual({
      ...{ code: 7, stderr: "" },
      stdout: `C:\\out\\server.js|${args.join("|")}|node\ninput\n`,
    });
  });

  it.each<[string, (file: string) => void | Promise<void>]>([
    ["nobody listens any more", (file) => writeFileSync(file, "\\\\.\\pipe\\punchcard-0\n")],
    ["the file names a pipe of another computer", (file) => writeFileSync(file, "\\\\server\\pipe\\punchcard-1\n")],
    ["the host refuses it", () => host((socket) => socket.end("no version\n"))],
    ["the host ends in the middle of a word", () => host((socket) => socket.end("ok"))],
  ])("starts it where %s, with all that the client wrote", async (_where, arrange) => {
    await arrange(join(home, "run/mcp.sock"));
    expect(await outcome(undefined, {}, "first\n")).toMatchObject({
      code: 7,
      stdout: expect.stringMatching(/node\nfirst\n$/),
    });
  });

  it("says when Punchcard is gone", async () => {
    rmSync(join(home, "bin/punchcard-mcp.exe.start"));
    expect(await outcome()).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("is not where it was"),
    });
  });

  it("asks the app for its host, and goes there", async () => {
    await host((socket) => void served().then(() => socket.end("ready\n")), "app.sock");
    expect(await outcome()).toMatchObject({ stdout: "served\n" });
  });

  it("says who it is, passes notes on, and gives whole messages only when the host ends in the middle of one", async () => {
    const hellos: string[] = [];
    await host((socket, hello) => {
      hellos.push(hello);
      socket.end('note Kimai is asked over http\nok\n{"id":1}\n{"id":2,"resu');
    });
    const { child, ended } = launch(["--client=zed"], { https_proxy: "http://p:1", KIMAI_API_TOKEN: "secret" });
    const { stdout, ...rest } = await ended;
    child.stdin?.end();
    expect({ ...rest, stdout: stdout.toString() }).toEqual({
      ...{ code: 1, stdout: '{"id":1}\n' },
      stderr: `punchcard: Kimai is asked over http\n${closed}`,
    });
    expect(hellos[0]?.startsWith("1\0zed\0https_proxy=http://p:1\0")).toBe(true);
    expect(hellos.join()).not.toContain("secret");
  });

  it("passes long lines both ways, byte for byte, and tells the end of its input by a byte that no message has", async () => {
    const line = Buffer.concat([Buffer.from(randomBytes(1_000_000).toString("hex")), Buffer.from("ü\0\n")]);
    const sent = Buffer.concat([line, line]);
    await host((socket) => {
      socket.write("ok\n");
      socket.on("data", (part: Buffer) => {
        const end = part.indexOf(4);
        socket.write(end < 0 ? part : part.subarray(0, end));
        if (end >= 0) socket.end();
      });
    });
    const { child, ended } = launch();
    child.stdin?.end(sent);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.equals(sent)).toBe(true);
  });
});
