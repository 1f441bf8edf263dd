import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeCalamari, startFakeCalamari } from "../fakes/calamari";
import type { FakeEmployee, FakeShift, FakeState } from "../fakes/calamari/model";
import { people } from "../fakes/calamari/seed";
import { startFakeClockodo } from "../fakes/clockodo";
import { people as studio } from "../fakes/clockodo/seed";
import { startFakeKimai } from "../fakes/kimai";
import { pluginNames } from "../fakes/kimai/plugins";
import { Peer } from "./peer";
import { atMost, row } from "./report";
import { type BenchTools, readByModels } from "./tools";

const hour = 3_600_000;
const staff = 3_000;

/** What a worker costs the quota of a company of 3,000, on a fake Calamari whose requests are counted as the real one's. */
export async function benchCalamari(root: string, tools: BenchTools): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const calamari = await startFakeCalamari({ settings: { limits: true }, seed: fillCompany });
  const key = { CALAMARI_API_KEY: calamari.state.key };
  const options = ["--calamari-url", calamari.url, "--calamari-person", people.nora];
  // One home for all: its processes count their requests together, as a person's do.
  const home = mkdtempSync(join(folder, "home-"));
  const open = (more: string[], env: NodeJS.ProcessEnv) =>
    new Peer([process.execPath, join(root, "out/mcp-server/index.js"), ...options, "--settings", home, ...more], {
      ...process.env,
      ...key,
      ...env,
    });

  console.log("\nA Calamari by itself, and together with a Kimai and a Clockodo");
  for (const profile of ["track", "everything"]) {
    const first = open(["--profile", profile], {});
    await first.open();
    await first.call("get_account", {});
    await first.close();
    const second = open(["--profile", profile], {});
    const { tools: listed } = await second.open();
    await second.close();
    const tokens = tools.tokens(readByModels(listed));
    atMost(`tools/list, ${profile}, ${listed.length} tools`, tokens, profile === "track" ? 4500 : 6500, "tokens");
  }
  const kimai = await startFakeKimai({
    settings: { plugins: [{ name: pluginNames.absences, version: "2.1.0" }] },
  });
  const clockodo = await startFakeClockodo();
  const all = ["--kimai-url", kimai.url, "--clockodo-user", studio.mara.email, "--clockodo-url", clockodo.url];
  const env = { KIMAI_API_TOKEN: kimai.tokens.user, CLOCKODO_API_KEY: studio.mara.key };
  const first = open([...all, "--profile", "everything"], env);
  await first.open();
  const labels = [`Kimai · ${new URL(kimai.url).host}`, `Clockodo · ${studio.mara.email}`];
  for (const account of [...labels, `Calamari · ${new URL(calamari.url).host}`])
    await first.call("get_account", { account });
  await first.close();
  const second = open([...all, "--profile", "everything"], env);
  const { tools: listed } = await second.open();
  await second.close();
  atMost("tools/list, everything, all three", tools.tokens(readByModels(listed)), 6500, "tokens");
  const both = open(["--kimai-url", kimai.url, "--profile", "everything"], env);
  const ofBoth = tools.tokens(readByModels((await both.open()).tools));
  await both.close();
  atMost("tools/list, everything, Kimai and Calamari", ofBoth, 6500, "tokens");
  await Promise.all([kimai.close(), clockodo.close()]);

  console.log(
    `\nA company of ${calamari.state.employees.length} people; requests of one person, of 720 an hour for all`,
  );
  const peer = open(["--profile", "track"], {});
  await peer.open();
  const asked = { period: "last month", by: ["project"], show: ["target", "gaps", "overlaps"] };
  await measured(calamari, "first report of a month, facts not known yet", () => peer.call("report_time", asked));
  const report = await measured(calamari, "next report of a month", () => peer.call("report_time", asked));
  row("its answer", String(tools.tokens(JSON.stringify(report))), "tokens");
  await measured(calamari, "look at the timer", () => peer.call("get_status", {}));
  await measured(calamari, "own calendar of a month", () => peer.call("list_absences", { period: "this month" }));
  const week = { type: "Annual leave", from: summer(5), to: summer(9) };
  await measured(calamari, "check of a week of leave", () => peer.call("request_absence", { ...week, dry_run: true }));
  await peer.close();

  const manager = open(["--profile", "manage"], {});
  await manager.open();
  await manager.call("get_account", {});
  const away = { period: "today", people: ["everyone"], show: ["away"] };
  await measured(calamari, "who of all of them is away on a day", () => manager.call("list_absences", away));
  await manager.close();
  const refused = calamari.requests.filter(({ status }) => status === 429).length;
  row("refused for coming too fast, and sent again", String(refused), `of ${calamari.requests.length} requests`);
  await calamari.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measured<T>(calamari: FakeCalamari, what: string, run: () => Promise<T>): Promise<T> {
  const before = calamari.requests.length;
  const started = performance.now();
  const answer = await run();
  const took = `${(performance.now() - started).toFixed(0)} ms`;
  const paths = calamari.requests.slice(before).map(({ path }) => path.split("/").slice(-1)[0]);
  row(what, `${paths.length} requests`, `${took}; ${[...new Set(paths)].join(", ")}`);
  return answer;
}

const thisYear = new Date().getUTCFullYear();
const summer = (day: number) => `${thisYear + 1}-07-0${day}`;
const lastMonth = (day: number) => Date.UTC(thisYear, new Date().getUTCMonth() - 1, day);

/** Last month of Nora's, and everybody else with a day of it each. */
function fillCompany(state: FakeState): void {
  const nora = state.employees.find(({ email }) => email === people.nora) as FakeEmployee;
  const shiftOn = (employee: number, day: number): FakeShift => {
    const started = lastMonth(day) + 7 * hour;
    const finished = started + 8 * hour;
    return {
      id: state.nextId++,
      employee,
      started,
      finished,
      breaks: [{ from: started + 4 * hour, to: started + 4.5 * hour, breakType: 2 }],
      projects: [{ from: started, to: finished, project: day % 2 === 0 ? 14 : 15 }],
      description: `Day ${day}`,
    };
  };
  for (let day = 1; day <= 28; day++)
    if (![0, 6].includes(new Date(lastMonth(day)).getUTCDay())) state.shifts.push(shiftOn(nora.id, day));
  for (let index = state.employees.length; index < staff; index++) {
    const id = 1_000 + index;
    const email = `worker.${index}@fjordworks.example`;
    const uuid = `0b1c2d3e-0000-4000-8000-${String(id).padStart(12, "0")}`;
    state.employees.push({
      ...nora,
      id,
      uuid,
      email,
      firstName: "Worker",
      lastName: `No. ${index}`,
      externalNumber: `W-${id}`,
    });
    state.shifts.push(shiftOn(id, 1 + (index % 28)));
  }
}
