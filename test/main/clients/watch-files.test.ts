import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeFiles } from "../../../main/clients/file-system";
import { type WatchFolder, watchFiles } from "../../../main/clients/watch-files";
import type { ClientView } from "../../../main/ipc/contract/clients";
import { clientsOn, files, machine } from "./machine";

describe("watching the clients' files", () => {
  let folder: string;
  let stop: () => void = () => undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "punchcard-watch-"));
  });
  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  /** Really watches, by the system. @returns how often it was told. */
  async function watching(file: string): Promise<() => number> {
    let count = 0;
    const changed = async () => void count++;
    stop = watchFiles({ platform: "linux", fs: nodeFiles, files: async () => [file], changed, settle: 40 });
    await vi.waitFor(() => expect(count).toBe(1), { timeout: 10_000 });
    await pause(60);
    return () => count - 1;
  }

  it("hears of a file that is written, replaced or removed, once for steps that belong together", async () => {
    const file = join(folder, "mcp.json");
    const told = await watching(file);
    for (let step = 0; step < 5; step++) writeFileSync(file, `{"n":${step}}`);
    await vi.waitFor(() => expect(told()).toBe(1), { timeout: 10_000 });
    await pause(120);
    expect(told()).toBe(1);
    writeFileSync(join(folder, "x.tmp"), "{}");
    renameSync(join(folder, "x.tmp"), file);
    await vi.waitFor(() => expect(told()).toBe(2), { timeout: 10_000 });
    rmSync(file);
    await vi.waitFor(() => expect(told()).toBe(3), { timeout: 10_000 });
  });

  it("hears of a client that is installed meanwhile, and not of its neighbours", async () => {
    const told = await watching(join(folder, "a", "b", "mcp.json"));
    writeFileSync(join(folder, "other.json"), "");
    await pause(150);
    expect(told()).toBe(0);
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    await vi.waitFor(() => expect(told()).toBeGreaterThan(0), { timeout: 10_000 });
    const before = told();
    await pause(60);
    writeFileSync(join(folder, "a", "b", "mcp.json"), "{}");
    await vi.waitFor(() => expect(told()).toBeGreaterThan(before), { timeout: 10_000 });
  });

  it("hears of what a link leads to", async () => {
    mkdirSync(join(folder, "dotfiles"));
    mkdirSync(join(folder, "client"));
    writeFileSync(join(folder, "dotfiles", "real.json"), "{}");
    symlinkSync(join(folder, "dotfiles", "real.json"), join(folder, "client", "mcp.json"));
    const told = await watching(join(folder, "client", "mcp.json"));
    writeFileSync(join(folder, "dotfiles", "real.json"), '{"a":1}');
    await vi.waitFor(() => expect(told()).toBe(1), { timeout: 10_000 });
  });

  it("reads a file that never rests all the same, and nothing after it was stopped", async () => {
    const file = join(folder, "mcp.json");
    const told = await watching(file);
    for (let step = 0; step < 20; step++) {
      writeFileSync(file, `${step}`);
      await pause(15);
    }
    expect(told()).toBeGreaterThan(1);
    await pause(100);
    stop();
    const before = told();
    writeFileSync(file, "after");
    await pause(120);
    expect(told()).toBe(before);
  });
});

describe("while the window is open", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

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
