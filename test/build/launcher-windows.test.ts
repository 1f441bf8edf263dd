import { createCipheriv } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { buildLauncher } from "../../build/launcher.mjs";
import {
  alone,
  canRun,
  compiler,
  compileStandIn,
  installOnWindows,
  newPerson,
  outcomeOf,
  startAs,
  windowsFolder,
  windowsPath,
} from "../fakes/windows/wine";

/** The same bytes in each run, with no pattern that a compressor or a search could shorten. */
const pseudoRandomBytes = (sizeBytes: number) =>
  createCipheriv("aes-256-ctr", Buffer.alloc(32), Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));

/** build/launcher for Windows against a host that is played here, behind a named pipe. Elsewhere it is compiled. */
it("the launcher for Windows compiles without a warning", ({ skip }) => {
  if (!compiler) skip("there is no compiler for Windows here");
  expect(buildLauncher({ system: "win32", name: "compiled" })).toMatch(/compiled\.exe$/);
}, 60_000);

describe.runIf(canRun)("the launcher for Windows", { timeout: 60_000 }, () => {
  const { work, remove } = windowsFolder();
  const standIn = join(work, "stand-in.exe");
  // The server of its own is the stand-in, which says what it was given.
  const script = join(work, "server.js");
  let program: string;
  let launcher: string;
  let person: string;
  let home: string;

  beforeAll(async () => {
    const free = await alone();
    program = buildLauncher({ system: "win32", name: "played-host" }) ?? "";
    compileStandIn(standIn);
    return () => {
      free();
      remove();
    };
  }, 240_000);
  beforeEach(async () => {
    ({ person, home } = newPerson(work));
    launcher = await installOnWindows(home, { electron: standIn, script, program });
  });

  const run = (path: string, args: string[], env?: NodeJS.ProcessEnv) => startAs(person, path, args, env);
  /** Each connection on the pipe comes to `answer`, after its first line. */
  async function host(answer: (socket: Socket, hello: string) => void, name = "mcp.sock", of = home): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("error", () => undefined);
      if (name === "app.sock") answer(socket, "");
      else socket.once("data", (hello: Buffer) => answer(socket, hello.toString("utf8")));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const file = windowsPath(join(of, "run", name));
    const relay = run(standIn, ["relay", file, String((server.address() as AddressInfo).port)]);
    await once(relay.stdout as NodeJS.ReadableStream, "data");
  }
  function launch(args = ["--client=zed"], env: NodeJS.ProcessEnv = {}) {
    const child = run(launcher, args, env);
    return { child, ended: outcomeOf(child) };
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
      stdout: `${windowsPath(script)}|${args.join("|")}|node\ninput\n`,
    });
  });

  it("is found by a person whose name has a blank and other letters, whose folder is another one than this", async () => {
    const other = join(work, "Jörg Müller 🕐");
    mkdirSync(join(other, ".punchcard/run"), { recursive: true });
    const theirs = await installOnWindows(join(other, ".punchcard"), { electron: standIn, script, program });
    await host((socket) => socket.end("ok\nserved\n"), "mcp.sock", join(other, ".punchcard"));
    const as = (who: string) => run(standIn, ["person", windowsPath(who), windowsPath(theirs), "--client=zed"]);
    expect((await outcomeOf(as(other))).stdout.toString()).toBe("served\n");
    // A client with another person's folder in its environment would have other settings.
    const child = as(person);
    child.stdin?.end();
    expect((await outcomeOf(child)).stdout.toString()).toContain("node");
  });

  it("gives what the client wrote to no pipe of another person", async () => {
    const foreign = buildLauncher({
      ...{
        system: "win32",
        instead: { "windows-peer": join(import.meta.dirname, "../fakes/windows/another-person.c") },
      },
      name: "another-person",
    });
    await served();
    await installOnWindows(home, { electron: standIn, script, program: foreign ?? "" });
    expect(await outcome(undefined, {}, "secret\n")).toMatchObject({
      ...{ code: 7, stdout: expect.stringMatching(/node\nsecret\n$/) },
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
    rmSync(`${launcher}.start`);
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
    const line = Buffer.concat([Buffer.from(pseudoRandomBytes(1_000_000).toString("hex")), Buffer.from("ü\0\n")]);
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
