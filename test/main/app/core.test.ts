import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { type Core, createCore } from "#main/app/core";
import { notSaved } from "#main/app/failure";
import type { AppState } from "#main/ipc/contract/app-state";
import { appState as contractState } from "#main/ipc/contract/app-state";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import { createHandlers } from "#main/ipc/handlers/index";
import { serverStarter, TrayProof } from "#main/server/spawn";
import { FakeKeychain } from "../fixtures";

const script = fileURLToPath(new URL("../server/fake-server.mjs", import.meta.url));
const cores: Core[] = [];
afterEach(async () => {
  await Promise.all(cores.splice(0).map((core) => core.stop()));
});

function opened() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-core-"));
  const keychain = new FakeKeychain();
  const shown: AppState[] = [];
  const core = createCore({
    home,
    version: "0.1.0",
    platform: "linux",
    openBackend: () => ({ store: {} }),
    keychain,
    startServer: serverStarter({
      electron: process.execPath,
      script,
      home,
      env: process.env,
      cwd: home,
      proof: new TrayProof(home),
    }),
    systemLanguages: () => ["de-DE"],
    autostart: { read: async () => false, set: async () => undefined, heal: async () => undefined },
    openBrowser: async () => undefined,
    isOnline: () => true,
    hasTray: () => true,
    log: () => undefined,
    importProgress: () => undefined,
    show: (state) => shown.push(state),
  });
  cores.push(core);
  const last = () => shown.at(-1) as AppState;
  const connect = (request: object) => core.accounts.connect({ sessionOnly: false, ...request } as never);
  return { home, keychain, core, shown, last, connect };
}

test("from nothing connected to working: everything shown keeps the contract", async () => {
  const { core, last, connect, shown } = opened();
  expect(await core.snapshot()).toMatchObject({ accounts: [], activeAccount: null, language: "de" });
  await connect({ service: "local" });
  await vi.waitFor(() => expect(last()).toMatchObject({ activeAccount: "local", timer: { phase: "idle" } }), {
    timeout: 10_000,
  });
  expect(last().accounts[0]).toMatchObject({ person: "Ada Example", state: "ok", required: [] });
  await core.timer.clockIn({ work: { project: { id: "3", name: "x" } }, text: "", tags: [] });
  await vi.waitFor(() => expect(last().timer.phase).toBe("working"), { timeout: 10_000 });
  for (const state of shown) contractState.parse(state);
});

test("what an AI client's server wrote is shown without a request from the window", async () => {
  const { home, last, connect } = opened();
  await connect({ service: "local" });
  await vi.waitFor(() => expect(last().timer.phase).toBe("idle"), { timeout: 10_000 });
  const running = { id: "9", begin: "2026-11-19T10:07:00Z", end: null, seconds: 0, work: {}, text: "by AI", tags: [] };
  writeFileSync(join(home, "fake-sheet.json"), JSON.stringify({ running, last: null, next: 10 }));
  writeFileSync(join(home, "changed.new"), JSON.stringify({ at: "x", account: "local", client: "vscode" }));
  renameSync(join(home, "changed.new"), join(home, "changed"));
  await vi.waitFor(() => expect(last().timer.status?.running?.text).toBe("by AI"), { timeout: 30_000, interval: 20 });
});

test("once it stops nothing is shown any more, whatever still comes in", async () => {
  const { core, last, connect, shown } = opened();
  await connect({ service: "local" });
  await vi.waitFor(() => expect(last().timer.phase).toBe("idle"), { timeout: 10_000 });
  const refresh = core.timer.refresh({ recent: true });
  core.changed();
  const before = shown.length;
  await core.stop();
  core.changed();
  await Promise.allSettled([refresh]);
  expect(shown).toHaveLength(before);
});

