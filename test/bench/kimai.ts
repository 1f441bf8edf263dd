import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { FakeActivity, FakeProject } from "../fakes/kimai/model";
import { pluginNames } from "../fakes/kimai/plugins";
import { forgetPeak, peakOf } from "./memory";
import { Peer } from "./peer";
import { atMost, median, ratio, row } from "./report";
import { type BenchTools, readByModels } from "./tools";

const runProgram = promisify(execFile);
const now = "2026-11-20T12:00:00Z";
/** Enough that on a busy machine one of them has it for itself. */
const runs = 15;

interface Bench {
  root: string;
  folder: string;
  tools: BenchTools;
}

function openPeer({ root, folder }: Bench, kimai: FakeKimai, profile: string): Peer {
  const server = join(root, "out/mcp-server/index.js");
  const home = mkdtempSync(join(folder, "home-"));
  return new Peer([process.execPath, server, "--kimai-url", kimai.url, "--settings", home, "--profile", profile], {
    ...process.env,
    KIMAI_API_TOKEN: kimai.tokens.user,
  });
}

const startKimai = (seed: (kimai: FakeKimai) => void = () => undefined) =>
  startFakeKimai({ now, frozen: true, zones: { user: "Europe/Berlin" } }).then((kimai) => {
    seed(kimai);
    return kimai;
  });

/** What the issue sets bars for, on a fake Kimai whose requests are counted. */
export async function benchKimai(root: string, tools: BenchTools): Promise<void> {
  const bench = { root, folder: mkdtempSync(join(tmpdir(), "punchcard-bench-")), tools };
  await sizes(bench);
  await lists(bench);
  await reports(bench);
  rmSync(bench.folder, { recursive: true, force: true });
}

/** The list of tools is read by a model at each start. */
async function sizes(bench: Bench): Promise<void> {
  console.log("\nTools of one Kimai account with the absence plugin");
  const kimai = await startFakeKimai({
    now,
    frozen: true,
    settings: { plugins: [{ name: pluginNames.absences, version: "2.1.0" }] },
  });
  for (const [profile, bar] of [
    ["everything", 6500],
    ["track", 4500],
  ] as const) {
    // The second process knows what the service allows, and lists by it.
    const first = openPeer(bench, kimai, profile);
    await first.open();
    await first.call("get_account", {});
    const { tools } = (await first.ask("tools/list")) as { tools: { name: string }[] };
    await first.close();
    atMost(`tools/list, ${profile}, ${tools.length} tools`, bench.tools.tokens(readByModels(tools)), bar, "tokens");
  }
  await kimai.close();
}

/** Tokens of an answer in each of its two forms, each of which is complete alone. */
async function answer({ tools }: Bench, peer: Peer, what: string, bar: number, name: string, args: object) {
  const result = await peer.ask("tools/call", { name, arguments: args });
  const text = (result.content as { text: string }[])[0]?.text ?? "";
  if (result.isError) throw new Error(`${name}: ${text}`);
  atMost(`${what}, as data`, tools.tokens(JSON.stringify(result.structuredContent)), bar, "tokens");
  atMost(`${what}, as text`, tools.tokens(text), bar, "tokens");
}

async function lists(bench: Bench): Promise<void> {
  console.log("\n925 entries and 882 activities on a fake Kimai");
  const kimai = await startKimai(({ state, seedEntries }) => {
    seedEntries(925, { user: 4, everyMinutes: 45 });
    // More projects than an answer has rows.
    for (let id = 50; id < 90; id++)
      state.projects.push({ ...(state.projects[0] as FakeProject), id, name: `Relaunch of department ${id}` });
    for (const [index, sheet] of state.timesheets.entries()) sheet.project = 50 + ((index * 7) % 40);
    const words = ["Design", "Review", "Support", "Planning", "Release", "Training", "Research"];
    const activities: FakeActivity[] = [];
    for (let id = 100; activities.length < 882 - state.activities.length; id++) {
      const name = `${words[id % words.length]} ${words[(id * 3 + 1) % words.length]?.toLowerCase()} phase ${id}`;
      activities.push({ ...(state.activities[2] as FakeActivity), id, name, project: (id % 3) + 1, visible: true });
    }
    state.activities.push(...activities);
  });
  const peer = openPeer(bench, kimai, "track");
  await peer.open();
  const period = { from: "2026-10-01", to: "2026-11-20" };
  kimai.requests.length = 0;
  await peer.call("list_time", period);
  row("requests of the first list, facts not known yet", String(kimai.requests.length));
  kimai.requests.length = 0;
  const { total } = await peer.call("list_time", period);
  if ((total as { entries: number }).entries !== 925) throw new Error("not all entries were listed");
  atMost("requests of the list", kimai.requests.length, 2, "");
  await answer(bench, peer, "925 entries listed", 1500, "list_time", period);
  await answer(bench, peer, "a month of 900 entries reported", 1500, "report_time", period);
  await answer(bench, peer, "882 activities searched", 600, "find_work", { query: "review" });
  await peer.close();
  await kimai.close();
}

