import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** `20261122T225000Z` */
const stampOf = (now: number) => new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === "EEXIST";

/**
 * Moves what cannot be used to `<file>.<why>-<utc>`, numbered where that name is taken. The name is reserved before, so
 * that two processes never move theirs over one another's.
 * @param now milliseconds
 * @param logs endings of files that belong to it, such as `-wal`; they go first, since whoever finds no file begins a new
 *   one with logs of its own
 * @returns the new path @throws errors of the file system; the file is in its place then
 */
export function putAside(file: string, why: "broken" | "damaged", now: number, logs: readonly string[] = []): string {
  const wanted = `${file}.${why}-${stampOf(now)}`;
  const isFolder = lstatSync(file).isDirectory();
  for (let count = 1; ; count++) {
    const aside = count === 1 ? wanted : `${wanted}-${count}`;
    try {
      if (isFolder) mkdirSync(aside, { mode: 0o700 });
      else closeSync(openSync(aside, "wx", 0o600));
    } catch (error) {
      if (isTaken(error)) continue;
      throw error;
    }
    const moved: string[] = [];
    try {
      // Windows renames no folder over another one.
      if (isFolder) rmdirSync(aside);
      for (const ending of logs.filter((one) => existsSync(file + one))) {
        renameSync(file + ending, aside + ending);
        moved.push(ending);
      }
      renameSync(file, aside);
    } catch (error) {
      for (const ending of moved) renameSync(aside + ending, file + ending);
      rmSync(aside, { force: true, recursive: true });
      throw error;
    }
    return aside;
  }
}

const asideName = /^(.+?)\.(?:broken|damaged)(?:-(\d{4})-?(\d\d)-?(\d\d)T(\d\d)-?(\d\d)-?(\d\d)Z?)?(?:-\d+)?$/;

/** When a file that bears no date was written last; one that is gone meanwhile: the beginning of time. */
const writtenAt = (file: string): string =>
  `${new Date(lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).toISOString().slice(0, 19)}Z`;

export interface AsideFile {
  file: string;
  /** Name of the file that it was. */
  of: string;
  /** Instant of the move; of one that bears no date, when it was written last. */
  at: string;
}

/** What was put aside in a folder, oldest first; a folder that cannot be read holds none. @param names of what it was */
export function asideFiles(folder: string, names: readonly string[]): AsideFile[] {
  let found: string[];
  try {
    found = readdirSync(folder);
  } catch {
    return [];
  }
  return found
    .flatMap((name) => {
      const [, of = "", year, month, day, hour, minute, second] = asideName.exec(name) ?? [];
      if (!names.includes(of)) return [];
      const file = join(folder, name);
      return [{ file, of, at: year ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : writtenAt(file) }];
    })
    .sort((one, other) => one.at.localeCompare(other.at) || basename(one.file).localeCompare(basename(other.file)));
}

/** What was put aside of one file. */
export const asidesOf = (file: string): AsideFile[] => asideFiles(dirname(file), [basename(file)]);