test("a wrong token leaves nothing behind, and its reason comes from the service", async () => {
  const { connect, core, home, keychain } = opened();
  const kimai = { service: "kimai", url: "https://kimai.example", sessionOnly: true };
  await expect(connect({ ...kimai, secret: "wrong" })).rejects.toMatchObject({ failure: { code: "unauthorized" } });
  const slow = expect(connect({ ...kimai, secret: "slow" })).rejects.toMatchObject({ failure: { code: "cancelled" } });
  await vi.waitFor(() => expect(existsSync(join(home, "fake-unanswered"))).toBe(true), { timeout: 30_000 });
  core.accounts.cancelConnect();
  await slow;
  expect(core.settings.get().accounts).toEqual([]);
  expect(keychain.items.size).toBe(0);
});

test("the windows' questions reach the right places", async () => {
  const { core, connect } = opened();
  await connect({ service: "local" });
  const copied: string[] = [];
  const reached: string[] = [];
  const told: unknown[] = [];
  let watching = 0;
  let lists = 0;
  const chosen = ["/home/ada/*"];
  const question = { id: "q" } as ConfirmQuestion;
  const client = { id: "vscode", label: "VS Code", state: "registered" } as never;
  const handlers = createHandlers({
    ...core,
    windows: {
      show: (name, page) => reached.push(`${name} ${page}`),
      close: (id) => reached.push(`close ${id}`),
      takeTask: () => null,
      isOf: (name, id) => name === "confirm" && id === 7,
    },
    confirmations: { current: () => question, answer: (id, answer) => reached.push(`${id} ${answer}`) },
    updates: {
      check: async () => void reached.push("check for updates"),
      download: async () => undefined,
      install: async () => undefined,
      plan: () => reached.push("plan updates"),
      releasePage: async () => "https://github.com/example/punchcard/releases/tag/v2.0.0",
    },
    shortcuts: { set: () => ({ by: "system", list: [] }), suspend: (on) => reached.push(`suspend ${on}`) },
    away: {
      current: () => null,
      answer: async (id, { answer }) => void reached.push(`away ${id} ${answer}`),
      later: () => void reached.push("later"),
    },
    ownCalendar: {
      events: async () => ({ timed: [], allDay: [], incomplete: false, readAt: null, failure: null }),
      chooseFile: async () => false,
      setAddress: async (typed) => void reached.push(`calendar ${typed}`),
      cancel: () => void reached.push("calendar cancel"),
      remove: async () => void reached.push("calendar remove"),
    },
    clients: {
      labelOf: () => null,
      list: async () => {
        lists++;
        return [client];
      },
      plan: async () => ({}) as never,
      register: async () => client,
      unregister: async () => client,
      unregisterAll: async () => [{ clientId: "vscode", label: "VS Code", failure: null }],
      linkOf: async (id) => (id === "vscode" ? "vscode:mcp/install?%7B%7D" : "file:///etc/passwd"),
      watch: (changed) => {
        changed([client]);
        watching++;
        return () => watching--;
      },
      extension: async () => ({ state: "offered" }),
      saveExtension: async (path) => void reached.push(`save ${path}`),
      snippets: async () => [],
      fileOf: async () => null,
    },
    system: {
      openLink: async (url) => void reached.push(url),
      copy: (text) => copied.push(text),
      reveal: (path) => reached.push(`reveal ${path}`),
      openLog: async () => undefined,
      chooseCaFile: async () => "/ca.pem",
      chooseImport: async () => "/ca.pem",
      chooseSheet: async () => chosen.shift() ?? null,
      chooseExport: async () => null,
      chooseExtension: async (name) => chosen.shift()?.replace("*", name) ?? null,
      quit: () => reached.push("quit"),
    },
    timeSheets: {
      read: async (account) => ({ file: account, state: "damaged", foundAt: null, copies: [] }),
      lookAtFile: async (_account, file) => {
        if (file === "/bad.db") throw notSaved("not_this_product", "It is empty.");
        return { file, entries: 3, latest: null };
      },
      goOn: async (account, way) => {
        reached.push(`${account} ${Object.values(way).join(" ")}`);
        return way.way === "new" ? null : "/kept.db";
      },
    },
    checks: async () => [],
    report: () => "report",
    notifyPermissions: (view) => told.push(view),
    notifyClients: (list) => told.push(list),
    notifyProgress: () => undefined,
  });
  const sender = { id: 4 } as never;
  const draft = { account: "local", key: "new" };
  const draftKeys = () => core.drafts.list(draft).map(({ key }) => key);
  for (const key of ["new", "entry/1", "entry/2"]) handlers["drafts:keep"]({ ...draft, key, fields: {} }, sender);
  const logged = vi.spyOn(core.entries, "log").mockRejectedValueOnce(new Error("offline"));
  const entry = { day: "2026-11-19", work: {}, text: "", tags: [], createMissing: false };
  await expect(handlers["entries:log"]({ ...entry, draft }, sender)).rejects.toThrow("offline");
  expect(draftKeys()).toEqual(["new", "entry/1", "entry/2"]);
  logged.mockResolvedValueOnce({ notes: [] });
  await handlers["entries:log"]({ ...entry, draft }, sender);
  expect([draftKeys(), logged.mock.lastCall]).toEqual([["entry/1", "entry/2"], [entry]]);
  vi.spyOn(core.entries, "update").mockResolvedValue({ notes: [] });
  await handlers["entries:update"]({ id: "2", createMissing: false }, sender);
  vi.spyOn(core.entries, "remove").mockResolvedValueOnce();
  await handlers["entries:delete"]({ ids: ["1"] }, sender);
  expect(draftKeys()).toEqual(["entry/2"]);
  await handlers["entries:update"](
    { id: "2", createMissing: false, draft: { account: "local", key: "entry/2" } },
    sender,
  );
  expect(draftKeys()).toEqual([]);
  const shown = await handlers["permissions:get"]({ accountId: "local" }, sender);
  expect(shown.clients.map(({ id }) => id)).toContain("vscode");
  // A switch asks neither the service again nor looks for clients: it shows at once.
  const reads = vi.spyOn(core.facts, "read");
  const looked = lists;
  const view = await handlers["permissions:setTool"]({ accountId: "local", tool: "log_time", on: false }, sender);
  expect([reads.mock.calls.length, lists]).toEqual([0, looked]);
  expect(view.clients).toEqual(shown.clients);
  expect(told).toEqual([view]);
  expect(core.settings.get().accounts[0]?.permissions.tools).toEqual({ log_time: false });
  expect(view.rows.find(({ kind }) => kind === "tag")?.cells.read).toMatchObject({
    refused: "your role has no right",
  });
  await handlers["clients:register"]({ clientId: "vscode" }, sender);
  expect(told.at(-1)).toEqual([client]);
  await expect(handlers["clients:reveal"]({ clientId: "vscode" }, sender)).rejects.toMatchObject({
    failure: { code: "not_found" },
  });
  expect(await handlers["clients:unregisterAll"](undefined, sender)).toHaveLength(1);
  expect(told.at(-1)).toEqual([client]);
  expect(await handlers["clients:extension"](undefined, sender)).toEqual({ state: "offered" });
  expect(await handlers["clients:saveExtension"](undefined, sender)).toEqual({ saved: true });
  expect(reached.splice(-2)).toEqual(["save /home/ada/punchcard.mcpb", "reveal /home/ada/punchcard.mcpb"]);
  const before = reached.length;
  expect(await handlers["clients:saveExtension"](undefined, sender)).toEqual({ saved: false });
  expect(reached).toHaveLength(before);
  await handlers["clients:open"]({ clientId: "vscode" }, sender);
  expect(reached.pop()).toBe("vscode:mcp/install?%7B%7D");
  // An address of any other shape stays in, wherever it came from.
  await expect(handlers["clients:open"]({ clientId: "cursor" }, sender)).rejects.toMatchObject({
    failure: { code: "argument" },
  });
  const pages = new EventEmitter() as never;
  await handlers["clients:watch"]({ on: true }, pages);
  await handlers["clients:watch"]({ on: true }, pages);
  expect(watching).toBe(1);
  await handlers["clients:watch"]({ on: false }, pages);
  expect(watching).toBe(0);
  await handlers["clients:watch"]({ on: true }, pages);
  (pages as EventEmitter).emit("did-start-loading");
  expect([watching, (pages as EventEmitter).eventNames()]).toEqual([0, []]);
  // What the person chooses for a damaged time sheet is done to the account in use.
  const { file } = await handlers["sheet:read"](undefined, sender);
  expect(file).toBe(core.settings.get().activeAccount);
  await handlers["sheet:goOn"]({ way: "copy", copy: "2026-11-18T170000Z.db" }, sender);
  await handlers["sheet:reveal"](undefined, sender);
  await handlers["sheet:goOn"]({ way: "new" }, sender);
  await handlers["sheet:reveal"](undefined, sender);
  expect(reached.splice(-4)).toEqual([
    `${file} copy 2026-11-18T170000Z.db`,
    "reveal /kept.db",
    `${file} new`,
    `reveal ${file}`,
  ]);
  // A file is only used when the system's dialog named it and it was found whole.
  expect(await handlers["sheet:chooseFile"](undefined, sender)).toBeNull();
  await expect(handlers["sheet:goOn"]({ way: "own" }, sender)).rejects.toThrow("No file has been chosen.");
  chosen.push("/mine.db");
  expect(await handlers["sheet:chooseFile"](undefined, sender)).toMatchObject({ entries: 3 });
  await handlers["sheet:goOn"]({ way: "own" }, sender);
  expect(reached.splice(-1)).toEqual([`${file} own /mine.db`]);
  chosen.push("/bad.db");
  await expect(handlers["sheet:chooseFile"](undefined, sender)).rejects.toThrow("It is empty.");
  await expect(handlers["sheet:goOn"]({ way: "own" }, sender)).rejects.toThrow("No file has been chosen.");
  await handlers["diagnostics:copy"](undefined, sender);
  await handlers["app:closeWindow"](undefined, sender);
  await handlers["app:openWindow"]({ name: "main", page: "clients" }, sender);
  expect([copied, reached]).toEqual([["report"], ["close 4", "main clients"]]);
  // No other window may answer what an AI asked for.
  const answer = { id: "q", answer: "allow" } as const;
  expect(handlers["confirm:current"](undefined, sender)).toBeNull();
  expect(() => handlers["confirm:answer"](answer, sender)).toThrow("own window");
  expect(reached).toHaveLength(2);
  const itsOwn = { id: 7 } as never;
  expect(handlers["confirm:current"](undefined, itsOwn)).toBe(question);
  await handlers["confirm:answer"](answer, itsOwn);
  expect(reached.at(-1)).toBe("q allow");
  expect(await handlers["settings:update"]({ zoom: 120, language: "pl" }, sender)).toMatchObject({
    ui: { zoom: 120, language: "pl", theme: "system" },
    language: "pl",
  });
  await expect(handlers["timer:useAccount"]({ accountId: "missing" }, sender)).rejects.toMatchObject({
    failure: { code: "not_found" },
  });
});

test("a file that was put aside since is in the next snapshot, until it is dismissed", async () => {
  const { core, home, connect } = opened();
  const files = ["drafts.json.broken-20261119T101200Z", "timesheet.db.damaged-2026-11-20T08-00-00"].map((name) =>
    join(home, name),
  );
  for (const file of files) writeFileSync(file, "");
  expect((await core.snapshot()).asides).toMatchObject([{ kind: "drafts", file: files[0] }]);
  await connect({ service: "local" });
  expect((await core.snapshot()).asides.map(({ kind }) => kind)).toEqual(["timesheet", "drafts"]);
  for (const file of files) core.asides.dismiss(file);
  expect(await core.snapshot()).toMatchObject({ asides: [], clicksKept: true });
});
