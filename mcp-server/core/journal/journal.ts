import { join } from "node:path";
import type { LocalLog } from "../platform/log";
import { openJournalFile } from "./file";
import type { ActivityJournal } from "./journal-store";
import { Store } from "./store";

/** In our home folder; its last part in the names of SQLite's own files beside it. */
const journalName = "activity.db";

/** Writes between two looks at age and size; each start looks, too. */
const pruneEvery = 200;

/**
 * The journal of one home folder. Opened by the first write or look, so that starting costs nothing, and again where its
 * file was put away meanwhile.
 */
export class Journal implements ActivityJournal {
  private opening: Promise<{ store: Store; close(): void; isThere(): boolean }> | null = null;
  private sincePruned = 0;

  constructor(private readonly options: { home: string; log: LocalLog; now?: () => number }) {}

  /** @throws what SQLite or the file system says */
  async store(): Promise<Store> {
    for (;;) {
      const current = this.opening ?? this.open();
      this.opening = current;
      const opened = await current.catch((error: unknown) => {
        if (this.opening === current) this.opening = null;
        throw error;
      });
      if (this.opening !== current) continue;
      if (opened.isThere()) return opened.store;
      this.opening = null;
      opened.close();
    }
  }

  /** A journal that cannot be tidied up is still one that can be written to. */
  async pruneSometimes(): Promise<void> {
    this.sincePruned += 1;
    if (this.sincePruned % pruneEvery !== 0) return;
    try {
      (await this.store()).prune();
    } catch (error) {
      this.note(error);
    }
  }

  /** Into the local log. @returns why, in a few words for people */
  note(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    this.options.log.write("journal", { error: message });
    return message;
  }

  async close(): Promise<void> {
    const opened = await this.opening?.catch(() => null);
    this.opening = null;
    opened?.close();
  }

  private async open() {
    const { home, log, now = Date.now } = this.options;
    const note = (event: string, detail?: Record<string, unknown>) => void log.write(event, detail);
    const file = await openJournalFile(join(home, journalName), note);
    const store = new Store(file, (text) => log.clean(text), now);
    store.endForgotten();
    store.prune();
    return { store, close: () => file.raw.close(), isThere: file.isThere };
  }
}
