import { existsSync, linkSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { copyFile, constants as copyModes, open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { asidesOf } from "../../../platform/put-aside";
import { identityOf } from "../../../platform/sqlite";
import { clearNote } from "./damage";

/** Putting a new file in the place of a damaged time sheet: whoever is killed in between leaves the old one or the new one. */

/** Where the file really is: a link to it stays one. */
const placeOf = (file: string) => (existsSync(file) ? realpathSync(file) : file);

const draftShape = /^\.\d+-\d+\.new\.db(-wal|-shm|-journal|\.use-\d+-\d+)?$/;
/** Next to the time sheet, because a rename must not cross file systems. */
export const draftOf = (file: string) => `${placeOf(file)}.${process.pid}-${Date.now()}.new.db`;

export function removeDraft(draft: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(draft + ending, { force: true });
}

/** What a choice left behind that was killed. Only to be called by whoever holds the lock of choices. */
export function removeOldDrafts(file: string): void {
  const place = placeOf(file);
  for (const name of readdirSync(dirname(place)))
    if (name.startsWith(basename(place)) && draftShape.test(name.slice(basename(place).length)))
      rmSync(join(dirname(place), name), { force: true });
}

/** The name under which this very file is kept already. */
const keptAs = (place: string): string | null =>
  asidesOf(place).find(({ file }) => identityOf(file) === identityOf(place))?.file ?? null;

/**
 * At no moment is there no file (the next call would begin an empty one), nor the new file beside the old log, which
 * SQLite would play into it.
 * @param draft made by `draftOf`, with no log beside it
 * @returns where the old file is now; null: there was none
 */
export async function replaceSheet(file: string, draft: string, now: number): Promise<string | null> {
  const handle = await open(draft, "r+");
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const place = placeOf(file);
  const aside = existsSync(place) ? await keepBeside(place, now) : null;
  await rename(draft, place);
  clearNote(file);
  return aside;
}

async function keepBeside(place: string, now: number): Promise<string> {
  const aside = keptAs(place) ?? (await keptAnew(place, now));
  for (const ending of ["-wal", "-shm", "-journal"])
    if (existsSync(place + ending)) renameSync(place + ending, aside + ending);
  return aside;
}

/** Never over another file: both ways fail where the name is taken. */
async function keptAnew(place: string, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
  const wanted = `${place}.damaged-${stamp}`;
  const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === "EEXIST";
  for (let count = 1; ; count++) {
    const aside = count === 1 ? wanted : `${wanted}-${count}`;
    try {
      linkSync(place, aside);
      return aside;
    } catch (error) {
      if (isTaken(error)) continue;
    }
    try {
      // A file system without hard links.
      await copyFile(place, aside, copyModes.COPYFILE_EXCL);
      return aside;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}
