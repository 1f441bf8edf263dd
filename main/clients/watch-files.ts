import { onFolderChange } from "#core/platform/file-watcher";
import type { FileSystem } from "./file-system";
import { pathsOf } from "./server-entry";

/** Calls `changed` when something of one of these names happens in the folder (null: in all of it). @returns stops. */
export type WatchFolder = (folder: string, changed: (name: string | null) => void) => () => void;

export interface WatchDeps {
  platform: NodeJS.Platform;
  fs: Pick<FileSystem, "facts" | "realpath">;
  /** The files to look after; they need not exist, and may be others later. */
  files(): Promise<string[]>;
  /** Reads them all again. Never called twice at a time. */
  changed(): Promise<void>;
  /** Default: the system's own notices; where there are none, the slow look finds the change. */
  watch?: WatchFolder;
  /** From an event to the reading: a client writes in several steps. */
  settle?: number;
  /** Looks again without an event: a client that starts or ends changes no file. */
  slowly?: number | (() => number);
}

/** Watches files by their folders, since a file that is replaced is another file. @returns stops. */
export function watchFiles(deps: WatchDeps): () => void {
  const { fs, files, changed, watch = onFolderChange, settle = 400, slowly = 15_000 } = deps;
  const { dirname, basename } = pathsOf(deps.platform);
  const watched = new Map<string, { names: Set<string>; stop(): void }>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** The nearest folder that exists, and what in it leads to the file. */
  async function lookout(file: string): Promise<{ folder: string; name: string } | null> {
    for (let at = file; dirname(at) !== at; at = dirname(at))
      if ((await fs.facts(dirname(at), { follow: true }))?.kind === "folder")
        return { folder: dirname(at), name: basename(at) };
    return null;
  }

  async function follow(): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const file of await files()) {
      // A link's own folder tells when the link changes, its target's when the content does.
      const real = await fs.realpath(file).catch(() => file);
      for (const path of new Set([file, real])) {
        const place = await lookout(path);
        if (place) wanted.set(place.folder, (wanted.get(place.folder) ?? new Set()).add(place.name));
      }
    }
    if (stopped) return;
    for (const [folder, { stop }] of watched) {
      if (wanted.has(folder)) continue;
      stop();
      watched.delete(folder);
    }
    for (const [folder, names] of wanted) {
      const known = watched.get(folder);
      if (known) known.names = names;
      else watched.set(folder, { names, stop: watch(folder, (name) => heard(folder, name)) });
    }
  }

  function heard(folder: string, name: string | null): void {
    // A home folder is restless: only what leads to one of the files counts.
    if (name === null || watched.get(folder)?.names.has(name)) plan(settle);
  }

  let due = 0;
  function plan(after: number): void {
    const at = Date.now() + after;
    // An earlier look stays as it is, so that a file that never rests is read all the same.
    if (stopped || (timer && due <= at)) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(look, after);
  }

  async function look(): Promise<void> {
    timer = undefined;
    // Followed first: what changes while it is read is heard of.
    await follow().catch(() => undefined);
    if (!stopped) await changed().catch(() => undefined);
    plan(typeof slowly === "number" ? slowly : slowly());
  }

  plan(0);
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const { stop } of watched.values()) stop();
    watched.clear();
  };
}
