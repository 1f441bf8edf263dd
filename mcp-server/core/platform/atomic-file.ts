import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile, replaceFileSync } from "./held-file";
import { privateFolder } from "./private-folder";

const draftOf = (file: string) => `${file}.${randomBytes(6).toString("hex")}.new`;
/** "wx" writes neither over what is there nor through a link. */
const asDraft = { flag: "wx", mode: 0o600 } as const;

/**
 * Writes a small file whole or not at all, readable by its owner only; several processes may do so at once. A link in its
 * place is replaced.
 * @param makeFolder how its folder is made: `homeFolder` for Punchcard's own
 */
export async function writeWhole(file: string, text: string, makeFolder = privateFolder): Promise<void> {
  makeFolder(dirname(file));
  const draft = draftOf(file);
  try {
    await writeFile(draft, text, asDraft);
    await replaceFile(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The same at once, and on disk when it returns. */
export function writeWholeSync(file: string, text: string, makeFolder = privateFolder): void {
  makeFolder(dirname(file));
  const draft = draftOf(file);
  try {
    const handle = openSync(draft, asDraft.flag, asDraft.mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    replaceFileSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
