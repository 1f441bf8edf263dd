import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runProgram } from "#main/clients/adapters/programs";
import { type Clients, createClients } from "#main/clients/index";

/**
 * Claude Code's own program, played by a script that goes wrong in each way a program can, on a real file system. The
 * entry that is there before must be there after: a client without our `--profile` may do more than its person allowed.
 */
let home: string;
let file: string;
const entry = {
  type: "stdio",
  command: "/old/place/bin/punchcard-mcp",
  args: ["--client=claude-code", "--profile=look"],
  env: { TZ: "UTC", PUNCHCARD_NOTE: "mine" },
};

/** What it does to the file and then to itself, for each of its verbs. */
const program = `#!${process.execPath}
const fs = require("node:fs");
const [, verb, , , name, json] = process.argv.slice(2);
const file = ${"process.env.HOME"} + "/.claude.json";
const way = fs.readFileSync(process.env.HOME + "/way", "utf8");
fs.appendFileSync(process.env.HOME + "/calls", process.argv.slice(2).join(" ") + "\\n");
if (process.argv[2] === "--version") { console.log("2.1.197 (Claude Code)"); process.exit(way === "broken" ? 1 : 0); }
const does = () => {
  const config = JSON.parse(fs.readFileSync(file, "utf8"));
  config.mcpServers = config.mcpServers || {};
  if (verb === "remove") delete config.mcpServers[name];
  else config.mcpServers[name] = JSON.parse(json);
  fs.writeFileSync(file, JSON.stringify(config));
};
const [step, end] = way.split(" ");
if (step === "after") does();
if (end === "ok") console.log("Done");
if (end === "refuses") { console.error("denied by policy"); process.exitCode = 1; }
if (end === "killed") process.kill(process.pid, "SIGKILL");
if (end === "hangs") { process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); }
if (end === "leaves") { require("node:child_process").spawn("sleep", ["4"], { stdio: "inherit" }); process.exit(1); }
if (way === "broken") process.exit(1);
`;

beforeEach(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "punchcard-claude-")));
  file = join(home, ".claude.json");
  fs.mkdirSync(join(home, ".local/bin"), { recursive: true });
  fs.writeFileSync(join(home, ".local/bin/claude"), program, { mode: 0o755 });
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

function opened(way: string, servers: object): Clients {
  fs.writeFileSync(join(home, "way"), way);
  fs.writeFileSync(file, `${JSON.stringify({ numStartups: 3, mcpServers: servers, projects: {} }, null, 2)}\n`);
  const env = { HOME: home, PATH: "/usr/bin:/bin" };
  return createClients({
    platform: "linux",
    env,
    home,
    punchcardHome: join(home, ".punchcard"),
    backups: join(home, ".punchcard/backups"),
    launch: { electron: "/opt/Punchcard/punchcard", script: "/opt/Punchcard/resources/out/mcp-server/index.js" },
    isRunning: async () => true,
    run: (path, args, how) => runProgram(path, args, { ...how, patience: 700 }),
  });
}
const settled = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
const config = () => JSON.parse(fs.readFileSync(file, "utf8")) as { mcpServers: Record<string, typeof entry> };
const calls = () => (fs.existsSync(join(home, "calls")) ? fs.readFileSync(join(home, "calls"), "utf8") : "");

const ways = ["ok", "refuses", "killed", "hangs", "leaves"].flatMap((end) => [`before ${end}`, `after ${end}`]);

describe.each([...ways, "broken"])("a program that ends as %j", (way) => {
  it("is not asked to update: the entry keeps its profile and its environment, and starts the new place", async () => {
    const clients = opened(way, { wiki: { command: "/opt/wiki" }, punchcard: entry });
    expect(await settled(clients.register("claude-code"))).toBe("done");
    const { mcpServers } = config();
    expect(mcpServers.punchcard).toEqual({ ...entry, command: join(home, ".punchcard/bin/punchcard-mcp") });
    expect(mcpServers.wiki).toEqual({ command: "/opt/wiki" });
    expect(calls()).toBe("");
  });

  it("leaves a new entry whole or none at all, and what is told is what is there", async () => {
    const clients = opened(way, { wiki: { command: "/opt/wiki" } });
    const outcome = await settled(clients.register("claude-code"));
    const { punchcard, wiki } = config().mcpServers;
    expect(wiki).toEqual({ command: "/opt/wiki" });
    const whole = { command: join(home, ".punchcard/bin/punchcard-mcp"), args: ["--client=claude-code"] };
    if (punchcard) expect(punchcard).toEqual(whole);
    if (outcome === "done") expect(punchcard).toEqual(whole);
    else expect(outcome).toMatch(/^client_(refused|not_kept)$/);
  });

  it("never takes more than our entry with it when that is removed", async () => {
    const clients = opened(way, { wiki: { command: "/opt/wiki" }, punchcard: entry });
    const outcome = await settled(clients.unregister("claude-code"));
    const { punchcard, wiki } = config().mcpServers;
    expect(wiki).toEqual({ command: "/opt/wiki" });
    if (outcome === "done") expect(punchcard).toBeUndefined();
    else if (punchcard) expect(punchcard).toEqual(entry);
  });
});

it("an update that cannot be written leaves the former entry as it is", async () => {
  const clients = opened("after ok", { punchcard: entry });
  fs.chmodSync(file, 0o400);
  expect(await settled(clients.register("claude-code"))).toBe("client_read_only");
  expect(config().mcpServers.punchcard).toEqual(entry);
});

it("an update that Claude Code writes over is told, and the former entry with its profile stands", async () => {
  const clients = opened("after ok", { punchcard: entry });
  const before = fs.readFileSync(file);
  // Claude Code writes its copy back the moment ours is in place.
  const watcher = fs.watch(home, () => {
    if (fs.readFileSync(file).includes(join(home, ".punchcard"))) fs.writeFileSync(file, before);
  });
  await settled(clients.register("claude-code"));
  await new Promise((done) => setTimeout(done, 100));
  watcher.close();
  expect(config().mcpServers.punchcard).toEqual(entry);
});

it("a file that Claude Code takes for damaged is not handed to its program, and loses our entry only", async () => {
  const clients = opened("after ok", { wiki: { command: "/opt/wiki" }, punchcard: entry });
  const text = fs.readFileSync(file, "utf8");
  for (const damage of ["// a comment\n", "} "]) {
    fs.writeFileSync(file, text + damage);
    expect(await settled(clients.unregister("claude-code"))).toBe("done");
    const left = fs.readFileSync(file, "utf8");
    expect(left).toContain("/opt/wiki");
    expect(left.endsWith(`}\n${damage}`)).toBe(true);
    expect(left).not.toContain("punchcard");
    expect(calls()).toBe("");
  }
});

it("a program that hangs is ended within its time, also where it ignores the request", async () => {
  opened("before hangs", {});
  const ended = await runProgram(join(home, ".local/bin/claude"), ["mcp", "list"], {
    env: { HOME: home, PATH: "/usr/bin:/bin" },
    cwd: home,
    patience: 500,
  });
  expect(ended.code).toBeNull();
});
