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

const settle = 40;

/**
 * Watches the folder, not the files: those are replaced by rename, and may not exist yet. What changed before it begins is
 * told at once. The watch never keeps the process alive.
 */
export function watchFolder(folder: string, files: readonly WatchedFile[]): { close(): void } {
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    watcher = watch(folder, { persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const file of files) file.check();
      }, settle);
      timer.unref();
    });
    watcher.on("error", () => watcher?.close());
    for (const file of files) file.check();
  } catch {
    // Without a watch the checks before each call still hold.
  }
  return {
    close() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