/** Entries over most of a year, more and more of them, with the same projects and days. */
async function reports(bench: Bench): Promise<void> {
  console.log("\nA year's report, against downloading its pages raw, four at a time too");
  const peaks: Record<number, number> = {};
  for (const [count, everyMinutes] of [
    [3_000, 152],
    [12_000, 38],
    [48_000, 9.5],
  ] as const) {
    const kimai = await startKimai(({ seedEntries }) => seedEntries(count, { user: 4, everyMinutes }));
    const what = `${count.toLocaleString("en")} entries`;
    await sizesOfReport(bench, kimai, what);
    const { ours, raw } = await timed(bench, kimai, count);
    if (count === 12_000) ratio(`${what}, in time`, ours, raw, 1.3, "ms");
    else row(`${what}, in time`, (ours / raw).toFixed(2), `${ours.toFixed(1)} / ${raw.toFixed(1)} ms`);
    const { peak, grown } = await remembered(bench, kimai, 48_000 / count);
    peaks[count] = peak;
    row(`${what}, peak memory`, `${peak.toFixed(0)} MiB`, `${grown.toFixed(0)} MiB more than before`);
    await kimai.close();
  }
  for (const count of [3_000, 12_000])
    ratio(
      `peak memory, 48,000 against ${count.toLocaleString("en")}`,
      peaks[48_000] ?? 0,
      peaks[count] ?? 0,
      1.15,
      "MiB",
    );
}

const year = { period: "2026", by: ["month", "project", "activity"], show: ["gaps", "overlaps"] };

/** A server that has done its first, small report. */
async function warmPeer(bench: Bench, kimai: FakeKimai): Promise<Peer> {
  const peer = openPeer(bench, kimai, "track");
  await peer.open();
  await peer.call("report_time", { period: "today" });
  return peer;
}

const bare = "timesheets?size=500&begin=2026-01-01T00:00:00&end=2026-12-31T23:59:59";

/** Bytes and requests of a first report, facts known, against those of its pages with bare ids. */
async function sizesOfReport(bench: Bench, kimai: FakeKimai, what: string): Promise<void> {
  const peer = await warmPeer(bench, kimai);
  const size = () => kimai.requests.reduce((sum, { bytes = 0 }) => sum + bytes, 0) / 1024;
  kimai.requests.length = 0;
  await peer.call("report_time", year);
  const ours = { bytes: size(), requests: kimai.requests.length };
  await peer.close();
  kimai.requests.length = 0;
  await runProgram(process.execPath, [
    join(bench.root, "test/bench/raw.cjs"),
    `${kimai.url}/api/${bare}`,
    kimai.tokens.user,
  ]);
  ratio(`${what}, in bytes`, ours.bytes, size(), 1.3, "KiB");
  // The connection of the anchor is opened by a request that is no page.
  row(`${what}, in requests`, String(ours.requests), `${kimai.requests.length - 1} pages`);
}

/** Milliseconds of the best run, one after the other: what a busy moment of the machine adds says nothing about us. */
async function timed(bench: Bench, kimai: FakeKimai, count: number) {
  const ours: number[] = [];
  const raw: number[] = [];
  const peer = await warmPeer(bench, kimai);
  const url = `${kimai.url}/api/${bare}`;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const { total } = await peer.call("report_time", year);
    ours.push(performance.now() - started);
    if ((total as { entries: number }).entries !== count) throw new Error("not all entries were reported");
    const program = [join(bench.root, "test/bench/raw.cjs"), url, kimai.tokens.user];
    raw.push(Number((await runProgram(process.execPath, program)).stdout));
  }
  await peer.close();
  return { ours: Math.min(...ours), raw: Math.min(...raw) };
}

/**
 * MiB in a process of its own that reads as many pages for each size: one report of 48,000 entries, or four of 12,000. What
 * the collector lets lie about is the same then, and only what a report itself holds makes a difference.
 */
async function remembered(bench: Bench, kimai: FakeKimai, reports: number) {
  const peaks: number[] = [];
  const grown: number[] = [];
  for (let run = 0; run < 3; run++) {
    const peer = await warmPeer(bench, kimai);
    const before = peer.memory().rss;
    forgetPeak(peer.pid);
    for (let count = 0; count < reports; count++) await peer.call("report_time", year);
    peaks.push(peakOf(peer.pid));
    grown.push(peakOf(peer.pid) - before);
    await peer.close();
  }
  return { peak: median(peaks), grown: median(grown) };
}
