import { join } from "node:path";
import { headlessAccounts } from "#core/access/account";
import { InputError, ServiceError } from "#core/domain/errors";
import { withLock } from "#core/platform/file-lock";
import { loadSettings } from "#core/platform/load-settings";
import { openLog } from "#core/platform/log";
import { homeFiles } from "#core/platform/state/home-files";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { copiesFolder } from "#core/services/local/database/copies";
import { removeOldDrafts } from "#core/services/local/database/replace";
import {
  beginAnew,
  lookAtOwnFile,
  readSheetState,
  replaceByOwnFile,
  restoreCopy,
} from "#core/services/local/database/restore";
import { errorOf, errorText } from "#server/tools/lib/errors";
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
  const { home, sheet = { action: "show", look: false, json: false } } = line;
  const tell = (words: string[], data: object) => print(sheet.json ? JSON.stringify(data) : words.join("\n"));
  try {
    const file = sheetFile(line);
    const folder = copiesFolder(home, file);
    if (sheet.action === "show") {
      const found = await readSheetState(file, folder);
      const copies = found.copies.map(({ name, at, entries }) => `  ${name}  made ${at}, entries: ${entries}`);
      tell([`${file}: ${found.state}`, copies.length > 0 ? "Copies:" : "There is no copy.", ...copies], found);
      return found.state === "whole" ? 0 : 1;
    }
    // Two at once would each put the other's new file aside.
    await withLock(`${file}.restoring`, async () => {
      removeOldDrafts(file);
      const { words, data } = await chosen(file, folder, sheet, home);
      const kept = "aside" in data && data.aside !== null ? [`The old file is kept as ${data.aside}.`] : [];
      tell([...words, ...kept], data);
    });
    return 0;
  } catch (error) {
    const told = errorOf(error) ?? systemError(error);
    if (!told) throw error;
    tell([errorText(told)], { error: told });
    return 1;
  }
}

type Done = { words: string[]; data: object | { aside: string | null } };

async function chosen(
  file: string,
  folder: string,
  { action, copy, own = "", look }: NonNullable<CommandLine["sheet"]>,
  home: string,
): Promise<Done> {
  if (action === "restore") {
    const data = await restoreCopy(file, folder, copy, Date.now());
    return { words: [`${file} is the copy ${data.copy.name} now.`], data };
  }
  if (action === "use") {
    const data = look ? await lookAtOwnFile(file, own) : await replaceByOwnFile(file, own, Date.now());
    const is = look ? `${own} is a whole time sheet` : `${file} is a copy of ${own} now`;
    return { words: [`${is}, entries: ${data.entries}.`], data };
  }
  const log = openLog(home);
  const data = await beginAnew(file, Date.now(), (event, detail) => void log.write(event, detail));
  return { words: [`${file} is a new, empty time sheet.`], data };
}

/** A full disk, missing rights: SQLite and Node say what it was. */
function systemError(error: unknown) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== "string") return null;
  return errorOf(new ServiceError("unavailable", message, { next: "Nothing was replaced.", detail: code }));
}
