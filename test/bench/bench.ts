import { join, resolve } from "node:path";
import { benchApp } from "./app";
import { benchCalamari } from "./calamari";
import { benchClockodo } from "./clockodo";
import { benchEntries } from "./entries";
import { benchEntryList } from "./entry-list";
import { benchFleet } from "./fleet";
import { benchKimai } from "./kimai";
import { missedBars } from "./report";
import { benchServer } from "./server";
import { benchSessions } from "./sessions";
import { benchSize } from "./size";
import { benchTeam } from "./team";
import { type BenchTools, installTools } from "./tools";

const root = resolve(import.meta.dirname, "../..");

const electron = () => process.env.PUNCHCARD_ELECTRON ?? "";
const parts: Record<string, (tools: BenchTools) => unknown> = {
  server: (tools) => benchServer(root, tools),
  sessions: () => benchSessions(root),
  entries: (tools) => benchEntries(root, tools),
  kimai: (tools) => benchKimai(root, tools),
  clockodo: (tools) => benchClockodo(root, tools),
  calamari: (tools) => benchCalamari(root, tools),
  list: () => benchEntryList(root),
  size: () => benchSize(root, electron()),
  team: () => benchTeam(root),
  fleet: () => benchFleet(),
  app: () => benchApp(root, electron()),
};

/** @param only names of the parts to run; none: all. @throws where there is no such part */
export async function bench(only: string[]): Promise<void> {
  const unknown = only.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(", ")} (of ${Object.keys(parts).join(", ")})`);
  console.log(`Node ${process.versions.node}. Ratios are within this run; bars are those of the issue.`);
  const tools = installTools(join(root, "out/bench-tools"));
  for (const [name, run] of Object.entries(parts)) if (only.length === 0 || only.includes(name)) await run(tools);
  console.log(`\n${missedBars()} bars missed`);
}
