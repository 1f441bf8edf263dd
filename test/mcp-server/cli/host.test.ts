import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseCommandLine } from "#cli/command-line";
import { SessionHost } from "#cli/host";
import { launcherProgram } from "../../fakes/launcher-program";

describe.runIf(process.platform === "linux")("the session host", () => {
  let home: string;
  const hosts: SessionHost[] = [];
  const sockets: Socket[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "punchcard-host-"));
    writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1 }));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const host of hosts.splice(0)) await host.close();
    rmSync(home, { recursive: true, force: true });
  });
  const socketFile = () => join(home, "run", "mcp.sock");

  async function start(limits: { idle?: number; mostSessions?: number } = {}) {
    const launcher = launcherProgram();
    const ended: boolean[] = [];
    const line = parseCommandLine(["--host", launcher, "--settings", home], {}, home);
    const host = new SessionHost({ line, launcher, limits, ended: () => void ended.push(existsSync(socketFile())) });
    hosts.push(host);
    await host.listen();
    return { host, ended };
  }
  /** The environment of this process is the host's. */
  const variables = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
  const greeting = () =>
    [
      "1",
      "zed",
      ...[...variables, "NO_PROXY", "TZ", "PUNCHCARD_POLICY", "PUNCHCARD_EXTRA_CA_CERTS"].flatMap((name) =>
        process.env[name] ? `${name}=${process.env[name]}` : [],
      ),
    ]
      .map((field) => `${field}\0`)
      .join("");
  function client(hello = greeting()) {
    const socket = connect(socketFile());
    sockets.push(socket);
    let said = "";
    socket.on("error", () => undefined);
    socket.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
    socket.write(`${hello}\n`);
    return { socket, said: () => said };
  }

  it("ends a session by the byte with which a launcher on Windows tells that its client ended", async () => {
    await start();
    const one = client();
    const ended = new Promise((resolve) => one.socket.once("end", resolve));
    await expect.poll(one.said, { timeout: 20_000 }).toContain("ok\n");
    const clientInfo = { name: "test", version: "1" };
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
    one.socket.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params })}\n`);
    await expect.poll(one.said, { timeout: 20_000 }).toContain('"id":1');
    // Our side of the connection stays open, as that of a pipe has to.
    one.socket.write("\u0004{}\n");
    await ended;
    expect(one.said()).not.toContain("error");
  });

  it("ends, without its socket, when no client was there for a while, and not before", async () => {
    const { ended } = await start({ idle: 300 });
    const one = client();
    await expect.poll(one.said).toBe("ok\n");
    await new Promise((done) => setTimeout(done, 500));
    expect(ended).toEqual([]);
    one.socket.destroy();
    await expect.poll(() => ended).toEqual([false]);
  });

  it("takes no more clients once it is retired, and ends with the last one", async () => {
    const { host, ended } = await start();
    const one = client();
    await expect.poll(one.said).toBe("ok\n");
    host.retire();
    expect([existsSync(socketFile()), ended]).toEqual([false, []]);
    one.socket.destroy();
    await expect.poll(() => ended).toEqual([false]);
  });

  it("refuses what is beyond its limit, and takes the next when one went", async () => {
    await start({ mostSessions: 1 });
    const first = client();
    await expect.poll(first.said).toBe("ok\n");
    const second = client();
    await expect.poll(second.said).toBe("no too many\n");
    first.socket.destroy();
    await expect
      .poll(async () => {
        const next = client();
        await expect.poll(next.said).not.toBe("");
        return next.said();
      })
      .toBe("ok\n");
  });

  it.each([
    ["of another version", "9\0zed\0", "no version\n"],
    ["of another environment", "1\0zed\0TZ=Mars/Olympus\0", "no environment\n"],
  ])("refuses a launcher %s", async (_what, hello, answer) => {
    await start();
    const one = client(hello);
    await expect.poll(one.said).toBe(answer);
  });

  it("leaves the socket of another host that took its place alone", async () => {
    const first = await start();
    await start();
    await first.host.close();
    const one = client();
    await expect.poll(one.said).toBe("ok\n");
  });

  it("ends its clients' connections when it is closed", async () => {
    const { host } = await start();
    const one = client();
    await expect.poll(one.said).toBe("ok\n");
    const closed = new Promise((resolve) => one.socket.once("close", resolve));
    await host.close();
    await closed;
    expect(existsSync(socketFile())).toBe(false);
  });
});
