import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { onFolderChange } from "#core/platform/file-watcher";
import { homeFiles } from "#core/platform/state/home-files";
import type { Log } from "../app/failure";

const settleTime = 100;
const pollEvery = 1_500;

/**
 * Watches for writes by servers that other programs started. Calls `changed` at most every 100 ms, within 2 s of the
 * write. Our own server's writes (`client: "tray"`) are known already and passed over.
 * @returns stops watching.
 */
export function watchChanges(home: string, changed: (accountId: string | null) => void, log: Log): () => void {
  const file = join(home, homeFiles.changed);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async () => {
    try {
      const { account, client } = JSON.parse(await readFile(file, "utf8")) as { account?: unknown; client?: unknown };
      if (client !== "tray") changed(typeof account === "string" ? account : null);
    } catch {
      // Gone or half written by something else than our server: reading once more than needed does no harm.
      changed(null);
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void read();
    }, settleTime);
  };
  const poll = () =>
    watchFile(file, { interval: pollEvery, persistent: false }, (now, before) => {
      if (now.mtimeMs !== before.mtimeMs && now.mtimeMs > 0) soon();
    });
  const stop = onFolderChange(
    home,
    (name) => {
      if (name === null || name === homeFiles.changed) soon();
    },
    (error) => {
      log("watch", { error: error.message });
      poll();
    },
  );
  return () => {
    clearTimeout(timer);
    stop();
    unwatchFile(file);
  };
}
