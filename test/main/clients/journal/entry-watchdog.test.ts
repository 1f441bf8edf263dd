import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientsDeps } from "#main/clients/index";
import type { WatchFolder } from "#main/clients/watch-files";
import { backups, clientsOn, files, machine } from "../machine";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The app in the background, with its windows closed, on a computer whose notices the test rings itself. */
function background(content: Parameters<typeof machine>[0], more: Partial<ClientsDeps> = {}) {
  const heard = new Map<string, (name: string | null) => void>();
  const watch: WatchFolder = (folder, changed) => {
    heard.set(folder, changed);
    return () => heard.delete(folder);
  };
  const { fs } = machine(content);
  const open = (told: string[] = []) => {
    const clients = clientsOn(fs, { watch, ...more });
    const losses = clients.watchEntries((lost) => void told.push(lost.map(({ label }) => label).join(", ")));
    return { clients, losses, told };
  };
  const rings = async (file: string, after = 600) => {
    const cut = file.lastIndexOf("/");
    heard.get(file.slice(0, cut))?.(file.slice(cut + 1));
    await vi.advanceTimersByTimeAsync(after);
  };
  return { fs, heard, open, rings, ...open() };
}
const long = 5_000;

describe("a client that throws the entry away while no window is open", () => {
  it("is told of once, also after a restart of the app, and again when it happens again", async () => {
    const { fs, clients, losses, told, rings, open } = background({ codex: 'model = "x"\n', vscode: "{}" });
    await clients.register("codex");
    await vi.advanceTimersByTimeAsync(long);
    await rings(`${backups}/journal.json`);
    fs.put(files.codex, 'model = "y"\n');
    await rings(files.codex, long);
    expect(told).toEqual(["Codex and ChatGPT"]);
    await rings(files.codex, long);
    await losses.look();
    await vi.advanceTimersByTimeAsync(long);
    losses.stop();

    const next = open();
    await vi.advanceTimersByTimeAsync(long);
    expect([told, next.told]).toEqual([["Codex and ChatGPT"], []]);
    expect((await next.clients.list()).find(({ id }) => id === "codex")).toMatchObject({ state: "removed_by_client" });

    await next.clients.register("codex");
    fs.put(files.codex, 'model = "z"\n');
    await rings(files.codex, long);
    expect(next.told).toEqual(["Codex and ChatGPT"]);
    next.losses.stop();
  });

  it("is found at the next start where the app did not run", async () => {
    const { fs, clients, losses, open } = background({ gemini: "{}", codex: "" });
    await clients.register("gemini");
    await clients.register("codex");
    losses.stop();
    fs.put(files.gemini, "{}");
    fs.put(files.codex, "");
    const next = open();
    await vi.advanceTimersByTimeAsync(long);
    expect(next.told).toEqual(["Codex and ChatGPT, Gemini CLI"]);
    next.losses.stop();
  });

  it("is found after waking, where the system told of nothing meanwhile", async () => {
    const { fs, clients, losses, told } = background({ codex: "" });
    await clients.register("codex");
    await vi.advanceTimersByTimeAsync(long);
    fs.put(files.codex, "");
    await losses.look();
    await vi.advanceTimersByTimeAsync(long);
    expect(told).toEqual(["Codex and ChatGPT"]);
    losses.stop();
  });

  it("is not told of when it only wrote its file in several steps", async () => {
    const { fs, clients, losses, told, rings } = background({ vscode: "{}" });
    await clients.register("vscode");
    await rings(`${backups}/journal.json`);
    const whole = fs.text(files.vscode) ?? "";
    for (const step of ["", "{}", '{"servers":', whole]) {
      fs.put(files.vscode, step);
      await rings(files.vscode, 500);
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    losses.stop();
  });

  it("is not told of when the person took it out, or the client is gone", async () => {
    const { fs, clients, losses, told, rings } = background({ vscode: "{}", cursor: "{}" });
    await clients.register("vscode");
    await clients.register("cursor");
    const removing = clients.unregister("vscode");
    await rings(files.vscode, long);
    await removing;
    fs.files.delete(files.cursor);
    fs.folders.delete("/home/marta/.cursor");
    await rings(files.cursor, long);
    await losses.look();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    losses.stop();
  });

  it("is left to the page that shows it, where that is open", async () => {
    const { fs, clients, losses, told, rings } = background({ vscode: "{}" });
    await clients.register("vscode");
    const closed = clients.watch(() => undefined);
    await vi.advanceTimersByTimeAsync(1_000);
    fs.put(files.vscode, "{}");
    await losses.look();
    await vi.advanceTimersByTimeAsync(long);
    closed();
    closed();
    await rings(files.vscode, long);
    expect(told).toEqual([]);
    losses.stop();
  });

  it("nothing is watched for clients without an entry, and nothing at all after the end", async () => {
    const { heard, fs, losses, told } = background({ vscode: "{}", cursor: "{}" });
    await vi.advanceTimersByTimeAsync(long);
    expect([...heard.keys()].filter((folder) => /Code|cursor/.test(folder))).toEqual([]);
    const { steps } = fs;
    await vi.advanceTimersByTimeAsync(25_000);
    expect(fs.steps).toBe(steps);
    losses.stop();
    expect(heard.size).toBe(0);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([fs.steps, told]).toEqual([steps, []]);
  });
});

describe("Claude Desktop after its restart", () => {
  const view = async (clients: ReturnType<typeof clientsOn>) =>
    (await clients.list()).find(({ id }) => id === "claude-desktop");

  it("is said to have been seen with the entry once it ran with it for a while", async () => {
    let running = false;
    const { clients, losses } = background({ "claude-desktop": "{}" }, { isRunning: async () => running });
    await clients.register("claude-desktop");
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await view(clients)).toMatchObject({ state: "registered", seenAt: null });
    running = true;
    await losses.look();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await view(clients)).toMatchObject({ state: "registered", seenAt: null });
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await view(clients))?.seenAt).toMatch(/^\d{4}-/);

    running = false;
    await clients.unregister("claude-desktop");
    await clients.register("claude-desktop");
    expect(await view(clients)).toMatchObject({ state: "registered", seenAt: null });
    losses.stop();
  });

  it("that writes its own copy over the entry while it starts was not seen with it, and is told of", async () => {
    let running = false;
    const { fs, clients, losses, told, rings } = background(
      { "claude-desktop": "{}" },
      { isRunning: async () => running },
    );
    await clients.register("claude-desktop");
    await rings(`${backups}/journal.json`, 40_000);
    running = true;
    await vi.advanceTimersByTimeAsync(31_000);
    fs.put(files["claude-desktop"], '{"preferences":{}}');
    await rings(files["claude-desktop"], 15_000);
    expect(told).toEqual(["Claude Desktop"]);
    expect(await view(clients)).toMatchObject({ state: "removed_by_client", seenAt: null, canRegister: true });
    // Registering again is refused until it is quit: it would only happen again.
    await expect(clients.register("claude-desktop")).rejects.toMatchObject({ code: "client_running" });
    running = false;
    expect(await clients.register("claude-desktop")).toMatchObject({ state: "registered" });
    losses.stop();
  });
});
