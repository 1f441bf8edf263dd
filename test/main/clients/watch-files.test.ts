import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { nodeFiles } from "#main/clients/file-system";
import { type WatchFolder, watchFiles } from "#main/clients/watch-files";
import type { ClientView } from "#main/ipc/contract/clients";
import { clientsOn, files, machine } from "./machine";
import { MemoryFiles } from "./memory-files";

afterEach(() => {
  vi.useRealTimers();
});

describe("watching the clients' files on disk", () => {
  /** Watches a file through the operating system. @returns its folder, and the text that was read last (null: no file) */
  async function watchOnDisk(...path: string[]) {
    const folder = mkdtempSync(join(tmpdir(), "punchcard-watch-"));
    const file = join(folder, ...path);
    const readings: (string | null)[] = [];
    const changed = async () => void readings.push(existsSync(file) ? readFileSync(file, "utf8") : null);
    const start = async () => {
      // Only events may lead to a reading, so the regular one is an hour away.
      const timing = { settle: 40, slowly: 3_600_000 };
      const stop = watchFiles({ platform: "linux", fs: nodeFiles, files: async () => [file], changed, ...timing });
      onTestFinished(() => {
        stop();
        rmSync(folder, { recursive: true, force: true });
      });
      await vi.waitFor(() => expect(readings).toHaveLength(1), { timeout: 10_000 });
    };
    const lastReading = (text: string | null) =>
      vi.waitFor(() => expect(readings.at(-1)).toBe(text), { timeout: 10_000 });
    return { folder, file, start, lastReading };
  }

  it("reads what was written, what replaced it, and that it was removed", async () => {
    const { folder, file, start, lastReading } = await watchOnDisk("mcp.json");
    await start();
    for (let step = 0; step < 5; step++) writeFileSync(file, `{"n":${step}}`);
    await lastReading('{"n":4}');
    writeFileSync(join(folder, "x.tmp"), "{}");
    renameSync(join(folder, "x.tmp"), file);
    await lastReading("{}");
    rmSync(file);
    await lastReading(null);
  });

  it("reads the file of a client that is installed later", async () => {
    const { file, start, lastReading } = await watchOnDisk("a", "b", "mcp.json");
    await start();
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "{}");
    await lastReading("{}");
    writeFileSync(file, "{ }");
    await lastReading("{ }");
  });

  it("reads what a link leads to", async () => {
    const { folder, file, start, lastReading } = await watchOnDisk("client", "mcp.json");
    mkdirSync(join(folder, "dotfiles"));
    mkdirSync(join(folder, "client"));
    writeFileSync(join(folder, "dotfiles", "real.json"), "{}");
    symlinkSync(join(folder, "dotfiles", "real.json"), file);
    await start();
    writeFileSync(join(folder, "dotfiles", "real.json"), '{"a":1}');
    await lastReading('{"a":1}');
  });
});

