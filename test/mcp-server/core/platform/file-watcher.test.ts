import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { onFolderChange, WatchedFile, watchFolder } from "#core/platform/file-watcher";

function watched() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-watch-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, "settings.json");
  const write = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  write("one");
  const changed = vi.fn();
  const settings = new WatchedFile(file, changed);
  const start = () => {
    const watch = watchFolder(home, [settings]);
    onTestFinished(() => watch.close());
  };
  return { home, write, changed, start };
}

test("permissions changed while a server starts, before it watches, are told by it as soon as it does", () => {
  const { write, changed, start } = watched();
  write("another");
  start();
  expect(changed).toHaveBeenCalledTimes(1);
});

test("what did not change is no news, and what changes later is told once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { home, write, changed, start } = watched();
  start();
  expect(changed).not.toHaveBeenCalled();
  write("another");
  // While it waits, vi.waitFor lets the fake timers run.
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), { timeout: 10_000 });
  const names = new Set<string | null>();
  onTestFinished(onFolderChange(home, (name) => names.add(name)));
  writeFileSync(join(home, "other"), "");
  await expect.poll(() => names).toContain("other");
  vi.runAllTimers();
  expect(changed).toHaveBeenCalledTimes(1);
});
