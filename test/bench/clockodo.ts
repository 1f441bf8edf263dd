import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeClockodo, startFakeClockodo } from "../fakes/clockodo";
import type { FakeEntry } from "../fakes/clockodo/model";
import { fakeEntry, people } from "../fakes/clockodo/seed";
import { startFakeKimai } from "../fakes/kimai";
import { pluginNames } from "../fakes/kimai/plugins";
import { Peer } from "./peer";
import { atMost, row } from "./report";
import { type BenchTools, readByModels } from "./tools";

const now = "2026-11-20T12:00:00Z";
const hour = 3_600_000;
const perDay = 40;

/** What the issue sets bars for, on a fake Clockodo whose requests are counted and limited as the real one's. */
export async function benchClockodo(root: string, tools: BenchTools): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const open = (
    clockodo: FakeClockodo,
    more: string[],
    env: NodeJS.ProcessEnv,
    home = mkdtempSync(join(folder, "h-")),
  ) =>
    new Peer(
      [
        process.execPath,
        join(root, "out/mcp-server/index.js"),
        ...["--clockodo-user", people.mara.email, "--clockodo-url", clockodo.url],
        ...["--settings", home, "--profile", "everything", ...more],
      ],
      { ...process.env, CLOCKODO_API_KEY: people.mara.key, ...env },
    );

  console.log("\nA Kimai with the absence plugin and a Clockodo together");
  const clockodo = await startFakeClockodo({ now, frozen: true, limits: true, seed: bookMonth });
  const kimai = await startFakeKimai({
    now,
    frozen: true,
    settings: { plugins: [{ name: pluginNames.absences, version: "2.1.0" }] },
  });
  const home = mkdtempSync(join(folder, "both-"));
  const both = ["--kimai-url", kimai.url];
  const env = { KIMAI_API_TOKEN: kimai.tokens.user };
  // The second process knows what the services allow, and lists by it.
  const first = open(clockodo, both, env, home);
  await first.open();
  for (const account of [`Clockodo · ${people.mara.email}`, `Kimai · ${new URL(kimai.url).host}`])
    await first.call("get_account", { account });
  await first.close();
  const second = open(clockodo, both, env, home);
  const { tools: listed } = await second.open();
  await second.close();
  atMost(`tools/list, everything, ${listed.length} tools`, tools.tokens(readByModels(listed)), 6500, "tokens");
  await kimai.close();

  const booked = clockodo.state.entries.length;
  console.log(`\nA month of ${booked} entries on a fake Clockodo`);
  const peer = open(clockodo, [], {});
  await peer.open();
  const month = { period: "2026-10", by: ["project", "activity"], show: ["gaps", "overlaps"] };
  for (const which of ["first report, facts not known yet", "next report"]) {
    clockodo.requests.length = 0;
    const started = performance.now();
    const { total } = await peer.call("report_time", month);
    const milliseconds = performance.now() - started;
    if ((total as { entries: number }).entries !== booked) throw new Error("not all entries were reported");
    const paths = clockodo.requests.map(({ method, path }) => `${method} ${path}`);
    row(
      `requests of the ${which}`,
      String(paths.length),
      `${milliseconds.toFixed(0)} ms; ${[...new Set(paths)].join(", ")}`,
    );
  }
  await peer.close();
  await clockodo.close();
  rmSync(folder, { recursive: true, force: true });
}

/** October on four projects and services, many short entries a day and none of them on top of another. */
function bookMonth({ entries, nextId }: { entries: FakeEntry[]; nextId: number }): void {
  for (let day = 1; day <= 31; day++)
    for (let index = 0; index < perDay; index++) {
      const since = Date.UTC(2026, 9, day, 5) + (index * 14 * hour) / perDay;
      const more = {
        projects_id: index % 3 === 0 ? 7721 : 7720,
        services_id: 31 + (index % 3),
        text: `Entry ${index}`,
      };
      entries.push(fakeEntry(since, { id: nextId + entries.length, until: since + hour / 4, ...more }));
    }
}
