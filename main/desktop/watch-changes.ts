import { type FSWatcher, unwatchFile, watch, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { homeFiles } from "../../mcp-server/platform/settings";
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
  let watcher: FSWatcher | undefined;
  let polling = false;

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
  const poll = () => {
    if (polling) return;
    polling = true;
    watchFile(file, { interval: pollEvery, persistent: false }, (now, before) => {
      if (now.mtimeMs !== before.mtimeMs && now.mtimeMs > 0) soon();
    });
  };
  try {
    watcher = watch(home, { persistent: false }, (_event, name) => {
      if (name === null || name === homeFiles.changed) soon();
    });
    watcher.on("error", (error) => {
      log("watch", { error: error.message });
      watcher?.close();
      poll();
    });
  } catch (error) {
    log("watch", { error: (error as Error).message });
    poll();
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
    unwatchFile(file);
  };
}
