import { notSaved } from "../../app/failure";
import type { TimeSheets } from "../../server/time-sheet";
import type { HandlersOf } from "../handle";

/** What becomes of a damaged time sheet. The file of one's own is named by the system's dialog only, never by a window. */
export function sheetHandlers(deps: {
  timeSheets: TimeSheets;
  /** Id of the account in use. @throws AppFailure */
  account(): string;
  chooseFile(): Promise<string | null>;
  reveal(path: string): void;
  /** Reads all again, so that nothing old stands beside the new time sheet. */
  refresh(): Promise<void>;
}): HandlersOf<"sheet"> {
  const { timeSheets, account } = deps;
  let own: { account: string; file: string } | null = null;
  let kept: { account: string; file: string } | null = null;
  return {
    "sheet:read": () => timeSheets.read(account()),
    "sheet:chooseFile": async () => {
      const of = account();
      const file = await deps.chooseFile();
      if (file === null) return null;
      own = null;
      const found = await timeSheets.lookAtFile(of, file);
      own = { account: of, file };
      return found;
    },
    "sheet:goOn": async (chosen) => {
      const of = account();
      if (chosen.way === "own" && own?.account !== of) throw notSaved("argument", "No file has been chosen.");
      const way = chosen.way === "own" ? { ...chosen, file: own?.file ?? "" } : chosen;
      const aside = await timeSheets.goOn(of, way);
      kept = aside === null ? null : { account: of, file: aside };
      await deps.refresh();
      return { aside };
    },
    "sheet:reveal": async () => {
      const of = account();
      deps.reveal(kept?.account === of ? kept.file : (await timeSheets.read(of)).file);
    },
  };
}
