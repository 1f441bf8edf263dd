import { describe, expect, it } from "vitest";
import * as fc from "../../../property";
import { backups, type ClientId, clientsOn, files, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const stateOf = async (clients: ReturnType<typeof machine>["clients"], id: ClientId) =>
  (await clients.list()).find((one) => one.id === id);

/** What others made of a file that has our entry: read by its client perhaps, and not by us. */
const spoiled: [client: ClientId, what: string, before: string, spoil: (text: string) => string][] = [
  ["codex", "a statement of a later TOML", 'a = "x"\n', (text) => text.replace('a = "x"', "a = <later>")],
  ["codex", "a table twice", "[tui]\na = 1\n", (text) => `${text}\n[tui]\nb = 2\n`],
  ["codex", "a header inside a text", 'a = """\n[mcp_servers.punchcard]\n"""\n', (text) => text.replace("a =", "a ==")],
  ["codex", "a text without end", 'model = "x"\n', (text) => `${text}\n[z]\nb = "\n`],
  ["codex", "a header above that is not closed", "a = 1\n", (text) => `[tui # mine\n${text}`],
  ["codex", "a header below that is not closed", "a = 1\n", (text) => `${text}\n[tui\nb = 2\n`],
  ["codex", "bytes that are no UTF-8", "a = 1\n", (text) => text.replace("a = 1", "a = 'K\udcfcche'")],
  ["goose", "two documents", "a: 1\n", (text) => `${text}---\nb: 2\n`],
  ["goose", "a name twice", "a: 1\n", (text) => `${text}a: 2\n`],
  [
    "goose",
    "flow style over lines",
    "a: [1]\nextensions:\n  b:\n    cmd: b\nc: 1\n",
    (text) => text.replace("[1]", "[1,\n"),
  ],
  ["goose", "a list without end", "  a: 1\n  extensions:\n    b:\n      cmd: b\n", (text) => `${text}  c: [\n`],
  ["goose", "a reference to nothing", "extensions: {}\na: 1\n", (text) => text.replace("a: 1", "a: *x")],
  [
    "goose",
    "an anchor that others refer to",
    "extensions:\n  b: 1\nc: 2\n",
    (text) => text.replace("s:\n", "s: &x\n").replace("c: 2", "c: *x"),
  ],
  ["cursor", "keys without quotes", '{\n  "a": 1\n}\n', (text) => text.replace('"a"', "a")],
  [
    "cursor",
    "a comma too few",
    '{\n  "mcpServers": {\n    "b": { "url": "x" }\n  },\n  "c": 1\n}\n',
    (text) => text.replace('},\n  "c"', '}\n  "c"'),
  ],
  ["cursor", "single quotes and a brace in them", '{\n  "a": "}"\n}', (text) => text.replace('"}"', "'}'")],
  ["cursor", "a brace too many behind it", "{}", (text) => `${text}{`],
  [
    "vscode",
    "its servers twice",
    '{\n  "servers": {}\n}\n',
    (text) => text.replace(/\n}\n$/, ',\n  "servers": {}\n}\n'),
  ],
  [
    "claude-code",
    "a torn end",
    '{\n  "mcpServers": {},\n  "projects": {}\n}\n',
    (text) => text.replace("{}\n}\n", '{ "x": ['),
  ],
];
const bytesOf = (text: string) =>
  Buffer.from(text.replaceAll("\udcfc", "\u0001"), "utf8").map((byte) => (byte === 1 ? 0xfc : byte));

