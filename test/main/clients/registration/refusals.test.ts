import { describe, expect, it } from "vitest";
import { type ClientId, files, launcher, machine } from "../machine";

const utf16 = Buffer.from('\uFEFF{"servers":{}}', "utf16le");
const text = (some: string) => Buffer.from(some, "utf8");
const cases: { name: string; client: ClientId; bytes: Uint8Array; code: string; message: RegExp }[] = [
  {
    name: "broken JSON",
    client: "claude-desktop",
    bytes: text('{\n  "a": 1\n  "b": 2\n}'),
    code: "client_malformed",
    message: /comma expected at line 3, column 3/,
  },
  {
    name: "cut off",
    client: "claude-desktop",
    bytes: text('{"mcpServers": {"a": {'),
    code: "client_malformed",
    message: /line 1, column 23/,
  },
  {
    name: "two documents",
    client: "vscode",
    bytes: text("{}\n{}"),
    code: "client_malformed",
    message: /line 2, column 1/,
  },
  {
    name: "not JSON at all",
    client: "vscode",
    bytes: text("<html>"),
    code: "client_malformed",
    message: /line 1, column 1/,
  },
  {
    name: "raw tab in a string",
    client: "claude-desktop",
    bytes: text('{"a": "x\ty"}'),
    code: "client_malformed",
    message: /JSON/,
  },
  {
    name: "conflict marks of git",
    client: "vscode",
    bytes: text("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n"),
    code: "client_malformed",
    message: /line 1/,
  },
  {
    name: "a comment where none is read",
    client: "claude-desktop",
    bytes: text('{\n  // mine\n  "mcpServers": {}\n}'),
    code: "client_comments",
    message: /comment at line 2, column 3/,
  },
  {
    name: "a comma too many where it is not read",
    client: "claude-desktop",
    bytes: text('{\n  "mcpServers": {\n    "a": {},\n  }\n}'),
    code: "client_trailing_comma",
    message: /line 4, column 3/,
  },
  {
    name: "a BOM where it may not be read",
    client: "claude-desktop",
    bytes: text("\uFEFF{}"),
    code: "client_bom",
    message: /byte order mark/,
  },
  { name: "UTF-16", client: "vscode", bytes: utf16, code: "client_encoding", message: /UTF-16/ },
  {
    name: "UTF-16 without BOM",
    client: "claude-desktop",
    bytes: utf16.subarray(2),
    code: "client_encoding",
    message: /UTF-16/,
  },
  {
    name: "Latin-1",
    client: "vscode",
    bytes: Buffer.from('{"servers":{"K\xfcche":{}}}', "latin1"),
    code: "client_encoding",
    message: /UTF-8/,
  },
  {
    name: "our container twice",
    client: "vscode",
    bytes: text('{\n "servers": {},\n "servers": {}\n}'),
    code: "client_duplicate",
    message: /"servers" is there twice, the second time at line 3/,
  },
  {
    name: "our name twice",
    client: "vscode",
    bytes: text('{"servers": {"punchcard": {"args":["--client=vscode"]}, "punchcard": {}}}'),
    code: "client_duplicate",
    message: /"punchcard" is there twice/,
  },
  {
    name: "our name twice, once escaped",
    client: "vscode",
    bytes: text('{"servers": {"punchcard": {"args":["--client=vscode"]}, "p\\u0075nchcard": {}}}'),
    code: "client_duplicate",
    message: /"punchcard" is there twice/,
  },
  {
    name: "a list for servers",
    client: "claude-desktop",
    bytes: text('{\n  "mcpServers": []\n}'),
    code: "client_wrong_type",
    message: /"mcpServers" at line 2, column 17 is an array/,
  },
  {
    name: "null for servers",
    client: "claude-desktop",
    bytes: text('{"mcpServers": null}'),
    code: "client_wrong_type",
    message: /is null, not an object/,
  },
  {
    name: "a list as the document",
    client: "vscode",
    bytes: text("[1]"),
    code: "client_wrong_type",
    message: /holds an array/,
  },
  {
    name: "nested without end",
    client: "vscode",
    bytes: text(`{"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
    code: "client_malformed",
    message: /nested too deeply/,
  },
  // Deep enough for what compares, and not for what parses.
  ...(["claude-code", "vscode", "gemini"] as const).map((client) => ({
    ...{ name: "nested beyond measure", client, code: "client_malformed", message: /nested too deeply/ },
    bytes: text(`{"a":${'{"a":'.repeat(1500)}1${"}".repeat(1500)}}`),
  })),
  {
    name: "another server of our name",
    client: "vscode",
    bytes: text('{"servers": {"punchcard": {"command": "npx", "args": ["punchcard-of-others"]}}}'),
    code: "client_foreign",
    message: /Another server is called "punchcard"/,
  },
];

describe("a file that is left alone", () => {
  it.each(cases)("$client: $name", async ({ client, bytes, code, message }) => {
    const { fs, clients } = machine({ [client]: bytes });
    const failure = { code, message: expect.stringMatching(message), next: expect.stringMatching(/snippet|save it/i) };
    await expect(clients.register(client)).rejects.toMatchObject(failure);
    await clients.unregister(client).catch(() => undefined);
    expect(Buffer.compare(fs.files.get(files[client])?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
    expect([...fs.files.keys()].filter((name) => name.endsWith(".bak") || name.endsWith(".tmp"))).toEqual([]);

    const plan = await clients.plan(client);
    expect(plan).toMatchObject({ action: "nothing", diff: [], refusal: { ...failure, saved: "no" } });
    const view = (await clients.list()).find(({ id }) => id === client);
    expect(view).toMatchObject({ state: code === "client_foreign" ? "foreign" : "unreadable", canRegister: false });
    expect(view?.reason).toMatch(message);
  });

  it("a read-only file", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    fs.put(files.vscode, "{}", 0o444);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_read_only" });
    expect((await clients.plan("vscode")).refusal).toMatchObject({ code: "client_read_only" });
  });

  it("a file in a read-only folder", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    fs.locked.add(files.vscode.slice(0, files.vscode.lastIndexOf("/")));
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_read_only" });
  });

  it("a folder where the file belongs", async () => {
    const { fs, clients } = machine();
    fs.addFolder(files.vscode);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_not_a_file" });
  });

  it("a client that is not there, or not known", async () => {
    const { clients } = machine();
    await expect(clients.register("vscode-insiders")).rejects.toMatchObject({ code: "client_not_installed" });
    await expect(clients.register("../x")).rejects.toMatchObject({ code: "client_unknown" });
  });

  it.each([
    ["gemini", "EACCES", /settings\.json may not be read/],
    ["vscode", "EIO", /cannot be read now \(EIO\)/],
    ["claude-desktop", "EACCES", /may not be read/],
  ] as const)("a folder of %s that may not be looked into hides no other client (%s)", async (id, code, reason) => {
    const { fs, clients } = machine({ gemini: "{}", cursor: "{}" });
    const folder = files[id].slice(0, files[id].lastIndexOf("/"));
    fs.before = (_step, path) => {
      if (path.startsWith(`${folder}/`) || (code === "EIO" && path === folder))
        throw Object.assign(new Error(code), { code, path });
    };
    const list = await clients.list();
    expect(list.find((one) => one.id === id)).toMatchObject({ state: "unreadable", canRegister: false });
    expect(list.find((one) => one.id === id)?.reason).toMatch(reason);
    expect(list.find((one) => one.id === "cursor")).toMatchObject({ state: "not_registered" });
    await expect(clients.register(id)).rejects.toMatchObject({ code: "client_unreadable" });
    expect(await clients.unregisterAll()).toEqual([]);
  });

  it("no backup, no write", async () => {
    const { fs, clients, text: now } = machine({ vscode: "{}" });
    fs.before = (step, path) => {
      if (step === "create" && path.endsWith(".bak")) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    };
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_backup" });
    expect(now("vscode")).toBe("{}");
  });
});

describe("Claude Desktop while it runs", () => {
  it("is asked to quit before anything is written, for both directions", async () => {
    let running = true;
    const asked: string[] = [];
    const isRunning = async (id: string) => {
      asked.push(id);
      return running;
    };
    const { clients, text: now } = machine({ "claude-desktop": "{}" }, { isRunning });
    const quit = { code: "client_running", next: expect.stringMatching(/^Quit Claude Desktop fully first/) };
    const plan = await clients.plan("claude-desktop");
    expect(plan.refusal).toMatchObject(quit);
    expect(plan.diff.some(({ kind }) => kind === "add")).toBe(true);
    await expect(clients.register("claude-desktop")).rejects.toMatchObject(quit);
    expect(now("claude-desktop")).toBe("{}");
    expect((await clients.list())[0]).toMatchObject({ id: "claude-desktop", running: true, needsRestart: true });

    running = false;
    await clients.register("claude-desktop");
    running = true;
    await expect(clients.unregister("claude-desktop")).rejects.toMatchObject(quit);
    expect(await clients.register("claude-desktop")).toMatchObject({ state: "registered" }); // Nothing to write, nothing to quit.
    expect(new Set(asked)).toEqual(new Set(["claude-desktop"]));
  });
});

describe("Punchcard from a place that will be gone", () => {
  it.each([
    ["darwin" as const, "/private/var/folders/x/AppTranslocation/1234/d/Punchcard.app/Contents/MacOS/Punchcard"],
    ["darwin" as const, "/Volumes/Punchcard/Punchcard.app/Contents/MacOS/Punchcard"],
    ["linux" as const, "/tmp/.mount_PunchcX1/punchcard"],
  ])("%s %s", async (platform, electron) => {
    const { fs, clients } = machine({}, { platform, launch: { electron, script: "/x/server.js" } });
    fs.addFolder("/home/marta/Library/Application Support/Code");
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_moved_app" });
    await clients.refreshLauncher();
    expect(fs.text(launcher)).toBeNull();
  });
});
