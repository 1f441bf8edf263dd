import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { asideFiles, asidesOf } from "#core/platform/put-aside";
import { homeFiles } from "#core/platform/state/home-files";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { AsideView } from "../../ipc/contract/asides";
import { type Log, notSaved } from "../failure";

const kinds: Record<string, AsideView["kind"]> = {
  "timer-commands.json": "commands",
  "drafts.json": "drafts",
  "away.json": "away",
  "calendar.json": "calendar",
  "import.json": "import",
  "reminders.json": "small",
  "windows.json": "small",
  "last-known.json": "small",
  "asides.json": "small",
  "activity.db": "activity",
};

const fileSchema = z.object({ version: z.literal(1), dismissed: z.array(z.string()) });

export type Asides = ReturnType<typeof openAsides>;

/**
 * What was put aside, by us or by a server, and the person has neither dismissed nor taken away. What was dismissed is in
 * `asides.json` below Punchcard's folder.
 */
export function openAsides(
  home: string,
  deps: {
    /** The time sheets of this computer that are connected; null: the usual one. */
    sheets(): (string | null)[];
    changed(): void;
    log: Log;
  },
) {
  const parse = (data: unknown) => fileSchema.parse(data);
  const kept = openKeptJson(join(home, "asides.json"), "dismissed files", { largest: 1_000_000, parse, log: deps.log });
  let dismissed = kept.read()?.dismissed ?? [];
  let found: AsideView[] = [];

  const sheetAsides = () =>
    deps.sheets().flatMap((sheet) => {
      const file = sheet ?? join(home, homeFiles.timeSheet);
      return asidesOf(existsSync(file) ? realpathSync(file) : file);
    });
  const look = () => {
    const ours = asideFiles(home, Object.keys(kinds)).map(({ of, file, at }) => ({ kind: kinds[of], file, at }));
    const all = [...sheetAsides().map(({ file, at }) => ({ kind: "timesheet" as const, file, at })), ...ours];
    found = all.flatMap(({ kind, ...more }) => (kind ? [{ kind, ...more }] : []));
  };
  const list = () => found.filter(({ file }) => !dismissed.includes(file));
  const known = (file: string): string => {
    const one = list().find((aside) => aside.file === file);
    if (!one) throw notSaved("not_found", `${basename(file)} is not a file that was put aside.`);
    return one.file;
  };
  look();
  return {
    list,
    /** Looks at the disk again. */
    look,
    /** @throws AppFailure `not_found` */
    known,
    /** @throws AppFailure `not_found` */
    dismiss(file: string): void {
      // Of files that are gone nothing has to be remembered; of another folder that is away now it does.
      const there = dismissed.filter((one) => existsSync(one) || !existsSync(dirname(one)));
      dismissed = [...there, known(file)];
      kept.write({ version: 1, dismissed });
      deps.changed();
    },
  };
}
