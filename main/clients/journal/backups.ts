import { createHash } from "node:crypto";
import type { FileSystem } from "../file-system";
import { refusal } from "../refusal";
import { diskFull, putFile } from "../replace-file";
import { pathsOf } from "../server-entry";
import type { ClientContext } from "../types";

type Parts = Pick<ClientContext, "backups" | "platform"> & { fs: FileSystem };
const kept = 10;
/** A copy may hold other servers' tokens, so it does not stay for ever. The windows and docs/clients.md say so. */
const keptDays = 30;
const shape = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z-[0-9a-f]{8}\.bak$/;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * Keeps a copy of a client's file in our own folder (it may hold other servers' tokens, so never beside the file), the
 * newest ten per client.
 * @throws InputError `client_backup`; the file is not touched then.
 */
export async function keepBackup({ fs, backups, platform }: Parts, clientId: string, bytes: Uint8Array, now: Date) {
  const { join } = pathsOf(platform);
  const folder = join(backups, clientId);
  const stamp = now.toISOString().replace(/[:.]/g, "-");
  const name = `${stamp}-${sha256(bytes).slice(0, 8)}.bak`;
  try {
    await fs.privateFolder(backups);
    await fs.privateFolder(folder);
    const there = (await fs.list(folder)).filter((file) => file.endsWith(".bak")).sort();
    if (!there.includes(name)) await putFile(fs, platform, join(folder, name), bytes, 0o600, join(folder, "copy"));
    const all = [...new Set([...there, name])].sort();
    for (const old of all.slice(0, Math.max(0, all.length - kept))) await fs.remove(join(folder, old));
  } catch (error) {
    const full = diskFull(error);
    if (full) throw full;
    const why = error instanceof Error ? error.message : String(error);
    throw refusal(
      "client_backup",
      `No copy of the file could be kept: ${why}`,
      "Nothing was changed. Make room and try again.",
    );
  }
}

/**
 * Removes copies that are older than 30 days, or all of a client. Files of other names are left alone.
 * @param clientIds whose copies
 */
export async function removeBackups(
  { fs, backups, platform }: Parts,
  clientIds: readonly string[],
  which: { expiredAt: Date } | "all",
): Promise<void> {
  const { join } = pathsOf(platform);
  const limit = which === "all" ? Number.POSITIVE_INFINITY : which.expiredAt.getTime() - keptDays * 86_400_000;
  for (const id of clientIds)
    for (const name of await fs.list(join(backups, id))) {
      const at = shape.test(name) ? Date.parse(name.replace(shape, "$1T$2:$3:$4.$5Z")) : Number.NaN;
      if (at < limit) await fs.remove(join(backups, id, name));
    }
}
