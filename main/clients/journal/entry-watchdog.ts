import type { ClientView } from "../../ipc/contract/clients";
import type { FileSystem } from "../file-system";
import type { ClientAdapter } from "../types";
import { type WatchFolder, watchFiles } from "../watch-files";
import type { Journal, JournalRecord } from "./journal";

export interface EntryWatchdogDeps {
  platform: NodeJS.Platform;
  fs: FileSystem;
  watch?: WatchFolder;
  adapters: readonly Pick<ClientAdapter, "id" | "detect" | "read" | "capabilities">[];
  journal: Journal;
  /** One piece of work at a time, among writes too: between a write and the journal an entry looks lost. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** The clients page is open and tells of it itself. */
  shown(): boolean;
  /** Each loss once; a client that has the entry back may lose it again. */
  tell(lost: ClientView[]): void;
  now?(): number;
}

/** A client writes in several steps, or puts the entry back itself: only what is still gone then is lost. */
const sure = 3_000;
/** How long a client has to run with the entry in its file: some write their own copy over it a while after their start. */
const settled = 10_000;
/** With nothing to wait for, only in case that the system's notices failed. */
const seldom = 10 * 60_000;

export interface EntryWatchdog {
  /** Looks now: at the start, after waking. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Looks after the entries that we wrote, for as long as the app runs: tells when a client threw one away, and notes when
 * one that rewrites its file has run with it. Clients that have no entry of ours are not looked at.
 */
export function watchEntries(deps: EntryWatchdogDeps): EntryWatchdog {
  const { adapters, journal, inTurn, now = Date.now } = deps;
  const timers = new Set<NodeJS.Timeout>();
  const runsSince = new Map<string, number>();
  let waiting = false;
  let stopped = false;

  const recordsOf = async () => (await journal.all()).filter(({ done }) => done);
  const withRecords = (records: JournalRecord[]) =>
    adapters.filter(({ id }) => records.some(({ client }) => client === id));

  function later(work: () => Promise<unknown>, after: number): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void work().catch(() => undefined);
    }, after);
    timers.add(timer);
  }

  /** Those that are gone now and were not told of. */
  async function gone(): Promise<ClientView[]> {
    const records = (await recordsOf()).filter(({ told }) => !told);
    const views = await Promise.all(withRecords(records).map((one) => one.read()));
    return views.filter(({ state }) => state === "removed_by_client");
  }

  async function confirm(): Promise<void> {
    waiting = false;
    const lost = await inTurn(async () => {
      const found = await gone();
      for (const record of await recordsOf())
        if (found.some(({ id }) => id === record.client)) await journal.put({ ...record, told: true });
      return found;
    });
    if (!stopped && lost.length > 0 && !deps.shown()) deps.tell(lost);
  }

  /** Only for clients that must be quit before a write: when one runs, it has started since. */
  async function seen(): Promise<void> {
    const records = (await recordsOf()).filter(({ seenAt }) => !seenAt);
    for (const { id, read, capabilities } of withRecords(records)) {
      if (!capabilities.mustBeQuit) continue;
      const { state, running } = await read();
      if (!running || state !== "registered") runsSince.delete(id);
      else if (!runsSince.has(id)) {
        runsSince.set(id, now());
        later(check, settled);
      } else if (now() - (runsSince.get(id) ?? 0) >= settled)
        for (const record of records)
          if (record.client === id) await journal.put({ ...record, seenAt: new Date(now()).toISOString() });
    }
  }

  async function check(): Promise<void> {
    const lost = await inTurn(async () => {
      await seen();
      return gone();
    });
    if (lost.length === 0 || waiting) return;
    waiting = true;
    later(confirm, sure);
  }

  /** A start of such a client changes no file: until it was seen, somebody has to look. */
  let unseen = true;
  const stopWatching = watchFiles({
    platform: deps.platform,
    fs: deps.fs,
    watch: deps.watch,
    slowly: () => (unseen ? 30_000 : seldom),
    async files() {
      const records = await recordsOf();
      const kept = withRecords(records);
      unseen = kept.some(
        ({ id, capabilities }) =>
          capabilities.mustBeQuit && records.some((record) => record.client === id && !record.seenAt),
      );
      // The journal too: an entry that is written later is looked after from then on.
      return [...(await Promise.all(kept.map((one) => one.detect()))).flatMap(({ files }) => files), journal.path];
    },
    changed: check,
  });

  return {
    look: () => check().catch(() => undefined),
    stop() {
      stopped = true;
      stopWatching();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
