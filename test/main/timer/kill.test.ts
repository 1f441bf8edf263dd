import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { FakeService } from "../fixtures";

/**
 * kill -9 of a real process that sends the timer's commands, before each operation on a file and around each request. The
 * service is here and lives on; whatever moment it was, one click is one write, and none is forgotten.
 */
let root: string;
let victim: string;
let http: Server;
const services = new Map<string, FakeService>();

const source = `
import plain from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const [home, address, click, step] = process.argv.slice(2);
let calls = 0;
const strike = () => { if (++calls === Number(step)) process.kill(process.pid, "SIGKILL"); };
for (const name of ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync", "mkdirSync"]) {
  const real = plain[name];
  plain[name] = (...args) => { strike(); const done = real.apply(plain, args); strike(); return done; };
}
syncBuiltinESMExports();
const { Timer } = await import(${JSON.stringify(resolve("main/timer/timer.ts"))});
const { openCommandJournal } = await import(${JSON.stringify(resolve("main/timer/command-journal.ts"))});
const { Scheduler } = await import(${JSON.stringify(resolve("main/app/scheduler.ts"))});
const server = {
  async call(tool, args, schema) {
    strike();
    const answer = await fetch(address, { method: "POST", body: JSON.stringify({ tool, args }) });
    strike();
    const data = schema.parse(await answer.json());
    strike();
    return data;
  },
};
const nothing = () => undefined;
const timer = new Timer({
  server, scheduler: new Scheduler(), journal: openCommandJournal(home, nothing), account: () => "kimai-1",
  reopens: () => true, blind: async () => null, changed: nothing, called: nothing, log: nothing,
});
await timer.refresh();
if (click === "recover") { if (timer.view().failed) await timer.retry(); }
else if (click === "clockIn") await timer.clockIn({ work: { project: { id: "7", name: "7" } }, text: "", tags: [] });
else await timer[click]();
console.log(JSON.stringify({ calls, failed: timer.view().failed }));
process.exit(0);
`;

beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), "punchcard-timer-kill-"));
  fs.writeFileSync(join(root, "victim.ts"), source);
  const output = { entryFileNames: "victim.mjs" };
  await build({
    configFile: false,
    logLevel: "error",
    root: resolve("."),
    build: { ssr: join(root, "victim.ts"), outDir: join(root, "out"), rolldownOptions: { output } },
    ssr: { noExternal: true },
  });
  victim = join(root, "out/victim.mjs");
  http = createServer((request, response) => {
    let body = "";
    request.on("data", (data) => {
      body += data;
    });
    request.on("end", async () => {
      const { tool, args } = JSON.parse(body);
      const answer = await services.get(request.url ?? "")?.call(tool, args, z.any() as never);
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => void http.listen(0, "127.0.0.1", done));
}, 60_000);
afterAll(() => {
  http.close();
  fs.rmSync(root, { recursive: true, force: true });
});

function run(home: string, address: string, click: string, step = 0) {
  return new Promise<{ killed: boolean; calls: number; failed: unknown }>((done, fail) => {
    const child = spawn(process.execPath, [victim, home, address, click, String(step)], { env: {} });
    const said = { out: "", err: "" };
    child.stdout.on("data", (data) => {
      said.out += data;
    });
    child.stderr.on("data", (data) => {
      said.err += data;
    });
    child.on("close", (_code, signal) => {
      if (signal === "SIGKILL") done({ killed: true, calls: 0, failed: null });
      else if (said.out === "") fail(new Error(said.err));
      else done({ killed: false, ...JSON.parse(said.out) });
    });
  });
}

const clicks = { clockIn: "in", clockOut: "out", takeBreak: "break", resume: "resume" } as const;
/** Every sixth moment of each click, which takes seconds; all of them (210 kills, a minute) with PUNCHCARD_KILL_ALL=1. */
const stride = process.env.PUNCHCARD_KILL_ALL ? 1 : 6;
let kills = 0;

async function strikeAt(click: keyof typeof clicks, step: number, name: string): Promise<boolean> {
  const home = join(root, name);
  fs.mkdirSync(home);
  const service = new FakeService(() => Date.now());
  services.set(`/${name}`, service);
  const { port } = http.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/${name}`;
  if (click !== "clockIn") await service.call("clock_in", { project: "#3" }, z.any() as never);
  if (click === "resume") await service.call("take_break", {}, z.any() as never);
  service.writes.length = 0;
  const { killed } = await run(home, address, click, step);
  if (!killed) return false;
  kills += 1;
  const stood = service.writes.length > 0 || fs.existsSync(join(home, "timer-commands.json"));
  // A recovery that is killed too, at a moment of its own.
  const again = await run(home, address, "recover", (step % 7) + 1);
  if (again.killed) kills += 1;
  const { failed } = await run(home, address, "recover");
  const writes = service.writes.map((write) => write.split(" ")[0]);
  expect([click, step, failed, writes.length <= 1]).toEqual([click, step, null, true]);
  expect(writes.every((write) => write === clicks[click])).toBe(true);
  // From the moment at which it stood on disk it is never forgotten.
  if (stood) expect(writes).toEqual([clicks[click]]);
  return true;
}

it("sends each click once, and forgets none that stood on disk, whenever the app is killed", {
  timeout: 300_000,
}, async () => {
  const strands = Object.keys(clicks).map(async (each, index) => {
    const click = each as keyof typeof clicks;
    for (let step = 1 + (index % stride); await strikeAt(click, step, `${click}-${step}`); step += stride);
  });
  await Promise.all(strands);
  expect(kills).toBeGreaterThan(120 / stride);
});
