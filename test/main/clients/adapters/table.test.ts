import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { allAdapters } from "#main/clients/adapters/index";
import { fileEditors } from "#main/clients/formats/background";
import { hasPolicyRules } from "#main/clients/policies/policies";
import type { ClientAdapter, ClientContext } from "#main/clients/types";
import { programsByHand, remotePrograms } from "#main/ipc/contract/programs-by-hand";
import words from "../../../../renderer/i18n/en.json";
import { backups, type ClientId, files, machine } from "../machine";

const page = resolve("docs/clients.md");
const readme = resolve("README.md");
const [listBegin, listEnd] = ["<!-- clients -->", "<!-- /clients -->"];
const [begin, end] = ["<!-- made by test/main/clients/adapters/table.test.ts -->", "<!-- until here -->"];
const live = readFileSync(resolve("test/clients-live/clients.test.ts"), "utf8");
const agents = readFileSync(resolve("test/clients-live/agents.test.ts"), "utf8");
/** Ids of the clients in `nightlyPrograms` of build/client-programs.mjs. */
const nightlyClients = ["claude-code", "gemini"];
function realProgram(id: string): string {
  if (nightlyClients.includes(id)) return "every night";
  return live.includes(`clients.register("${id}")`) || agents.includes(`id: "${id}"`) ? "by name" : "–";
}

const documents = { json: '{\n  "other": 1\n}\n', toml: 'model = "x" # best\n', yaml: "GOOSE_MODE: auto # mine\n" };
const isKnown = (id: string): id is ClientId => id in files;

/** Every adapter, only to be asked what it is. */
const adapters = (): ClientAdapter[] => {
  const { fs } = machine();
  const context = {
    ...{ platform: "linux", env: {}, home: "/home/marta", punchcardHome: "/home/marta/.punchcard", backups, fs },
    launch: { electron: "/opt/Punchcard/punchcard", script: "/opt/Punchcard/server.js" },
    editorOf: fileEditors(undefined),
  };
  return allAdapters(context as unknown as ClientContext, { mustBeAbsent: async () => undefined } as never);
};

/** Files of clients that do not run on Linux. */
const onlyElsewhere: Record<string, string> = {
  "visual-studio": "Windows: `%USERPROFILE%\\.mcp.json`",
  "copilot-xcode": "macOS: `~/.config/github-copilot/xcode/mcp.json`",
};

/** What a client's row says is what it did on a computer in memory just now. */
async function row({ id, label, capabilities }: ClientAdapter): Promise<string[]> {
  const { discontinued, snippetOnly, onlyOn, mustBeQuit, needsRestart, format } = capabilities;
  const policy = hasPolicyRules(id) ? "read" : "not on this computer";
  const real = realProgram(id);
  if (discontinued) return [label, "–", format.toUpperCase(), "find and remove only", "–", "–", "–", "–", "–"];
  const snippet = (await machine().clients.snippets()).find((one) => one.id === capabilities.snippet);
  expect(snippet).toBeDefined();
  const form = snippet?.label ?? "";
  if (snippetOnly) return [label, "its sandbox's", format.toUpperCase(), "–", "–", "–", form, "–", "–"];
  if (onlyOn)
    return [label, onlyElsewhere[id] ?? "", "JSON", "its file", "read back", "to the byte", form, policy, real];
  if (!isKnown(id)) throw new Error(`${id} has no line in "files" of test/main/clients/machine.ts`);

  const before = documents[format];
  const { clients, text } = machine({ [id]: before });
  const state = async () => (await clients.list()).find((one) => one.id === id)?.state;
  expect(await state()).toBe("not_registered");
  const link = await clients.linkOf(id).then(
    () => true,
    () => false,
  );
  expect(await clients.register(id)).toMatchObject({ state: "registered", file: files[id] });
  expect(await state()).toBe("registered");
  await clients.unregister(id);
  const undone = text(id) === before;
  const ways = [id === "claude-code" ? "its command, else its file" : "its file", link && "or it asks itself"];
  const verified = [
    "read back",
    mustBeQuit && "seen while it runs again",
    needsRestart && !mustBeQuit && "told to restart",
  ];
  return [
    label,
    `\`${files[id].replace("/home/marta", "~")}\``,
    format.toUpperCase(),
    ways.filter(Boolean).join(", "),
    verified.filter(Boolean).join(", "),
    undone ? (id === "claude-code" ? "to the byte, laid out as its command does" : "to the byte") : "NOT TO THE BYTE",
    form,
    policy,
    real,
  ];
}

async function table(): Promise<string> {
  const head = ["Client", "File (Linux)", "Form", "One click", "Verified", "Undo", "Snippet", "Policy", "Real program"];
  const rows = await Promise.all(adapters().map(row));
  const { elsewhere } = words.clients;
  for (const { id } of programsByHand.filter((one) => one.id !== "flatpak"))
    rows.push([elsewhere[id].name, "–", "–", "–", "–", "–", "explained on the page", "–", "–"]);
  rows.push([remotePrograms.join(", "), "–", "–", "by a team server's address", ...Array(5).fill("–")]);
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Labels as a sentence lists them. */
function listOf(labels: readonly string[]): string {
  return `${labels.slice(0, -1).join(", ")}, and ${labels.at(-1)}`;
}

describe("README.md", () => {
  it("lists the clients that can be registered with, and no other", () => {
    const text = readFileSync(readme, "utf8");
    const labels = adapters()
      .filter(({ capabilities: { discontinued, snippetOnly } }) => !discontinued && !snippetOnly)
      .map(({ label }) => label);
    const [from, to] = [text.indexOf(listBegin), text.indexOf(listEnd)];
    expect(from).toBeGreaterThan(-1);
    const whole = `${text.slice(0, from)}${listBegin}${listOf(labels)}${text.slice(to)}`;
    if (process.env.PUNCHCARD_WRITE_CLIENTS) writeFileSync(readme, whole);
    else expect(text, "run this test with PUNCHCARD_WRITE_CLIENTS=1").toBe(whole);
  });
});

describe("docs/clients.md", () => {
  it("has the row of each client as it behaves", async () => {
    const made = await table();
    const text = readFileSync(page, "utf8");
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    expect(from).toBeGreaterThan(-1);
    expect(to).toBeGreaterThan(from);
    const whole = `${text.slice(0, from)}${begin}\n\n${made}\n\n${text.slice(to)}`;
    if (process.env.PUNCHCARD_WRITE_CLIENTS) writeFileSync(page, whole);
    else
      expect(
        text,
        "PUNCHCARD_WRITE_CLIENTS=1 npx vitest run --project unit test/main/clients/adapters/table.test.ts",
      ).toBe(whole);
    expect(made).not.toContain("NOT TO THE BYTE");
  });

  it("has the real clients of the nightly tests, and every client that can be registered with", () => {
    for (const id of ["codex", "claude-code", "gemini", "copilot"]) expect(live).toContain(`clients.register("${id}")`);
    const registerable = adapters().filter(
      ({ capabilities: { discontinued, snippetOnly, onlyOn } }) => !discontinued && !snippetOnly && !onlyOn,
    );
    expect(registerable.map(({ id }) => id).sort()).toEqual(Object.keys(files).sort());
  });
});