describe("our entry in a file that its client may read and we do not", () => {
  it.each(spoiled)(
    "%s: is taken out by its range beside %s, and not a byte more",
    async (client, _what, before, spoil) => {
      for (const remembered of [true, false]) {
        const { fs, clients, text } = machine({ [client]: before });
        await clients.register(client);
        const without = (part: string) => spoil(part);
        fs.put(files[client], bytesOf(without(text(client) ?? "")));
        if (!remembered) fs.files.delete(`${backups}/journal.json`);
        expect(await stateOf(clients, client)).toMatchObject({
          state: "unreadable",
          canRegister: false,
          canUnregister: true,
        });
        expect(await clients.plan(client)).toMatchObject({ action: "unregister", refusal: null });
        expect(await clients.unregisterAll()).toMatchObject([{ clientId: client, failure: null }]);
        const left = fs.files.get(files[client])?.bytes ?? Buffer.alloc(0);
        // What a file without our entry would be after the same hand; containers that nobody remembers may stay, empty.
        const wanted = bytesOf(without(before));
        const bare = (some: Uint8Array) =>
          Buffer.from(some)
            .toString("latin1")
            .replace(/\s/g, "")
            .replace(/extensions:(&x)?(\{\})?|"(mcpServers|servers)":\{\},?|,/g, "");
        if (remembered && client !== "goose") expect(Buffer.compare(left, wanted)).toBe(0);
        else expect(bare(left)).toBe(bare(wanted));
        expect((await stateOf(clients, client))?.canUnregister).toBe(false);
        expect(await clients.unregisterAll()).toEqual([]);
      }
    },
  );

  it("leaves the comment above the table that follows", async () => {
    const { fs, clients, text } = machine({ codex: "" });
    await clients.register("codex");
    fs.put(files.codex, `a\n${text("codex")}# mine\n[tui]\n`);
    await clients.unregister("codex");
    expect(text("codex")).toBe("a\n# mine\n[tui]\n");
  });

  it("is taken out of inline tables of TOML 1.1 as Codex reads them, which are no reason to refuse anything", async () => {
    const before =
      '[mcp_servers.wiki]\ncommand = "w\\e\\x41"\nenv = {\n  A = "1", # one\n  B = "2",\n}\n\n[tui]\ntheme = { name = "x", }\n';
    const { clients, text } = machine({ codex: before });
    expect(await clients.register("codex")).toMatchObject({ state: "registered" });
    await clients.unregister("codex");
    expect(text("codex")).toBe(before);
  });

  it("is taken out where the journal is lost and its block has an anchor", async () => {
    const { fs, clients, text } = machine({ goose: "a: 1\nextensions: &x\nb: 2\n" });
    await clients.register("goose");
    fs.files.delete(`${backups}/journal.json`);
    expect(await clients.unregister("goose")).toMatchObject({ state: "not_registered" });
    expect(text("goose")).toBe("a: 1\nextensions: &x {}\nb: 2\n");
  });

  it("takes the comma before it along where it is the last, with a comment between a key and its colon", async () => {
    const ours = '"punchcard" /* mine */ : { "command": "/x/punchcard-mcp", "args": ["--client=cursor"] }';
    const { clients, text } = machine({ cursor: `{ a: 1, "mcpServers": { "b": {}, ${ours} } }` });
    await clients.unregister("cursor");
    expect(text("cursor")).toBe('{ a: 1, "mcpServers": { "b": {}  } }');
  });

  it("stays where it is cut in two, and the advice names its lines", async () => {
    for (const [client, from, lines] of [
      [
        "cursor",
        '{\n  "mcpServers": {\n    "punchcard": {\n      "command": [broken,\n      "args": ["--client=cursor"]\n    }\n  }\n}\n',
        /lines 3 to 6/,
      ],
      [
        "codex",
        'a = 1\n\n[mcp_servers.punchcard]\ncommand = "punchcard-mcp\nargs = ["--client=codex"]\n\n[tui]\n',
        /lines 3 to 5/,
      ],
      [
        "goose",
        "a: 1\nextensions:\n  punchcard:\n    cmd: [punchcard-mcp\n    args:\n      - --client=goose\nb: 1\n",
        /lines 3 to 6/,
      ],
    ] as const) {
      const { clients, text } = machine({ [client]: from });
      const [removal] = await clients.unregisterAll();
      expect(removal?.failure?.next).toMatch(lines);
      expect(removal?.failure?.next).toMatch(/^Nothing was changed\. Delete/);
      expect((await clients.plan(client, "unregister")).refusal?.next).toMatch(lines);
      expect(text(client)).toBe(from);
    }
  });

  it("is not looked for in texts, comments and other projects", async () => {
    const ours = '"punchcard": { "command": "/x/punchcard-mcp", "args": ["--client=claude-code"] }';
    for (const [client, from] of [
      ["claude-code", `{ "projects": { "/x": { "mcpServers": { ${ours} } } }, `],
      ["claude-code", `{ "other": { ${ours} }, `],
      ["claude-code", `{ // "mcpServers": { ${ours} }\n`],
      ["claude-code", `{ "note": "{ \\"mcpServers\\": { ${ours.replaceAll('"', '\\"')} } }", `],
      ["codex", 'a = """\n[mcp_servers.punchcard]\ncommand = "x/punchcard-mcp"\nargs = ["--client=codex"]\n""" b\n'],
      ["codex", 'a = [\n[mcp_servers.punchcard]\ncommand = "x/punchcard-mcp"\n'],
      ["codex", '# [mcp_servers.punchcard]\n# command = "x/punchcard-mcp"\na b\n'],
      ["goose", "a: |\n  extensions:\n    punchcard:\n      cmd: x/punchcard-mcp\nb: *c\n"],
      ["goose", "extensions:\n  a:\n    punchcard:\n      cmd: x/punchcard-mcp\nb: *c\n"],
    ] as const) {
      const { fs, clients } = machine({ [client]: from });
      await clients.unregister(client).catch(() => undefined);
      expect(fs.text(files[client])).toBe(from);
    }
  });

  it("goes alone, whatever stands around it", async () => {
    const junk = fc.string({
      unit: fc.constantFrom("a", '"', "'", "{", "}", "[", "]", ",", ":", "\n", "#", " ", "/", "*", "="),
      maxLength: 30,
    });
    const made: Partial<Record<ClientId, string>> = {};
    for (const client of ["cursor", "codex", "goose"] as const) {
      const { clients, text } = machine({ [client]: "" });
      await clients.register(client);
      made[client] = text(client) ?? "";
    }
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("cursor", "codex", "goose"), junk, junk, async (client, before, after) => {
        const own = made[client as ClientId] ?? "";
        const text = before + own + after;
        const fs = new MemoryFiles([], { [files[client as ClientId]]: text });
        await clientsOn(fs)
          .unregister(client)
          .catch(() => undefined);
        const left = fs.text(files[client as ClientId]) ?? "";
        if (left === text) return;
        taken++;
        // Nothing but what stood in our lines, and a comma or blanks beside them, is gone.
        const solid = (some: string) => some.replace(/[\s,]/g, "");
        const [head, tail] = [solid(before), solid(after)];
        expect(solid(left).startsWith(head.slice(0, -1))).toBe(true);
        expect(solid(left).endsWith(tail.slice(1))).toBe(true);
        expect(solid(left).length).toBeGreaterThanOrEqual(head.length + tail.length - 1);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(300);
  });
});
