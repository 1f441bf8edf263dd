import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeKimai } from "../fakes/kimai";
import { Peer } from "./peer";
import { atMost, row } from "./report";
import type { BenchTools } from "./tools";

const many = 10_000;
const batch = 500;

/** 10,000 entries written in bulk and listed, on the local sheet and on a fake Kimai whose requests are counted. */
export async function benchEntries(root: string, tools: BenchTools): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const server = join(root, "out/mcp-server/index.js");
  console.log(`\n${many} entries on the local sheet`);
  const local = new Peer([
    process.execPath,
    server,
    ...["--local", join(folder, "sheet.db"), "--settings", folder, "--profile", "everything"],
  ]);
  await local.open();
  await write(local, { project: "Bench", activity: "Work", create_missing: true }, 3);
  await list(local, tools);
  await local.close();

  console.log(`\n${many} entries on a fake Kimai`);
  const kimai = await startFakeKimai();
  const remote = new Peer(
    [process.execPath, server, "--kimai-url", kimai.url, "--settings", folder, "--profile", "everything"],
    { ...process.env, KIMAI_API_TOKEN: kimai.tokens.user },
  );
  await remote.open();
  const work = await remote.call("find_work", { levels: ["project"], limit: 1, detail: "full" });
  const [project] = (work.items ?? []) as { id: string }[];
  kimai.requests.length = 0;
  await write(remote, { project: `#${project?.id}` });
  row("upstream requests for it", String(kimai.requests.length), `${(kimai.requests.length / many).toFixed(3)} each`);
  kimai.requests.length = 0;
  await list(remote, tools);
  row("upstream requests for both lists", String(kimai.requests.length));
  await remote.close();
  await kimai.close();
  rmSync(folder, { recursive: true, force: true });
}

async function write(
  peer: Peer,
  work: { project: string; activity?: string; create_missing?: boolean },
  bar?: number,
): Promise<void> {
  const { create_missing, ...booked } = work;
  const started = performance.now();
  for (let done = 0; done < many; done += batch) {
    const entries = Array.from({ length: batch }, (_, index) => {
      const minute = ((done + index) % 48) * 15;
      const clock = (at: number) =>
        `${String(8 + Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
      const day = new Date(Date.UTC(2026, 9, 30) - Math.floor((done + index) / 48) * 86_400_000);
      return {
        day: day.toISOString().slice(0, 10),
        from: clock(minute),
        to: clock(minute + 15),
        ...booked,
        text: `Entry ${done + index}`,
      };
    });
    await peer.call("log_time", { entries, ...(create_missing && { create_missing }) });
  }
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  if (bar === undefined) row("bulk write", `${seconds} s`, `${batch} a call`);
  else atMost(`bulk write, ${batch} a call`, seconds, bar, "s");
}

async function list(peer: Peer, tools: BenchTools): Promise<void> {
  const period = { from: "2026-01-01", to: "2026-11-20" };
  const started = performance.now();
  const page = await peer.call("list_time", period);
  row(
    "first page of the list",
    `${((performance.now() - started) / 1000).toFixed(2)} s`,
    `${tools.tokens(JSON.stringify(page))} tokens`,
  );
  let cursor: unknown;
  let rows = 0;
  const begun = performance.now();
  do {
    const full = await peer.call("list_time", {
      ...period,
      detail: "full",
      limit: batch,
      ...(cursor ? { cursor } : {}),
    });
    rows += (full.entries as unknown[]).length;
    cursor = full.next;
  } while (cursor);
  row("all of them, in full", `${((performance.now() - begun) / 1000).toFixed(2)} s`, `${rows} rows`);
}
