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
import { installTools } from "./tools";

const root = resolve(import.meta.dirname, "../..");

/** @param only names of the parts to run (`server`, `sessions`, `entries`, `kimai`, `clockodo`, `calamari`, `list`, `size`, `team`, `fleet`, `app`); none: all */
export async function bench(only: string[]): Promise<void> {
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  console.log(`Node ${process.versions.node}. Ratios are within this run; bars are those of the issue.`);
  const tools = installTools(join(root, "out/bench-tools"));
  if (wanted("server")) await benchServer(root, tools);
  if (wanted("sessions")) await benchSessions(root);
  if (wanted("entries")) await benchEntries(root, tools);
  if (wanted("kimai")) await benchKimai(root, tools);
  if (wanted("clockodo")) await benchClockodo(root, tools);
  if (wanted("calamari")) await benchCalamari(root, tools);
  if (wanted("list")) await benchEntryList(root);
  if (wanted("size")) benchSize(root, process.env.PUNCHCARD_ELECTRON ?? "");
  if (wanted("team")) await benchTeam(root);
  if (wanted("fleet")) await benchFleet();
  if (wanted("app")) await benchApp(root, process.env.PUNCHCARD_ELECTRON ?? "");
  console.log(`\n${missedBars()} bars missed`);
}
