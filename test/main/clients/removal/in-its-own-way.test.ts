import { describe, expect, it } from "vitest";
import { files, launcher, machine } from "../machine";

const entries: [what: string, name: string, entry: object][] = [
  ["under another name, as the snippet has it", "zeit", { command: launcher, args: ["--client=other"] }],
  ["under its name in capitals", "Punchcard", { command: launcher, args: ["--client=other"] }],
  ["with command and argument in one text", "zeit", { command: `${launcher} --client=other` }],
  ["with quotes in one text", "zeit", { command: `"${launcher}" "--client=other"`, args: [] }],
  ["by a shell", "zeit", { command: "sh", args: ["-c", `exec '${launcher}' --client=other`] }],
  ["by a shell under its own name", "punchcard", { command: "/bin/bash", args: ["-lc", `${launcher} --client=other`] }],
  ["by another program", "punchcard", { command: "flatpak-spawn", args: ["--host", launcher, "--client=vscode"] }],
];
const others: [what: string, name: string, entry: object][] = [
  ["another's launcher of such an argument", "x", { command: "npx", args: ["tool", "--client=other"] }],
  ["a program that is told our path", "x", { command: "cat", args: [launcher] }],
  ["a name that only begins like ours", "x", { command: "/opt/punchcard-mcp-proxy", args: ["--client=other"] }],
  ["a text that speaks of us", "punchcard", { command: "echo", args: ["--note=punchcard-mcp --client=x"] }],
];
const wiki = { command: "/opt/wiki" };
const document = (name: string, entry: object) =>
  `${JSON.stringify({ mcpServers: { wiki, [name]: entry } }, null, 2)}\n`;

describe("removing from all clients", () => {
  it.each(entries)("finds our entry %s", async (_what, name, entry) => {
    const { clients, text } = machine({ cursor: document(name, entry) });
    expect((await clients.list()).find(({ id }) => id === "cursor")).toMatchObject({ canUnregister: true });
    expect(await clients.unregisterAll()).toMatchObject([{ clientId: "cursor", failure: null }]);
    expect(JSON.parse(text("cursor") ?? "")).toEqual({ mcpServers: { wiki } });
  });

  it.each(others)("leaves alone %s", async (_what, name, entry) => {
    const { fs, clients } = machine({ cursor: document(name, entry) });
    expect(await clients.unregisterAll()).toEqual([]);
    expect(fs.text(files.cursor)).toBe(document(name, entry));
  });

  it("takes out several of them, and the one with a button of its own", async () => {
    const all = Object.fromEntries(entries.map(([, , entry], index) => [`s${index}`, entry]));
    const { clients, text } = machine({ vscode: `${JSON.stringify({ servers: { wiki, ...all } }, null, 2)}\n` });
    expect(await clients.unregisterAll()).toMatchObject([{ clientId: "vscode", failure: null }]);
    expect(JSON.parse(text("vscode") ?? "")).toEqual({ servers: { wiki } });
  });

  it("is more than taking back our own: a pasted one beside it stays until everything goes", async () => {
    const before = document("zeit", { command: launcher, args: ["--client=other"] });
    const { clients, text } = machine({ cursor: before });
    await clients.register("cursor");
    await clients.unregister("cursor");
    expect(text("cursor")).toBe(before);
    await clients.register("cursor");
    expect(await clients.unregisterAll()).toMatchObject([{ clientId: "cursor", failure: null }]);
    expect(JSON.parse(text("cursor") ?? "")).toEqual({ mcpServers: { wiki } });
  });

  it("is what the button of one client does, where a pasted one is all there is", async () => {
    const { clients, text } = machine({ cursor: document("zeit", { command: launcher, args: ["--client=other"] }) });
    expect(await clients.unregister("cursor")).toMatchObject({ canUnregister: false });
    expect(JSON.parse(text("cursor") ?? "")).toEqual({ mcpServers: { wiki } });
  });
});
