import { execFile } from "node:child_process";
import { z } from "zod";
import { errorResult } from "#core/domain/results/error";
import { AppFailure } from "../app/failure";
import { type OwnSheet, ownSheet, type SheetView, type SheetWay, sheetView } from "../ipc/contract/sheet";
import { serverEnvironment } from "./spawn";

/** What the person chooses for a damaged time sheet; the bundled server's own command does it. Throws AppFailure. */
export interface TimeSheets {
  read(account: string): Promise<SheetView>;
  /** @param file of the person's own */
  lookAtFile(account: string, file: string): Promise<OwnSheet>;
  /** @returns where the damaged file is kept; null: there was none */
  goOn(account: string, way: Exclude<SheetWay, { way: "own" }> | { way: "own"; file: string }): Promise<string | null>;
}

/** Checking a large file and its copies takes seconds. A damaged page may make SQLite hang: then the command is ended. */
const commandTimeoutMs = 60_000;
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
      const how = { env: serverEnvironment(env), cwd: home, timeout: commandTimeoutMs, windowsHide: true };
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
    lookAtFile: (account, file) => run(account, ["use", file, "--look"], ownSheet),
    goOn: async (account, chosen) => (await run(account, actionOf(chosen), done)).aside,
  };
}

function actionOf(chosen: Parameters<TimeSheets["goOn"]>[1]): string[] {
  switch (chosen.way) {
    case "copy":
      return ["restore", chosen.copy];
    case "own":
      return ["use", chosen.file];
    case "new":
      return ["new"];
  }
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
