import { describe, expect, it } from "vitest";
import { type ClientId, files, launcher, machine } from "../machine";

const utf16 = Buffer.from('\uFEFF{"servers":{}}', "utf16le");
type Case = [client: ClientId, name: string, content: string | Uint8Array, code: string, message: RegExp];
const cases: Case[] = [
  [
    "claude-desktop",
    "broken JSON",
    '{\n  "a": 1\n  "b": 2\n}',
    "client_malformed",
    /comma expected at line 3, column 3/,
  ],
  ["claude-desktop", "cut off", '{"mcpServers": {"a": {', "client_malformed", /line 1, column 23/],
  ["vscode", "two documents", "{}\n{}", "client_malformed", /line 2, column 1/],
  ["vscode", "not JSON at all", "<html>", "client_malformed", /line 1, column 1/],
  ["claude-desktop", "raw tab in a string", '{"a": "x\ty"}', "client_malformed", /JSON/],
  ["vscode", "conflict marks of git", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "client_malformed", /line 1/],
  [
    "claude-desktop",
    "a comment where none is read",
    '{\n  // mine\n  "mcpServers": {}\n}',
    "client_comments",
    /comment at line 2, column 3/,
  ],
  [
    "claude-desktop",
    "a comma too many where it is not read",
    '{\n  "mcpServers": {\n    "a": {},\n  }\n}',
    "client_trailing_comma",
    /line 4, column 3/,
  ],
  ["claude-desktop", "a BOM where it may not be read", "\uFEFF{}", "client_bom", /byte order mark/],
  ["vscode", "UTF-16", utf16, "client_encoding", /UTF-16/],
  ["claude-desktop", "UTF-16 without BOM", utf16.subarray(2), "client_encoding", /UTF-16/],
  ["vscode", "Latin-1", Buffer.from('{"servers":{"K\xfcche":{}}}', "latin1"), "client_encoding", /UTF-8/],
  [
    "vscode",
    "our container twice",
    '{\n "servers": {},\n "servers": {}\n}',
    "client_duplicate",
    /"servers" is there twice, the second time at line 3/,
  ],
  [
    "vscode",
    "our name twice",
    '{"servers": {"punchcard": {"args":["--client=vscode"]}, "punchcard": {}}}',
    "client_duplicate",
    /"punchcard" is there twice/,
  ],
  [
    "vscode",
    "our name twice, once escaped",
    '{"servers": {"punchcard": {"args":["--client=vscode"]}, "p\\u0075nchcard": {}}}',
    "client_duplicate",
    /"punchcard" is there twice/,
  ],
  [
    "claude-desktop",
    "a list for servers",
    '{\n  "mcpServers": []\n}',
    "client_wrong_type",
    /"mcpServers" at line 2, column 17 is an array/,
  ],
  ["claude-desktop", "null for servers", '{"mcpServers": null}', "client_wrong_type", /is null, not an object/],
  ["vscode", "a list as the document", "[1]", "client_wrong_type", /holds an array/],
  ["cursor", "nothing but zeros", Buffer.alloc(512), "client_encoding", /nothing but zeros, as after a power failure/],
  ["codex", "nothing but zeros", Buffer.alloc(5), "client_encoding", /nothing but zeros/],
  ["claude-code", "zeros at the end", `{"mcpServers":{}}${"\0".repeat(2)}`, "client_encoding", /ends with zeros/],
  ["cursor", "zeros far behind", `{"a":"${"x".repeat(80)}"}${"\0".repeat(9)}`, "client_encoding", /ends with zeros/],
  ["goose", "nothing but zeros", Buffer.alloc(80), "client_encoding", /nothing but zeros/],
  [
    "vscode",
    "nested without end",
    `{"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
    "client_malformed",
    /nested too deeply/,
  ],
  // Deep enough for what compares, and not for what parses.
  ...(["claude-code", "vscode", "gemini"] as const).map((client): Case => {
    const deep = `{"a":${'{"a":'.repeat(1500)}1${"}".repeat(1500)}}`;
    return [client, "nested beyond measure", deep, "client_malformed", /nested too deeply/];
  }),
  [
    "vscode",
    "another's of our name",
    '{"servers": {"punchcard": {"command": "npx"}}}',
    "client_foreign",
    /Another server is/,
  ],
];

describe("a file that is left alone", () => {
  it.each(cases)("%s: %s", async (client, _name, content, code, message) => {
    const bytes = Buffer.from(content);
    const { fs, clients } = machine({ [client]: bytes });
    const failure = {
      code,
      message: expect.stringMatching(message),
      next: expect.stringMatching(/snippet|save it|Bring it back|begin with "\{"/i),
    };
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
      if (step === "rename" && path.endsWith(".bak")) throw Object.assign(new Error("EIO"), { code: "EIO" });
    };
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_backup" });
    expect(now("vscode")).toBe("{}");
  });
});

describe("our entry in a file that its client is too strict to read", () => {
  const ours = `"punchcard": { "command": "${launcher}", "args": ["--client=claude-desktop"] }`;
  it.each([
    [
      "a comment",
      `{\n  // mine\n  "mcpServers": {\n    ${ours}\n  }\n}\n`,
      '{\n  // mine\n  "mcpServers": {\n  }\n}\n',
    ],
    ["a comma", `{ "mcpServers": { "a": {}, ${ours}, } }`, '{ "mcpServers": { "a": {}, } }'],
    ["a byte order mark", `\uFEFF{ "mcpServers": { ${ours} } }`, '\uFEFF{ "mcpServers": {  } }'],
  ])("can be taken out beside %s, and not be put in", async (_what, before, after) => {
    const { clients, text } = machine({ "claude-desktop": before });
    const view = async () => (await clients.list()).find(({ id }) => id === "claude-desktop");
    expect(await view()).toMatchObject({ state: "unreadable", canRegister: false, canUnregister: true });
    await expect(clients.register("claude-desktop")).rejects.toMatchObject({ code: expect.stringMatching(/^client_/) });
    expect(await clients.plan("claude-desktop")).toMatchObject({ action: "unregister", refusal: null });
    await clients.unregister("claude-desktop");
    expect(text("claude-desktop")).toBe(after);
    expect(await view()).toMatchObject({ canUnregister: false });
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
