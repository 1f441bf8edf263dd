import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { jsonEditor } from "#main/clients/formats/json/editor";
import { tomlEditor } from "#main/clients/formats/toml/editor";
import type { ConfigEditor } from "#main/clients/formats/types";
import { gooseEditor } from "#main/clients/formats/yaml/editor";
import { backups, launcher, machine } from "../machine";

/** Our entry where people and other programs put it, not where we would have. */
const ours = `"punchcard": { "type": "stdio", "command": "${launcher}", "args": ["--client=vscode"] }`;
const notes = (text: string) => text.match(/\/\/ \w+|\/\* \w+ \*\//g) ?? [];

describe("an entry that somebody moved", () => {
  it.each([
    ["first", `{\n  "servers": { // head\n    // about\n    ${ours}, // tail\n    "a": 1 // end\n  }\n}\n`],
    ["between two", `{\n  "servers": {\n    "a": 1, // one\n    // about\n    ${ours}, // tail\n    "b": 2\n  }\n}\n`],
    ["last", `{\n  "servers": {\n    "a": 1, // one\n    // about\n    ${ours} // tail\n    // end\n  }\n}\n`],
    ["last, on a line with another", `{ "servers": { "a": 1 /* one */, /* about */ ${ours} /* tail */ } }`],
    [
      "last, behind a comma that leads",
      `{\n  "servers": {\n    "a": 1 // one\n    // about\n    , ${ours} // tail\n  }\n}\n`,
    ],
    [
      "before a comma that leads",
      `{\n  "servers": {\n    ${ours} // tail\n    // about\n    , "a": 1 // one\n  }\n}\n`,
    ],
    ["alone, a comma behind", `{\n  "servers": { // head\n    ${ours}, // tail\n    // end\n  },\n}\n`],
  ])("goes without a comment or server of others: %s", async (_place, text) => {
    const { clients, text: now } = machine({ vscode: text });
    expect(await clients.unregister("vscode")).toMatchObject({ state: "not_registered" });
    const left = now("vscode") ?? "";
    expect(notes(left)).toEqual(notes(text));
    const errors: never[] = [];
    const { punchcard: _, ...others } = parse(text).servers;
    expect(parse(left, errors, { allowTrailingComma: true })).toEqual({ servers: others });
    expect(errors).toEqual([]);
  });

  it("is for one client only: a second mark makes it one that needs an update", async () => {
    const twice = ours.replace('"--client=vscode"', '"--client=vscode", "--client=cursor", "--profile=look"');
    const { clients, text } = machine({ vscode: `{ "servers": { ${twice} } }` });
    expect((await clients.list()).find(({ id }) => id === "vscode")).toMatchObject({ state: "needs_update" });
    await clients.register("vscode");
    expect(parse(text("vscode") ?? "").servers.punchcard.args).toEqual(["--client=vscode", "--profile=look"]);
  });
});

describe("an entry of another name", () => {
  it("is ours only with both marks: our argument for this client, and what only we install", async () => {
    const others = `{ "servers": {
      "a": { "command": "/opt/theirs", "args": ["--client=vscode"] },
      "b": { "command": "${launcher}", "args": ["--client=other"] } } }`;
    const { clients, text } = machine({ vscode: others });
    expect((await clients.list()).find(({ id }) => id === "vscode")).toMatchObject({ state: "not_registered" });
    await clients.register("vscode");
    expect(Object.keys(parse(text("vscode") ?? "").servers)).toEqual(["punchcard", "a", "b"]);
    await clients.unregister("vscode");
    expect(text("vscode")).toBe(others);

    const renamed = others.replace('"--client=other"', '"--client=vscode"');
    const { clients: later, text: now } = machine({ vscode: renamed });
    await later.unregister("vscode");
    expect(Object.keys(parse(now("vscode") ?? "").servers)).toEqual(["a"]);
  });
});

describe("a journal that claims more than we wrote", () => {
  const json = jsonEditor({
    format: "json",
    container: "servers",
    rules: { comments: true, trailingCommas: true, bom: "keep" },
  });
  const cases: [string, ConfigEditor, string, string][] = [
    ["JSON", json, `"a": { "command": "a" }, ${ours}`, '{ "servers": { WHOLE } }'],
    ["TOML", tomlEditor, '[mcp_servers.a]\ncommand = "a"\n\n[mcp_servers.punchcard]\ncommand = "c"\n', "x = 1\nWHOLE"],
    ["YAML", gooseEditor, "  a:\n    cmd: a\n  punchcard:\n    cmd: c\n", "extensions:\nWHOLE"],
  ];
  it.each(cases)("takes nothing of others along (%s)", (_format, editor, claimed, frame) => {
    const document = editor.open(Buffer.from(frame.replace("WHOLE", claimed)));
    const { bytes } = document.remove("punchcard", { text: claimed, createdContainer: true, createdFile: true });
    expect(editor.open(bytes).entries.map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("a write that was cut off before it happened", () => {
  it("is no entry that the client threw away", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    fs.before = (step) => {
      if (step === "replace") throw new Error("killed");
    };
    await expect(clients.register("vscode")).rejects.toThrow("killed");
    fs.before = () => undefined;
    expect(fs.text(`${backups}/journal.json`)).toContain('"done": false');
    expect((await clients.list()).find(({ id }) => id === "vscode")).toMatchObject({ state: "not_registered" });
  });
});
