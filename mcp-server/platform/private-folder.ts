import { chmodSync, constants, lstatSync, mkdirSync } from "node:fs";

/** For appending to a file of ours: a link in its place is refused (`ELOOP`) instead of written through. */
export const appendHere =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

/**
 * Makes a folder inside Punchcard's own, or takes one that is there, for its person only.
 * @throws Error where a link lies in its place (what we write stays where it belongs); errors of the file system
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is a link, and Punchcard does not write through it.`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
