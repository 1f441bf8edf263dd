import { chmodSync, constants, lstatSync, mkdirSync, statSync } from "node:fs";

/** For appending to a file of ours: a link in its place is refused (`ELOOP`) instead of written through. */
export const appendHere =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

const others = 0o077;

/**
 * Makes a folder inside Punchcard's own, or takes one that is there, for its person only.
 * @throws Error where a link lies in its place (what we write stays where it belongs); errors of the file system
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw isLink(folder);
  if ((found.mode & others) !== 0) chmodSync(folder, 0o700);
}

/** The same for Punchcard's own folder, which the person may have put elsewhere by a link. */
export function homeFolder(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if ((statSync(home).mode & others) !== 0) chmodSync(home, 0o700);
}

const isLink = (path: string) =>
  Object.assign(new Error(`${path} is a link, and Punchcard does not write through it.`), { code: "ELOOP" });

/** @throws Error where one of these is a link */
export function refuseLinks(...paths: string[]): void {
  for (const path of paths) if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw isLink(path);
}
