import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import { marta, origin, password } from "../fakes/team/server";
import { connect, csrfOf } from "../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../fakes/team/spawned";
import { atMost, median, percentile, ratio, row } from "./report";
import { benchTeamMemory } from "./team-memory";

const { host } = new URL(origin);
const rounds = 5;
const callsOfRound = 200;
/** Clients that call at once while throughput is measured. */
const together = 8;
const starts = 5;

interface Target {
  port: number;
  token: string;
}

/** The team server beside a bare SDK handler with the same guards, in one run. */
export async function benchTeam(root: string): Promise<void> {
  console.log("\nTeam server, against McpServer with zod behind the same guards");
  const kimai = await startFakeKimai();
  const team = await prepareTeam();
  const ours = await spawnTeamServer(team.folder, serverEnv(kimai));
  const bare = await spawnBare(root, kimai);
  try {
    const token = await signIn(ours, kimai);
    const targets = [
      { port: ours.port, token },
      { port: bare.port, token: "token" },
    ] as const;
    await benchCalls("tools/list", ...targets);
    await benchCalls("get_status", ...targets);
    await ours.end();
    await benchStart(root, team.folder, kimai);
    await benchTeamMemory(kimai);
  } finally {
    bare.child.kill();
    await ours.end("SIGKILL");
    await kimai.close();
    await team.remove();
  }
}

export const serverEnv = (kimai: FakeKimai) => ({
  PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host,
  PUNCHCARD_RATE_LIMIT_RPM: "0",
});

export async function signIn(server: SpawnedServer, kimai: FakeKimai): Promise<string> {
  const page = server.browser();
  await page.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  const account = { service: "kimai", url: kimai.url, secret: kimai.tokens.user, profile: "track" };
  const headers = { "x-csrf-token": await csrfOf(page) };
  const connected = await page.send("/api/accounts", { method: "POST", json: account, headers });
  if (connected.status !== 200) throw new Error(`connect: ${connected.status} ${connected.text}`);
  return (await connect(server.browser())).access_token;
}

const agent = new Agent({ keepAlive: true, maxSockets: together });
const messages = {
  /** All of it is ours. */
  "tools/list": { method: "tools/list" },
  /** From what was read in the last five seconds, by both. */
  get_status: { method: "tools/call", params: { name: "get_status", arguments: {} } },
  /** Asks Kimai each time. */
  list_time: { method: "tools/call", params: { name: "list_time", arguments: {} } },
};
type What = keyof typeof messages;

/** @returns milliseconds @throws where it is no answer of the tool */
export function call({ port, token }: Target, what: What): Promise<number> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, ...messages[what] });
  const began = performance.now();
  const headers = {
    ...{ host, authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...{ accept: "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25" },
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((done, fail) => {
    const sent = request({ port, host: "127.0.0.1", path: "/mcp", method: "POST", agent, headers }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.once("end", () => {
        if (response.statusCode === 200 && /"(structuredContent|tools)":/.test(text)) done(performance.now() - began);
        else fail(new Error(`${what}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.once("error", fail);
    sent.end(body);
  });
}

/** @returns calls a second */
async function throughput(target: Target, what: What): Promise<number> {
  const began = performance.now();
  let left = callsOfRound;
  const client = async () => {
    while (left-- > 0) await call(target, what);
  };
  await Promise.all(Array.from({ length: together }, client));
  return (callsOfRound * 1_000) / (performance.now() - began);
}

async function benchCalls(what: What, ours: Target, bare: Target): Promise<void> {
  const rates = { ours: [] as number[], bare: [] as number[] };
  const times = { ours: [] as number[], bare: [] as number[] };
  // Interleaved, so that a busy moment of the machine hits both; the first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (const [name, target] of [["ours", ours] as const, ["bare", bare] as const]) {
      const rate = await throughput(target, what);
      const alone: number[] = [];
      for (let count = 0; count < callsOfRound / 4; count++) alone.push(await call(target, what));
      if (round === 0) continue;
      rates[name].push(rate);
      times[name].push(...alone);
    }
  const [our, their] = [median(rates.ours), median(rates.bare)];
  ratio(`${what}, eight at once`, 1_000 / our, 1_000 / their, 1.0, "ms");
  row(`${what}, calls a second`, our.toFixed(0), `bare ${their.toFixed(0)}`);
  row(
    `${what}, one after the other, p50`,
    percentile(times.ours, 50).toFixed(2),
    `bare ${percentile(times.bare, 50).toFixed(2)} ms`,
  );
  const added = percentile(times.ours, 99) - percentile(times.bare, 99);
  atMost(`${what}, added p99`, Number(added.toFixed(2)), 5, "ms");
}

async function benchStart(root: string, folder: string, kimai: FakeKimai): Promise<void> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let start = 0; start <= starts; start++) {
    let began = performance.now();
    const server = await spawnTeamServer(folder, serverEnv(kimai));
    await (await fetch(`http://127.0.0.1:${server.operationPort}/readyz`)).text();
    if (start > 0) times.ours.push(performance.now() - began);
    await server.end();
    began = performance.now();
    const bare = await spawnBare(root, kimai, join(folder, "team.db"));
    await (await fetch(`http://127.0.0.1:${bare.port}/readyz`)).text();
    if (start > 0) times.bare.push(performance.now() - began);
    bare.child.kill();
  }
  ratio("start to /readyz, against bare with the store open", median(times.ours), median(times.bare), 1.5, "ms");
}

async function spawnBare(
  root: string,
  kimai: FakeKimai,
  store?: string,
): Promise<{ port: number; child: ChildProcess }> {
  const args = [join(root, "test/bench/bare-team.mjs"), host, kimai.url, ...(store === undefined ? [] : [store])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, KIMAI_TOKEN: kimai.tokens.user },
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((ready, fail) => {
    child.stdout.on("data", (part) => ready(Number(/listening (\d+)/.exec(String(part))?.[1])));
    child.once("exit", (code) => fail(new Error(`bare ended (${code})`)));
  });
  return { port, child };
}
