import { lstat, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { visibleLine } from "#core/domain/log-line";
import { appendHere, privateFolder } from "#core/platform/private-folder";
import type { Log } from "../app/failure";

const largest = 1_000_000;
const kept = 3;

/** Marks that secrets and addresses with passwords have, whatever named them. */
const secretPatterns: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 ‹removed›"],
  [
    /(["']?\b(?:token|secret|password|api[_-]?key|authorization|x-auth-token|key)\b["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s,;}&]+)/gi,
    "$1‹removed›",
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, "$1‹removed›@"],
  [/\b[0-9a-f]{32,}\b/gi, "‹removed›"],
];

/** Takes out what looks like a credential. Secrets should not get here at all: this is the second net. */
export function redact(text: string): string {
  return secretPatterns.reduce((clean, [pattern, mark]) => clean.replace(pattern, mark), text);
}

/** For diagnostics that leave the computer: also addresses, hosts, people and home folders. */
export function anonymous(text: string, names: string[]): string {
  let clean = redact(text)
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"']+/gi, "‹address›")
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "‹e-mail›")
    .replace(/(\/home\/|\/Users\/|[A-Z]:\\Users\\)[^/\\\s]+/g, "$1‹user›");
  for (const name of [...names].sort((a, b) => b.length - a.length))
    if (name.length > 2) clean = clean.split(name).join("‹name›");
  return clean;
}

/**
 * Lines of JSON in `<folder>/app.log`, turned over at 1 MB, three old files kept. Writing never throws and never holds
 * anybody up: a log that cannot be written is no reason to stop.
 */
export function openLog(folder: string, now: () => number = Date.now): { log: Log; flush(): Promise<void> } {
  const file = join(folder, "app.log");
  let queue = Promise.resolve();
  const write = async (line: string) => {
    privateFolder(folder);
    const size = await lstat(file).then(
      (stats) => stats.size,
      () => 0,
    );
    if (size + line.length > largest) {
      for (let index = kept - 1; index >= 1; index--)
        await rename(`${file}.${index}`, `${file}.${index + 1}`).catch(() => undefined);
      await rename(file, `${file}.1`).catch(() => undefined);
    }
    const handle = await open(file, appendHere, 0o600);
    try {
      if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(0o600);
      await handle.writeFile(line);
    } finally {
      await handle.close();
    }
  };
  return {
    log: (event, detail) => {
      const line = redact(`${JSON.stringify({ at: new Date(now()).toISOString(), event, ...detail })}`);
      queue = queue.then(() => write(`${visibleLine(line)}\n`)).catch(() => undefined);
    },
    flush: () => queue,
  };
}
