import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTeamServer, type TestServer } from "../fakes/team/server";
import { allow, passSignIn } from "../fakes/team/sign-in";
import { clientPrograms } from "./programs";
import { removeHomes, sandbox } from "./sandbox";

/** Real clients connect to a team server by its URL alone, sign in as Marta and list its tools. */
const { programs, env: silence } = clientPrograms();
let front: Server;
let server: TestServer;
let url = "";

beforeAll(async () => {
  // The server has to know its address before it has a port.
  front = createServer((socket) => {
    const behind = connect(server.port, "127.0.0.1");
    socket.pipe(behind).pipe(socket);
    behind.on("error", () => socket.destroy());
    socket.on("error", () => behind.destroy());
  });
  await once(front.listen(0, "127.0.0.1"), "listening");
  const origin = `http://localhost:${(front.address() as AddressInfo).port}`;
  url = `${origin}/mcp`;
  // The clients' own documents lie on the internet, which no test reaches: they register themselves.
  server = await startTeamServer({ config: { origin, clientDocuments: false } });
});
afterAll(async () => {
  await server?.stop();
  front?.close();
  removeHomes();
});

/** A command of a client in a terminal, as a person runs it. */
function typed({ home, work }: { home: string; work: string }, program: string, ...args: string[]) {
  const words = [join(programs[program] ?? "", program), ...args].map((word) => `'${word}'`);
  const local = "localhost,127.0.0.1";
  const child = spawn("script", ["-qefc", words.join(" "), "/dev/null"], {
    cwd: work,
    env: {
      PATH: `${programs[program]}:${dirname(process.execPath)}:/usr/bin:/bin`,
      TERM: "dumb",
      ...silence,
      HOME: home,
      NO_PROXY: local,
      no_proxy: local,
    },
    timeout: 60_000,
  });
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  return { said: () => stripVTControlCharacters(text), ended: once(child, "exit") };
}

/** What a person does in the browser that the client opens. */
async function signIn(said: () => string): Promise<void> {
  const asked = () => /http:\/\/localhost:\d+\/oauth\/authorize\?[^\s"]+/.exec(said())?.[0];
  await expect.poll(asked, { timeout: 40_000 }).toBeDefined();
  const { pathname, search } = new URL(asked() ?? "");
  const browser = server.browser();
  const back = await allow(browser, await passSignIn(browser, await browser.get(pathname + search)));
  expect(back.searchParams.get("error")).toBeNull();
  expect((await fetch(back)).status).toBe(200);
}

const answered = () => server.lines.map((line) => JSON.parse(line)).filter(({ route }) => route === "mcp");

describe.skipIf(!programs.claude || process.platform !== "linux")("Claude Code", () => {
  it("signs in through the browser, and is connected", async () => {
    const box = sandbox();
    await box.said("claude", "mcp", "add", "--transport", "http", "punchcard", url);
    const login = typed(box, "claude", "mcp", "login", "punchcard");
    await signIn(login.said);
    await login.ended;
    expect(login.said()).toContain('Authenticated with "punchcard"');
    const before = answered().length;
    const list = typed(box, "claude", "mcp", "list");
    await list.ended;
    expect(list.said().replaceAll(/\s/g, "")).toMatch(/✔Connected/);
    expect(answered().slice(before)).toContainEqual(expect.objectContaining({ method: "POST", status: 200 }));
  });
});

describe.skipIf(!programs.codex || process.platform !== "linux")("Codex", () => {
  it("signs in through the browser, and keeps that it did", async () => {
    const box = sandbox();
    box.file(".codex/config.toml", `[mcp_servers.punchcard]\nurl = "${url}"\n`);
    const login = typed(box, "codex", "mcp", "login", "punchcard");
    await signIn(login.said);
    await login.ended;
    expect(login.said()).toContain("Successfully logged in");
    const [ours] = await box.json("codex", "mcp", "list", "--json");
    expect(ours).toMatchObject({ name: "punchcard", auth_status: "o_auth" });
  });
});

describe.skipIf(!programs["mcp-inspector"] || process.platform !== "linux")("MCP Inspector", () => {
  it("signs in through the browser, and lists the tools", async () => {
    const list = typed(sandbox(), "mcp-inspector", "--cli", url, "--transport", "http", "--method", "tools/list");
    await signIn(list.said);
    expect(await list.ended).toEqual([0, null]);
    const { tools } = JSON.parse(/^\{[\s\S]*^\}/m.exec(list.said())?.[0] ?? "{}");
    expect(tools.map(({ name }: { name: string }) => name)).toContain("get_status");
  });
});
