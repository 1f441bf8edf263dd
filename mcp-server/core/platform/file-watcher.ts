import { type FSWatcher, mkdirSync, statSync, watch } from "node:fs";

/** Changes when the file does, also when it is replaced; null: there is none. */
function stampOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found ? `${found.mtimeNs}-${found.size}-${found.ino}` : null;
}

/** One file below the home folder whose changes matter while the server runs. */
export class WatchedFile {
  private stamp: string | null;
  constructor(
    readonly file: string,
    private readonly changed: () => void,
  ) {
    this.stamp = this.safeStamp();
  }

  private safeStamp(): string | null {
    try {
      return stampOf(this.file);
    } catch {
      return null;
    }
  }

  /** Looks now; also called before each tool call, because a watch can be lost on some file systems. */
  check(): void {
    const stamp = this.safeStamp();
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.changed();
  }
}

/**
 * Tells the name of what changes in a folder (null: the system does not say), and never keeps the process alive.
 * @param failed it cannot be watched, or not any more: whoever needs to know looks now and then instead
 * @returns stops
 */
export function onFolderChange(
  folder: string,
  changed: (name: string | null) => void,
  failed: (error: Error) => void = () => undefined,
): () => void {
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false }, (_event, name) => changed(name));
  } catch (error) {
    failed(error as Error);
    return () => undefined;
  }
  watcher.on("error", (error) => {
    watcher.close();
    failed(error);
  });
  return () => watcher.close();
}

const settle = 40;

/**
 * Watches the folder, not the files: those are replaced by rename, and may not exist yet. What changed before it begins is
 * told at once.
 */
export function watchFolder(folder: string, files: readonly WatchedFile[]): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    for (const file of files) file.check();
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Without a watch the checks before each call still hold.
  }
  const stop = onFolderChange(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(check, settle);
    timer.unref();
  });
  check();
  return {
    close() {
      clearTimeout(timer);
      stop();
    },
  };
}
