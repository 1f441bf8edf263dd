import { execFile } from "node:child_process";
import { z } from "zod";
import { errorResult } from "../../mcp-server/domain/results";
import { AppFailure } from "../app/failure";
import { type SheetView, sheetView } from "../ipc/contract/sheet";
import { serverEnvironment } from "./spawn";

/** What the person chooses for a damaged time sheet; the bundled server's own command does it. Throws AppFailure. */
export interface TimeSheets {
  read(account: string): Promise<SheetView>;
  /** @param copy file name of the copy */
  restore(account: string, copy: string): Promise<void>;
  beginAnew(account: string): Promise<void>;
}

const patience = 60_000;
const done = z.object({ aside: z.string().nullable() });

/** @param electron this app's own executable; as Node it runs the script. */
export function createTimeSheets(options: {
  electron: string;
  script: string;
  home: string;
  env: NodeJS.ProcessEnv;
}): TimeSheets {
  const run = async <S extends z.ZodType>(account: string, action: string[], schema: S): Promise<z.output<S>> => {
    const { electron, script, home, env } = options;
    const args = [script, "time-sheet", ...action, "--json", "--settings", home, "--account", account];
    const output = await new Promise<string>((resolve) => {
      const how = { env: serverEnvironment(env), cwd: home, timeout: patience, windowsHide: true };
      // The exit code says no more than the line of JSON does.
      execFile(electron, args, how, (_error, stdout) => resolve(stdout));
    });
    const answer = parsed(output);
    const refused = errorResult.safeParse(answer);
    if (refused.success) throw new AppFailure(refused.data.error);
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw new AppFailure({
      code: "server_down",
      message: "Punchcard's own server did not do it.",
      saved: "unknown",
      next: "Look whether the time sheet can be read, then try again; the log says more.",
    });
  };
  return {
    read: (account) => run(account, ["show"], sheetView),
    restore: async (account, copy) => void (await run(account, ["restore", copy], done)),
    beginAnew: async (account) => void (await run(account, ["new"], done)),
  };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
