import { type ChildProcess, spawn } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "#main/clients/file-system";
import { writeLauncher } from "#main/clients/launcher/launcher";
import { launcherProgram } from "../fakes/launcher-program";

/** The same bytes in each run, with no pattern that a compressor or a search could shorten. */
const pseudoRandomBytes = (sizeBytes: number) =>
  createCipheriv("aes-256-ctr", Buffer.alloc(32), Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));

/** build/launcher against a host that is played here, whose every byte is ours to choose. */
const isLinux = process.platform === "linux";

describe.runIf(isLinux || process.platform === "darwin")("the launcher's program", () => {
  let person: string;
  let home: string;
  let run: string;
  let launcher: string;
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    // The path of a socket may have 104 bytes on macOS, half of which its folder for such files takes.
    person = fs.realpathSync(fs.mkdtempSync(join(isLinux ? tmpdir() : "/tmp", "punchcard-program-")));
    home = join(person, ".punchcard");
    run = join(home, "run");
    fs.mkdirSync(run, { recursive: true, mode: 0o700 });
    // The server of its own says so, and ends.
    launcher = join(home, "bin", "punchcard-mcp");
    await install("/bin/echo", "/");
  });
  async function install(electron: string, script: string): Promise<void> {
    const launch = { electron, script, program: launcherProgram() };
    await writeLauncher({ platform: process.platform, env: {}, punchcardHome: home, launch, fs: nodeFiles });
  }
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
    for (const child of children.splice(0)) child.kill("SIGKILL");
    fs.rmSync(person, { recursive: true, force: true });
  });

  async function host(answer: (socket: Socket, hello: string) => void, name = "mcp.sock"): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket);
      socket.on("error", () => undefined);
      if (name === "app.sock") answer(socket, "");
      else socket.once("data", (hello: Buffer) => answer(socket, hello.toString("utf8")));
    });
    servers.push(server);
    server.listen(join(run, name));
    await once(server, "listening");
  }

  function start(env: NodeJS.ProcessEnv = {}) {
    const child = spawn(launcher, ["--client=zed"], { env: { HOME: person, ...env }, stdio: "pipe" });
    children.push(child);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      stderr += part;
    });
    child.stdin.on("error", () => undefined);
    const parts: Buffer[] = [];
    const ended = once(child, "close").then(([code]) => ({
      code,
      stdout: Buffer.concat(parts).toString("latin1"),
      stderr,
    }));
    return { child, ended, read: () => child.stdout.on("data", (part: Buffer) => parts.push(part)) };
  }
  const outcome = (env?: NodeJS.ProcessEnv) => {
    const { ended, read } = start(env);
    read();
    return ended;
  };
  const alone = { code: 0, stdout: "/ --client=zed\n", stderr: "" };
  const closed = "punchcard-mcp: Punchcard was closed. Start this connection again.\n";
  const serve = (then: (socket: Socket) => void) => host((socket) => socket.write("ok\n", () => then(socket)));
  const served = () => host((socket) => socket.end("ok\nserved\n"));
  const wasServed = { code: 1, stdout: "served\n", stderr: closed };

  describe("starts the server of its own", () => {
    const root = process.getuid?.() === 0;
    it.each<[string, () => void | Promise<void>]>([
      ["where nobody listens", () => undefined],
      ["where the folder of sockets is open to others", () => served().then(() => fs.chmodSync(run, 0o750))],
      [
        "where the folder of sockets is a link",
        async () => {
          await served();
          fs.renameSync(run, join(person, "elsewhere"));
          fs.symlinkSync(join(person, "elsewhere"), run);
        },
      ],
      [
        "where the socket is a link",
        async () => {
          await served();
          fs.renameSync(join(run, "mcp.sock"), join(person, "other.sock"));
          fs.symlinkSync(join(person, "other.sock"), join(run, "mcp.sock"));
        },
      ],
      ["where a file lies in the socket's place", () => fs.writeFileSync(join(run, "mcp.sock"), "")],
      [
        "where the socket was left by one that is gone",
        async () => {
          const script = `require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
          await once(spawn(process.execPath, ["-e", script, join(run, "mcp.sock")]), "exit");
          expect(fs.existsSync(join(run, "mcp.sock"))).toBe(true);
        },
      ],
      ["where the host refuses it", () => host((socket) => socket.end("no version\n"))],
      ["where the host says something else", () => host((socket) => socket.end("okay\n"))],
      ["where the host ends before it said anything", () => host((socket) => socket.destroy())],
      ["where the host ends in the middle of a word", () => host((socket) => socket.end("ok"))],
      ["where the app has no host", () => host((socket) => socket.destroy(), "app.sock")],
      [
        "where the app says that its host is there and it is not",
        () => host((socket) => socket.end("ready\n"), "app.sock"),
      ],
      ...(root
        ? ([
            ["where the folder of sockets is somebody else's", () => served().then(() => fs.chownSync(run, 1, 1))],
            [
              "where the socket is somebody else's",
              () => served().then(() => fs.chownSync(join(run, "mcp.sock"), 1, 1)),
            ],
            ["where Punchcard's folder is somebody else's", () => served().then(() => fs.chownSync(home, 1, 1))],
          ] as [string, () => Promise<void>][])
        : []),
    ])("%s", async (_where, arrange) => {
      await arrange();
      expect(await outcome()).toEqual(alone);
    });

    it("where a variable is no text of one line", async () => {
      await served();
      expect(await outcome({ TZ: "UTC" })).toEqual(wasServed);
      expect(await outcome({ TZ: "UTC\n" })).toEqual(alone);
    });

    it("with all that the client wrote", async () => {
      fs.writeFileSync(join(home, "cat.sh"), "cat\n");
      await install("/bin/sh", join(home, "cat.sh"));
      await host((socket) => socket.end("no peer\n"));
      const { child, ended, read } = start();
      read();
      child.stdin.end("first\nsecond\n");
      expect(await ended).toMatchObject({ code: 0, stdout: "first\nsecond\n" });
    });
  });

  it("asks the app for its host, and goes there", async () => {
    await host((socket) => void served().then(() => socket.end("ready\n")), "app.sock");
    expect(await outcome()).toEqual(wasServed);
  });

  it("goes where Punchcard's folder is a link of the person's own", async () => {
    fs.renameSync(home, join(person, "on another disk"));
    fs.symlinkSync(join(person, "on another disk"), home);
    run = join(person, "on another disk", "run");
    await served();
    expect(await outcome()).toEqual(wasServed);
  });

  it("says who it is and what a server takes from the environment, and nothing else of that", async () => {
    const hellos: string[] = [];
    await host((socket, hello) => {
      hellos.push(hello);
      socket.end("no\n");
    });
    await outcome({ KIMAI_API_TOKEN: "secret", https_proxy: "http://p:1", NO_PROXY: "", NODE_EXTRA_CA_CERTS: "/ca" });
    await outcome({ NODE_EXTRA_CA_CERTS: "/ca", PUNCHCARD_EXTRA_CA_CERTS: "/own", TZ: "UTC", PUNCHCARD_POLICY: "/p" });
    expect(hellos).toEqual([
      "1\0zed\0https_proxy=http://p:1\0PUNCHCARD_EXTRA_CA_CERTS=/ca\0\n",
      "1\0zed\0TZ=UTC\0PUNCHCARD_POLICY=/p\0PUNCHCARD_EXTRA_CA_CERTS=/own\0\n",
    ]);
  });

  it("passes the host's notes to standard error", async () => {
    await host((socket) => socket.end('note Kimai is asked over http\nok\n{"id":1}\n'));
    expect(await outcome()).toEqual({
      ...{ code: 1, stdout: '{"id":1}\n' },
      stderr: `punchcard: Kimai is asked over http\n${closed}`,
    });
  });

  it.each([
    ["ends", (socket: Socket) => socket.end()],
    ["is killed", (socket: Socket) => socket.destroy()],
  ])("gives the client whole messages only when the host %s in the middle of one", async (_how, end) => {
    await serve((socket) => socket.write('{"id":1}\n{"id":2,"resu', () => end(socket)));
    expect(await outcome()).toEqual({ code: 1, stdout: '{"id":1}\n', stderr: closed });
  });

  it("ends with 0 when the client ended, after the last answers", async () => {
    await serve((socket) => {
      socket.on("end", () => setTimeout(() => socket.end("last\n"), 50)).resume();
    });
    const { child, ended, read } = start();
    read();
    child.stdin.end("bye\n");
    expect(await ended).toEqual({ code: 0, stdout: "last\n", stderr: "" });
  });

  it("ends a second and a half after a signal where the host does not", async () => {
    await serve((socket) => void socket.write("open\n"));
    const { child, ended, read } = start();
    read();
    await once(child.stdout, "data");
    const before = performance.now();
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(performance.now() - before).toBeGreaterThan(1_400);
  });

  it("passes 30 MB lines both ways, byte for byte", async () => {
    const line = Buffer.concat([Buffer.from(pseudoRandomBytes(15_000_000).toString("hex")), Buffer.from("ü\0\n")]);
    await serve((socket) => socket.pipe(socket));
    const { child, ended, read } = start();
    read();
    child.stdin.end(Buffer.concat([line, line]));
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout === Buffer.concat([line, line]).toString("latin1")).toBe(true);
  });

  it.runIf(isLinux)(
    "holds the host back while the client does not read, and the client while the host does not",
    async () => {
      let written = 0;
      let toHost: Socket | undefined;
      await serve((socket) => {
        toHost = socket;
        socket.pause();
        const fill = () => {
          for (let more = true; more && written < 300; written += 1) more = socket.write(`${"x".repeat(100_000)}\n`);
          if (written < 300) socket.once("drain", fill);
        };
        fill();
      });
      const { child } = start();
      await once(child.stdout, "readable");
      child.stdin.write("y".repeat(30_000_000));
      const status = () => fs.readFileSync(`/proc/${child.pid}/status`, "utf8");
      // It came to rest: asleep, with the same count of wake-ups twice in a row.
      const wakes = () => /^voluntary_ctxt_switches:\s+(\d+)/m.exec(status())?.[1];
      await expect
        .poll(async () => {
          const before = wakes();
          await new Promise((done) => setTimeout(done, 100));
          return wakes() === before;
        })
        .toBe(true);
      expect(written).toBeLessThan(300);
      expect(child.stdin.writableLength).toBeGreaterThan(0);
      expect(Number(/^VmHWM:\s+(\d+)/m.exec(status())?.[1])).toBeLessThan(3_000);
      toHost?.destroy();
    },
  );

  it.runIf(isLinux)("takes little memory, also after a long answer", async () => {
    await serve((socket) => void socket.write(`${"x".repeat(20_000_000)}\nlast\n`));
    const { child } = start();
    let tail = "";
    child.stdout.on("data", (part: Buffer) => {
      tail = (tail + part.subarray(-5).toString("latin1")).slice(-5);
    });
    await expect.poll(() => tail).toBe("last\n");
    const pss = () => Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${child.pid}/smaps_rollup`, "utf8"))?.[1]);
    await expect.poll(pss).toBeLessThan(1_000);
  });

  it.runIf(isLinux)("says so where its own file was cut off", async () => {
    fs.truncateSync(launcher, fs.statSync(launcher).size - 1);
    expect(await outcome()).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: "punchcard-mcp: this file was damaged. Start Punchcard once, which mends it.\n",
    });
  });
});
