import { createHash, randomBytes } from "node:crypto";
import * as promises from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UpdateError } from "./problem";

export type ReplaceFiles = Pick<
  typeof promises,
  "copyFile" | "rename" | "rm" | "chmod" | "open" | "realpath" | "readFile"
>;

/**
 * Puts a downloaded AppImage in the place of the running one, under its name: menus and clients start that path. In one step, so that
 * the old one is there until the new one is whole; what runs keeps its own file.
 * @param sha512 Base64, of what was agreed to: the download lay in a folder in the meantime
 * @throws UpdateError `checksum`; errors of the file system. The old file is untouched then
 */
export async function replaceAppImage(
  target: string,
  source: string,
  sha512: string,
  files: ReplaceFiles = promises,
): Promise<void> {
  const real = await files.realpath(target);
  const beside = join(dirname(real), `.${basename(real)}.${randomBytes(4).toString("hex")}.new`);
  try {
    await files.copyFile(source, beside);
    const hash = createHash("sha512")
      .update(await files.readFile(beside))
      .digest("base64");
    if (hash !== sha512) throw new UpdateError("checksum");
    await files.chmod(beside, 0o755);
    const handle = await files.open(beside, "r");
    await handle.sync().finally(() => handle.close());
    await files.rename(beside, real);
  } catch (error) {
    await files.rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