describe("events of the clients' folders", () => {
  /** Watches a file in memory, 40 ms after an event, with fake timers. */
  async function watchInMemory(file: string, folders: string[]) {
    vi.useFakeTimers();
    const fs = new MemoryFiles(folders);
    const listeners = new Map<string, (name: string | null) => void>();
    const watch: WatchFolder = (folder, changed) => {
      listeners.set(folder, changed);
      return () => listeners.delete(folder);
    };
    const changed = vi.fn(async () => undefined);
    const stop = watchFiles({ platform: "linux", fs, files: async () => [file], changed, watch, settle: 40 });
    onTestFinished(stop);
    const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
    await pass(0);
    expect(changed).toHaveBeenCalledTimes(1);
    changed.mockClear();
    const emit = (folder: string, name: string | null) => listeners.get(folder)?.(name);
    return { fs, changed, stop, pass, emit, folders: () => [...listeners.keys()] };
  }

  it("that belong together lead to one reading, when they have settled", async () => {
    const { changed, pass, emit } = await watchInMemory("/client/mcp.json", ["/client"]);
    for (let step = 0; step < 5; step++) emit("/client", "mcp.json");
    await pass(39);
    expect(changed).not.toHaveBeenCalled();
    await pass(1);
    expect(changed).toHaveBeenCalledTimes(1);
    await pass(5_000);
    expect(changed).toHaveBeenCalledTimes(1);
    emit("/client", null);
    await pass(40);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("of other files are ignored, and those of a client's new folder are not", async () => {
    const { fs, changed, pass, emit, folders } = await watchInMemory("/home/a/b/mcp.json", ["/home"]);
    expect(folders()).toEqual(["/home"]);
    emit("/home", "other.json");
    await pass(5_000);
    expect(changed).not.toHaveBeenCalled();
    fs.addFolder("/home/a/b");
    emit("/home", "a");
    await pass(40);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(folders()).toEqual(["/home/a/b"]);
    emit("/home/a/b", "mcp.json");
    await pass(40);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("that never end do not postpone the reading, and there is none after the end of watching", async () => {
    const { changed, stop, pass, emit, folders } = await watchInMemory("/client/mcp.json", ["/client"]);
    for (let step = 0; step < 20; step++) {
      emit("/client", "mcp.json");
      await pass(15);
    }
    // An event every 15 ms: at 0, 45, 90, … one starts the 40 ms until the next reading.
    expect(changed).toHaveBeenCalledTimes(6);
    emit("/client", "mcp.json");
    stop();
    await pass(60_000);
    expect(changed).toHaveBeenCalledTimes(6);
    expect(folders()).toEqual([]);
  });
});

describe("while the window is open", () => {
  it("a client that throws the entry away at its restart is told of, and our own writes never look like that", async () => {
    const { fs, clients: others } = machine({ "claude-desktop": "{}", vscode: "{}" });
    await others.list(); // Loads the parsers, for which no fake clock waits.
    vi.useFakeTimers();
    const heard = new Map<string, (name: string | null) => void>();
    const watch: WatchFolder = (folder, changed) => {
      heard.set(folder, changed);
      return () => heard.delete(folder);
    };
    let running = false;
    const clients = clientsOn(fs, { watch, isRunning: async () => running });
    const told: ClientView[][] = [];
    const stop = clients.watch((list) => told.push(list));
    const state = (id: string) => told.at(-1)?.find((one) => one.id === id)?.state;
    const rings = async (file: string) => {
      const cut = file.lastIndexOf("/");
      heard.get(file.slice(0, cut))?.(file.slice(cut + 1));
      await vi.advanceTimersByTimeAsync(500);
    };
    await vi.advanceTimersByTimeAsync(50);
    expect(state("claude-desktop")).toBe("not_registered");

    const registering = clients.register("claude-desktop");
    await rings(files["claude-desktop"]);
    await registering;
    await rings(files["claude-desktop"]);
    expect(state("claude-desktop")).toBe("registered");
    await rings(files.vscode);
    const before = told.length;
    await rings(files.vscode);
    expect(told).toHaveLength(before);

    // Its start changes no file at first; the slow look finds it.
    running = true;
    await vi.advanceTimersByTimeAsync(16_000);
    expect(told.at(-1)?.find(({ id }) => id === "claude-desktop")).toMatchObject({ running: true });
    fs.put(files["claude-desktop"], '{"preferences":{}}');
    await rings(files["claude-desktop"]);
    expect(state("claude-desktop")).toBe("removed_by_client");

    running = false;
    await clients.register("claude-desktop");
    const removing = clients.unregister("claude-desktop");
    await rings(files["claude-desktop"]);
    await removing;
    await rings(files["claude-desktop"]);
    const states = told.map((list) => list.find(({ id }) => id === "claude-desktop")?.state);
    expect(states.filter((one) => one === "removed_by_client")).toHaveLength(1);
    expect(states.at(-1)).toBe("not_registered");
    stop();
    expect(heard.size).toBe(0);
  });
});
