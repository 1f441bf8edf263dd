import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Peer } from "./peer";
import { atMost, median, percentile, ratio, row } from "./report";
import { type BenchTools, readByModels } from "./tools";

const coldStarts = 15;

/** Cold start, memory and size of the server, against a bare loop and the reference server on the same Node. */
export async function benchServer(root: string, tools: BenchTools): Promise<void> {
  console.log("\nServer: spawn to tools/list answered, and memory after it");
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const ours = [
    process.execPath,
    join(root, "out/mcp-server/index.js"),
    ...["--local", join(folder, "sheet.db"), "--settings", folder, "--profile", "everything"],
  ];
  const servers = {
    bare: [process.execPath, join(root, "test/bench/bare.cjs")],
    everything: tools.everything,
    ours,
  };
  const names = Object.keys(servers) as (keyof typeof servers)[];
  const times: Record<string, number[]> = { bare: [], everything: [], ours: [] };
  const memory: Record<string, number[]> = { bare: [], everything: [], ours: [] };
  let listed: unknown[] = [];
  // Interleaved, so that a busy moment of the machine hits all of them.
  for (let run = 0; run <= coldStarts; run += 1) {
    for (const name of names) {
      const peer = new Peer(servers[name]);
      const opened = await peer.open();
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (run > 0) {
        times[name]?.push(opened.milliseconds);
        memory[name]?.push(peer.memory().rss);
      }
      if (name === "ours") listed = opened.tools;
      await peer.close();
    }
  }
  const of = (figures: Record<string, number[]>, name: string) => median(figures[name] ?? []);
  ratio("cold start, against a bare JSON-RPC loop", of(times, "ours"), of(times, "bare"), 2.0, "ms");
  ratio("cold start, against server-everything", of(times, "ours"), of(times, "everything"), 0.6, "ms");
  row(
    "RSS, against a bare JSON-RPC loop",
    (of(memory, "ours") / of(memory, "bare")).toFixed(2),
    `${of(memory, "ours").toFixed(1)} MiB`,
  );
  row("RSS, against server-everything", (of(memory, "ours") / of(memory, "everything")).toFixed(2));
  // Profile everything; that Track stays within 4,500 is held in the gate (tools/surface.test.ts).
  atMost(`tools/list of the local sheet, ${listed.length} tools`, tools.tokens(readByModels(listed)), 6500, "tokens");

  const peer = new Peer(ours);
  await peer.open();
  await peer.call("clock_in", { project: "Bench", create_missing: true });
  const calls: number[] = [];
  for (let call = 0; call < 600; call += 1) {
    const before = performance.now();
    await peer.call("get_status", {});
    if (call >= 100) calls.push(performance.now() - before);
  }
  atMost("get_status on the local sheet, p50", Number(percentile(calls, 50).toFixed(2)), 0.5, "ms");
  row("get_status on the local sheet, p99", percentile(calls, 99).toFixed(2), "ms");
  await peer.close();
  rmSync(folder, { recursive: true, force: true });
}
