import { join } from "node:path";
import { headlessAccounts } from "../access/account";
import { InputError, ServiceError } from "../domain/errors";
import { withLock } from "../platform/file-lock";
import { loadSettings } from "../platform/load-settings";
import { openLog } from "../platform/log";
import { homeFiles } from "../platform/settings";
import { descriptorOf } from "../services/descriptors";
import { copiesFolder } from "../services/local/database/copies";
import { beginAnew, readSheetState, restoreCopy } from "../services/local/database/restore";
import { errorOf, errorText } from "../tools/lib/errors";
import type { CommandLine } from "./command-line";

/** Which file the command is about. @throws InputError where that is not clear */
function sheetFile({ home, client, headless, profile, sheet }: CommandLine): string {
  const setup = headless.length > 0 ? null : loadSettings(home, client);
  if (setup?.problem) throw new InputError("argument", setup.problem.message);
  const accounts = (setup?.accounts ?? headlessAccounts(headless, profile).accounts).filter(
    ({ service, id }) => descriptorOf(service).isLocal && (sheet?.account === undefined || id === sheet.account),
  );
  const [only, another] = accounts;
  if (!only) throw new InputError("unknown", "No such time sheet of this computer is connected.");
  if (another)
    throw new InputError("ambiguous", "There are several time sheets.", {
      next: `Say which one: ${accounts.map(({ id }) => `--account ${id}`).join(" or ")}.`,
    });
  return only.file ?? join(home, homeFiles.timeSheet);
}

/** Does what its person says about a damaged time sheet, in words or as one line of JSON. @returns the exit code */
export async function runTimeSheet(line: CommandLine, print: (text: string) => void): Promise<number> {
  const { home, sheet: { action, copy, json } = { action: "show" as const, copy: undefined, json: false } } = line;
  const tell = (words: string[], data: object) => print(json ? JSON.stringify(data) : words.join("\n"));
  const kept = (aside: string | null) => (aside === null ? [] : [`The old file is kept as ${aside}.`]);
  try {
    const file = sheetFile(line);
    const folder = copiesFolder(home, file);
    if (action === "show") {
      const found = await readSheetState(file, folder);
      const copies = found.copies.map(({ name, at, entries }) => `  ${name}  made ${at}, entries: ${entries}`);
      tell([`${file}: ${found.state}`, copies.length > 0 ? "Copies:" : "There is no copy.", ...copies], found);
      return found.state === "whole" ? 0 : 1;
    }
    // Two at once would each put the other's new file aside.
    await withLock(`${file}.restoring`, async () => {
      if (action === "restore") {
        const done = await restoreCopy(file, folder, copy, Date.now());
        tell([`${file} is the copy ${done.copy.name} now.`, ...kept(done.aside)], done);
      } else {
        const log = openLog(home);
        const done = await beginAnew(file, Date.now(), (event, detail) => void log.write(event, detail));
        tell([`${file} is a new, empty time sheet.`, ...kept(done.aside)], done);
      }
    });
    return 0;
  } catch (error) {
    const told = errorOf(error) ?? systemError(error);
    if (!told) throw error;
    tell([errorText(told)], { error: told });
    return 1;
  }
}

/** A full disk, missing rights: SQLite and Node say what it was. */
function systemError(error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== "string") return null;
  return errorOf(new ServiceError("unavailable", message, { next: "Nothing was replaced.", detail: code }));
}
