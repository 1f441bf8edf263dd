import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "#main/clients/file-system";
import { writeLauncher } from "#main/clients/launcher/launcher";
import { serverEnvironment } from "#main/server/spawn";
import { memoryOf } from "./memory";
import { Peer } from "./peer";
import { atMost, median, ratio } from "./report";

const starts = 15;
const more = 10;

/** A client while the app runs: its launcher, and its session in the host that all of them share. */
export async function benchSessions(root: string): Promise<void> {
  console.log("\nClients of the running app: the launcher, and a session in the host");
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const home = join(folder, ".punchcard");
  mkdirSync(home, { mode: 0o700 });
  const account = { id: "local-1", service: "local", label: "This computer", file: join(home, "sheet.db") };
  writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts: [account] }));
  const script = join(root, "out/mcp-server/index.js");
  const launch = { electron: process.execPath, script, program: join(root, "out/launcher/punchcard-mcp") };
  await writeLauncher({ platform: "linux", env: {}, punchcardHome: home, launch, fs: nodeFiles });
  const launcher = join(home, "bin", "punchcard-mcp");
  const env = { HOME: folder, PATH: process.env.PATH };
  const host: ChildProcess = spawn(process.execPath, [script, "--host", launcher, "--settings", home], {
    env: serverEnvironment(env),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(host, "message");
  const client = () => new Peer([launcher, "--client=zed"], env);

  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let run = 0; run <= starts; run += 1) {
    for (const name of ["bare", "ours"] as const) {
      const peer = name === "ours" ? client() : new Peer([process.execPath, join(root, "test/bench/bare.cjs")]);
      const { milliseconds } = await peer.open();
      if (run > 0) times[name].push(milliseconds);
      await peer.close();
    }
  }
  ratio("spawn to tools/list, against a bare loop", median(times.ours), median(times.bare), 0.5, "ms");

  const first = client();
  await first.open();
  const memory = () => memoryOf(host.pid ?? 0).pss + peers.reduce((sum, { pid }) => sum + memoryOf(pid).pss, 0);
  const peers: Peer[] = [];
  const settle = () => new Promise((resolve) => setTimeout(resolve, 1_000));
  await settle();
  const before = memory();
  for (let count = 0; count < more; count += 1) {
    const peer = client();
    peers.push(peer);
    await peer.open();
  }
  await settle();
  atMost("a further client, PSS", Math.round(((memory() - before) / more) * 100) / 100, 3, "MiB");
  for (const peer of peers) await peer.call("get_status", {});
  await settle();
  atMost("a further client after a call, PSS", Math.round(((memory() - before) / more) * 100) / 100, 3, "MiB");
  for (const peer of [...peers, first]) await peer.close();
  host.disconnect();
  await once(host, "exit");
  rmSync(folder, { recursive: true, force: true });
}
