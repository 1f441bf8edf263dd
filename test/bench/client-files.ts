import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { createClients } from "#main/clients/index";
import { largeClaudeFile } from "../main/clients/large-files";
import { type ClientId, files } from "../main/clients/machine";

const servers = (write: (index: number) => string, [head, tail]: [string, string], apart: string) =>
  head + Array.from({ length: 12_000 }, (_, index) => write(index)).join(apart) + tail;
const many: [client: ClientId, text: string][] = [
  [
    "claude-code",
    servers((n) => `  "s${n}": {"command":"npx","env":{"TOKEN":"x"}}`, ['{"mcpServers":{\n', "}}\n"], ",\n"),
  ],
  ["codex", servers((n) => `[mcp_servers.s${n}]\ncommand = "npx"\nenv = { TOKEN = "x" }\n`, ["", ""], "\n")],
  ["goose", servers((n) => `  s${n}:\n    cmd: npx\n    envs:\n      TOKEN: x\n`, ["extensions:\n", ""], "")],
];

/** A preview of each large file: how long it takes, and for how long at a stretch the asking thread is blocked by it. */
export async function measureLargeFiles(): Promise<void> {
  const script = resolve("out/formats/index.js");
  if (!fs.existsSync(script)) throw new Error("Build first: npm run build");
  console.log("\nA preview of a large file: whole time · longest stretch on the app's thread");
  await measure("claude-code, 5 MB, 300 projects", "claude-code", largeClaudeFile(), script);
  for (const [client, text] of many) await measure(`${client}, 12,000 servers`, client, text, script);
}

async function measure(name: string, client: ClientId, text: string, worker: string): Promise<void> {
  const home = fs.mkdtempSync(join(tmpdir(), "punchcard-large-"));
  const file = join(home, files[client].slice("/home/marta/".length));
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  const clients = createClients({
    ...{ platform: "linux", env: {}, home, punchcardHome: join(home, ".punchcard"), backups: join(home, "backups") },
    ...{
      launch: { electron: process.execPath, script: join(home, "server.js") },
      isRunning: async () => false,
      worker,
    },
  });
  await clients.plan(client); // The first one starts the thread.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const { refusal } = await clients.plan(client);
  const took = performance.now() - began;
  delay.disable();
  if (refusal) throw new Error(`${name}: ${refusal.message}`);
  console.log(`${name.padEnd(34)} ${took.toFixed(0).padStart(6)} ms · ${(delay.max / 1e6).toFixed(0).padStart(4)} ms`);
  fs.rmSync(home, { recursive: true, force: true });
}
