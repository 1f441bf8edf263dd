import { describe, expect, it } from "vitest";
import { gooseEditor } from "#main/clients/formats/yaml/editor";
import * as fc from "../../../property";
import { yamlCorpus } from "../corpus/yaml";
import { clientsOn, launcher, lost, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

describe("Goose", () => {
  it("is given one block behind the last extension, all texts in quotes", async () => {
    const { clients, text } = machine({ goose: "extensions:\n  a:\n    cmd: a\nGOOSE_MODEL: x\n" });
    expect(await clients.register("goose")).toMatchObject({ state: "registered", needsRestart: true });
    expect(text("goose")).toBe(`extensions:
  a:
    cmd: a
  punchcard:
    enabled: true
    type: stdio
    name: "punchcard"
    description: "Time tracking"
    cmd: "${launcher}"
    args:
      - "--client=goose"
    envs: {}
    env_keys: []
    timeout: 300
GOOSE_MODEL: x
`);
  });

  it("keeps what the person or Goose set in our block", async () => {
    const before = `extensions:
  punchcard:
    args:
    - --client=goose   # who
    - --profile=look
    bundled: null
    cmd: /old/bin/punchcard-mcp # moved
    enabled: false
    envs:
      TZ: UTC
    timeout: 20
    available_tools:
    - get_status
  z: {}
`;
    const { clients, text } = machine({ goose: before });
    expect(await clients.register("goose")).toMatchObject({ state: "disabled_by_user" });
    expect(text("goose")).toBe(before.replace("/old/bin/punchcard-mcp", `"${launcher}"`));
    await clients.unregister("goose");
    expect(text("goose")).toBe("extensions:\n  z: {}\n");
  });

  it.each([
    ["envs: {}\n", 'envs:\n      ELECTRON_RUN_AS_NODE: "1"\n'],
    ["envs:\n      TZ: UTC\n", 'envs:\n      ELECTRON_RUN_AS_NODE: "1"\n      TZ: UTC\n'],
    ["envs:\n      ELECTRON_RUN_AS_NODE: 0\n", 'envs:\n      ELECTRON_RUN_AS_NODE: "1"\n'],
    ["timeout: 1\n", 'envs:\n      ELECTRON_RUN_AS_NODE: "1"\n'],
  ])("on Windows has its variable added: %s", async (rest, wanted) => {
    const path = "C:\\h\\AppData\\Roaming\\Block\\goose\\config\\config.yaml";
    const text = `extensions:\n  punchcard:\n    cmd: D:\\old\\p.exe\n    args: []\n    ${rest}a: 1\n`;
    const fs = new MemoryFiles([], { [path]: text });
    const launch = { electron: "C:\\Zoë M\\p.exe", script: "C:\\s.js" };
    const clients = clientsOn(fs, {
      platform: "win32",
      home: "C:\\h",
      launch,
      backups: "C:\\h\\b",
      punchcardHome: "C:\\h\\p",
    });
    expect(await clients.register("goose")).toMatchObject({ state: "registered" });
    expect(fs.text(path)).toContain(wanted);
    expect(fs.text(path)).toContain(
      'cmd: "C:\\\\Zoë M\\\\p.exe"\n    args:\n      - "C:\\\\s.js"\n      - "--client=goose"\n',
    );
    expect(fs.text(path)).toMatch(/\na: 1\n$/);
  });

  it("leaves no name without a value behind where nobody knows who made the block", async () => {
    const { fs, clients, text } = machine({ goose: "a: 1\n" });
    await clients.register("goose");
    fs.files.delete("/home/marta/.config/Punchcard/mcp-backups/journal.json");
    await clients.unregister("goose");
    expect(text("goose")).toBe("a: 1\nextensions: {}\n");
    await clients.register("goose");
    await clients.unregister("goose");
    expect(text("goose")).toBe("a: 1\nextensions: {}\n");
  });

  it("keeps an extension that was added to the block we made", async () => {
    const { fs, clients, text } = machine({ goose: "a: 1\n" });
    await clients.register("goose");
    const file = "/home/marta/.config/goose/config.yaml";
    fs.put(file, `${text("goose")}  later:\n    cmd: x\n`);
    await clients.unregister("goose");
    expect(text("goose")).toBe("a: 1\nextensions:\n  later:\n    cmd: x\n");
  });

  it("masks what nobody should see in the preview", async () => {
    const before = `extensions:
  a:
    cmd: npx
    args: # --token commented-secret
      - --token
      - after-flag-secret
      - API_KEY=assigned-secret
      - https://u:url-secret@a.example
    envs:
      KEY: env-secret
      LONG: |
        deep-secret
        more-secret
    headers:
      X: "header-secret"
    # KEY: other-secret
`;
    let seen = "";
    for (const text of [
      before.replace("  a:", "  punchcard:\n    cmd: /old/punchcard-mcp\n  a:"),
      `${before}  punchcard:\n    cmd: /old/punchcard-mcp\n`,
    ])
      seen += (await machine({ goose: text }).clients.plan("goose")).diff.map((line) => line.text).join("\n");
    expect(seen).toContain("/old/punchcard-mcp");
    expect(gooseEditor.mask(Buffer.from(before))).not.toMatch(/[a-z]-secret/);
    expect(seen).not.toMatch(/[a-z]-secret/);
  });
});

describe("a Goose file that is left alone", () => {
  it.each([
    ["client_unsupported", "extensions: { a: { cmd: x } }\n", /flow style at line 1, column 13/],
    ["client_unsupported", "a: 1\n---\nb: 2\n", /more than one document at line 2/],
    ["client_unsupported", "extensions:\n  ? a\n  : b\n", /no plain key at line 2, column 5/],
    ["client_unsupported", "a: &a {}\nextensions:\n  <<: *a\n", /no plain key at line 3/],
    ["client_unsupported", "extensions:\n  &x a: {}\n", /no plain key/],
    ["client_unsupported", "extensions:   {}\n", /empty in an unusual way/],
    ["client_unsupported", "a: 1\rb: 2\n", /no plain text at line 1, column 5/],
    ["client_unsupported", "a: 'x\u0085y'\n", /no plain text/],
    [
      "client_duplicate",
      "extensions:\n  a: {}\nextensions:\n  b: {}\n",
      /"extensions" is there twice, the second time at line 3, column 1/,
    ],
    ["client_duplicate", "extensions:\n  a: {}\n  'a': {}\n", /"a" is there twice/],
    [
      "client_malformed",
      "extensions:\n\ta: 1\n",
      /not valid YAML: tabs are not allowed as indentation at line 2, column 1/,
    ],
    ["client_malformed", "a: 1\n b: 2\n", /nested mappings/],
    ["client_malformed", "a: *x\n", /a reference to nothing at line 1, column 4/],
    ["client_malformed", "extensions:\n  a: {}\n b: {}\n", /all mapping items must start at the same column/],
    ["client_proof", "a: 1\n...\n", /could not prove/],
    ["client_wrong_type", "a: 1\nextensions: null\n", /"extensions" is "null" at line 2, column 13, not a block/],
    ["client_wrong_type", "extensions: ~ # none\n", /"extensions" is "~" at line 1/],
    ["client_unsupported", "extensions: &x\na: *x\n", /a reference to "extensions" at line 2, column 4/],
    ["client_unsupported", "extensions: &x\n  b: {}\na: *x\n", /a reference to "extensions" at line 3/],
    ["client_wrong_type", "- a\n- b\n", /something other than settings/],
    ["client_wrong_type", "extensions:\n- a\n", /"extensions" is not a block of names/],
    ["client_wrong_type", "extensions: none\n", /"extensions" is not a block/],
    ["client_wrong_type", "extensions:\n  punchcard: punchcard-mcp\n", /"extensions.punchcard" is not a block/],
    ["client_wrong_type", "extensions:\n  punchcard: {cmd: punchcard-mcp}\n", /"extensions.punchcard" is not a block/],
    ["client_foreign", "extensions:\n  punchcard:\n    cmd: npx\n", /Another server/],
  ] as const)("%s: %s", async (code, before, message) => {
    const { fs, clients, text } = machine({ goose: before });
    await expect(clients.register("goose")).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(text("goose")).toBe(before);
    expect([...fs.files.keys()].filter((name) => /\.(bak|tmp)$/.test(name))).toEqual([]);
  });
});

it("leaves a file alone that is nested beyond measure", async () => {
  const before = `a: ${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  const { clients, text } = machine({ goose: before });
  const failure = { code: "client_malformed", message: expect.stringMatching(/nested too deeply/) };
  await expect(clients.register("goose")).rejects.toMatchObject(failure);
  expect(text("goose")).toBe(before);
});

it("keeps our block where another one refers to it", async () => {
  const ours = `  punchcard: &ours\n    cmd: ${launcher}\n    args:\n      - --client=goose\n`;
  const { clients, text } = machine({ goose: `extensions:\n${ours}  b: *ours\n` });
  await expect(clients.unregister("goose")).rejects.toMatchObject({ code: "client_proof" });
  expect(text("goose")).toBe(`extensions:\n${ours}  b: *ours\n`);
});

it("leaves a text block alone that ends with the file: one line end more, and it says something else", async () => {
  for (const [text, state] of [
    ["note: |\n  hands off", "not_registered"],
    ["note: |-\n  hands off", "registered"],
    ["note: |\n  hands off\n", "registered"],
  ] as const) {
    const { clients, text: now } = machine({ goose: text });
    await clients.register("goose").catch((error: unknown) => expect(error).toMatchObject({ code: "client_proof" }));
    expect((await clients.list()).find(({ id }) => id === "goose")).toMatchObject({ state });
    await clients.unregister("goose");
    expect(now("goose")).toBe(text);
  }
});

describe("any plain YAML document", () => {
  const word = fc.constantFrom(
    "x",
    "/opt/a b",
    "'it''s'",
    '"q: # \\""',
    "''",
    "true",
    "null",
    "-1.5",
    "a:b",
    "a#b",
    "https://x.y/z?q=1",
    "{}",
    "[]",
  );
  const key = fc.constantFrom("a", "b-c", "d.e", '"f g"', "'h'", "GOOSE_X", "__proto__", "i j");
  const note = fc.constantFrom("", "", "", " # c: 'd", "  #");
  const filler = fc.constantFrom("", "", "", "#x", "  # y: z", "   ");
  type Block = { lines: (indent: string) => string[] };
  const leaf: fc.Arbitrary<Block> = fc
    .tuple(word, note)
    .map(([some, after]) => ({ lines: () => [` ${some}${after}`] }));
  const text: fc.Arbitrary<Block> = fc
    .tuple(
      fc.constantFrom("|", ">", "|-", ">-"),
      fc.array(fc.constantFrom("one", "extensions:", "# no", "", "  deeper"), { maxLength: 4 }),
    )
    .map(([mark, some]) => ({
      lines: (indent) => [
        ` ${mark}`,
        `${indent}   start`,
        ...some.map((line) => (line === "" ? "" : `${indent}   ${line}`)),
      ],
    }));
  const list: fc.Arbitrary<Block> = fc
    .tuple(fc.array(fc.tuple(word, note), { minLength: 1, maxLength: 3 }), fc.constantFrom("", "  "), note)
    .map(([items, shift, after]) => ({
      lines: (indent) => [after, ...items.map(([some, end]) => `${indent}${shift}- ${some}${end}`)],
    }));
  const block = (depth: number): fc.Arbitrary<Block> =>
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 3, arbitrary: leaf },
          text,
          list,
          map(depth - 1).map((lines) => ({ lines: (indent: string) => ["", ...lines(`${indent}  `)] })),
        );
  const map = (depth: number): fc.Arbitrary<(indent: string) => string[]> =>
    fc
      .uniqueArray(fc.tuple(key, filler, block(depth)), {
        minLength: 1,
        maxLength: 4,
        selector: ([name]) => name.replace(/['"]/g, ""),
      })
      .map(
        (entries) => (indent) =>
          entries.flatMap(([name, before, { lines }]) => {
            const [first = "", ...rest] = lines(indent);
            return [...(before === "" ? [] : [before]), `${indent}${name}:${first}`, ...rest];
          }),
      );
  const documents = fc
    .tuple(map(2), fc.option(map(2)), fc.constantFrom("\n", "\r\n"), fc.nat(2), fc.boolean())
    .map(([top, extensions, eol, place, cut]) => {
      const own = extensions ? ["extensions:", ...extensions("  ")] : [];
      const lines = place === 0 ? [...own, ...top("")] : [...top(""), ...own];
      const all = lines.map((line) => line + eol).join("");
      // A text block that ends with the file is refused: one line more, and it says something else.
      const inText = /: [|>]\r?\n(?: +\S[^\n]*\n|\r?\n)*$/.test(all);
      return cut && !inText ? all.replace(/(?:\r?\n)$/, "") : all;
    });
  const intent = { command: launcher, args: ["--client=goose"] };
  const later = { command: "C:\\Pünch\\App.exe", args: ["s.js", "--client=goose"], env: { A: "1" } };
  const textOf = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString("utf8");

  it("takes an entry as one insertion, has it changed, and gives it back to the byte", () => {
    let documentCount = 0;
    let emptyCount = 0;
    fc.assert(
      fc.property(documents, (before) => {
        const opened = gooseEditor.open(Buffer.from(before));
        const added = opened.insert("punchcard", intent);
        expect(lost(Buffer.from(before), added.bytes ?? new Uint8Array())).toBe(0);
        const first = { text: added.written, createdContainer: added.createdContainer, createdFile: false };
        expect(textOf(gooseEditor.open(added.bytes).remove("punchcard", first).bytes)).toBe(before);
        const updated = gooseEditor.open(added.bytes).update("punchcard", later, first);
        expect(gooseEditor.open(updated.bytes).entries.find(({ name }) => name === "punchcard")?.value).toMatchObject(
          later,
        );
        const second = { ...first, text: updated.written };
        expect(textOf(gooseEditor.open(updated.bytes).remove("punchcard", second).bytes)).toBe(before);
        const forgotten = textOf(gooseEditor.open(updated.bytes).remove("punchcard", null).bytes);
        expect(forgotten.replace(/\r?\n?extensions: \{\}\r?\n$/, "").trimEnd()).toBe(before.trimEnd());
        const shown = gooseEditor.mask(updated.bytes);
        expect(shown.split("\n")).toHaveLength(textOf(updated.bytes).split("\n").length);
        expect(shown).toContain('A: "•••"');
        documentCount++;
        if (opened.entries.length === 0) emptyCount++;
      }),
      { numRuns: 200 },
    );
    expect(emptyCount).toBeGreaterThan(documentCount / 10);
    expect(emptyCount).toBeLessThan((documentCount * 9) / 10);
  });

  it("of the corpus, keeps every line in the preview", () => {
    for (const { text: some } of yamlCorpus)
      expect(gooseEditor.mask(Buffer.from(some ?? "")).split("\n")).toHaveLength(
        (some ?? "").replace("\uFEFF", "").split("\n").length,
      );
  });
});
