import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWholeSync } from "#core/platform/atomic-file";
import { privateFolder, refuseLinks } from "#core/platform/private-folder";
import type { Log } from "../app/failure";
import type { Failure } from "../ipc/contract";
import { failure } from "../ipc/contract/failure";

/** That settings were put aside, kept until the person has said what becomes of them: a restart must not forget it. */
export function openProblemNote(home: string, log: Log) {
  const file = join(home, "backups", "settings", "problem.json");
  const tried = (what: string, run: () => void) => {
    try {
      run();
    } catch (error) {
      log(what, { error: (error as Error).message });
    }
  };
  return {
    /** null: nothing is open, or the note cannot be read. */
    read(): Failure | null {
      try {
        return failure.parse(JSON.parse(readFileSync(file, "utf8")));
      } catch {
        return null;
      }
    },
    write: (problem: Failure | null) =>
      tried("settings note not written", () =>
        writeWholeSync(file, `${JSON.stringify(problem)}\n`, (folder) => {
          refuseLinks(dirname(folder));
          privateFolder(folder);
        }),
      ),
    clear: () => tried("settings note stays", () => rmSync(file, { force: true })),
  };
}
