import { afterAll, describe, expect, it } from "vitest";
import { backups, type ClientId, clientsOn, files, lost, machine } from "../machine";
import { clientCorpus } from "./clients";
import { type Sample, corpus as shapes } from "./json";
import { refusedCorpus } from "./refused";
import { tomlCorpus } from "./toml";
import { yamlCorpus } from "./yaml";

/** What every client with a JSON file is tried on, also one that has no samples of its own yet. */
const everyJson: Sample[] = (Object.keys(files) as ClientId[])
  .filter((client) => files[client].endsWith(".json"))
  .flatMap((client) => [
    { name: "nothing of ours but the braces", client, text: "{\n}\n" },
    { name: "other keys only", client, text: '{\n  "other": { "command": "x" },\n  "more": [1, 2]\n}\n' },
  ]);
const corpus = [...shapes, ...everyJson, ...clientCorpus, ...tomlCorpus, ...yamlCorpus];
const operations = ["add", "add again", "update", "remove", "undo"] as const;
const table: Record<string, Partial<Record<(typeof operations)[number], number>>> = {};

/** Another place for the launcher, so that a registered entry needs an update. */
const moved = { punchcardHome: "/home/marta/other place/.punchcard" };
const bytes = (text: string | null) => Buffer.from(text ?? "", "utf8");

describe.each(corpus)("$client: $name", ({ name, client, text }) => {
  const row: Partial<Record<(typeof operations)[number], number>> = {};
  table[`${client}: ${name}`] = row;
  const start = () => machine({ [client]: text });

  it("adds one piece and nothing else, a second time nothing at all", async () => {
    const { fs, clients, text: now } = start();
    expect(await clients.register(client)).toMatchObject({ state: "registered", canUnregister: true });
    const added = now(client);
    expect(added).toContain(`"--client=${client}"`);
    // Goose's empty braces give way to the block, and come back with the undo.
    row.add = lost(
      bytes(client === "goose" ? (text?.replace(/(?<=^extensions:) \{\}/m, "") ?? "") : text),
      bytes(added),
    );
    expect(row.add).toBe(0);
    if (text !== null) expect(fs.files.get(files[client])?.mode).toBe(0o640);

    const written = fs.written;
    await clients.register(client);
    expect(now(client)).toBe(added);
    expect(fs.written).toBe(written);
    row["add again"] = 0;
  });

  it("updates inside its own entry only", async () => {
    const { fs, clients, text: now } = start();
    await clients.register(client);
    const added = now(client) ?? "";
    const later = clientsOn(fs, moved);
    expect((await later.list()).find(({ id }) => id === client)?.state).toBe("needs_update");
    expect(await later.register(client)).toMatchObject({ state: "registered" });
    const updated = now(client) ?? "";
    expect(updated).toContain("other place");
    const was = `${"/home/marta"}/.punchcard/bin/punchcard-mcp`;
    const is = `${moved.punchcardHome}/bin/punchcard-mcp`;
    // The update is the exchange of one path for the other: put it back and every byte is as before.
    row.update = updated.replace(is, was) === added ? 0 : lost(bytes(added), bytes(updated));
    expect(row.update).toBe(0);
    await later.unregister(client);
    expect(now(client)).toBe(text);
  });

  it("is undone to the byte", async () => {
    const { clients, text: now } = start();
    await clients.register(client);
    expect(await clients.unregister(client)).toMatchObject({ state: "not_registered" });
    row.undo = now(client) === text ? 0 : Math.max(1, lost(bytes(text), bytes(now(client))));
    expect(now(client)).toBe(text);
  });

  it("is removed to the byte after others changed the file elsewhere", async () => {
    const { fs, clients, text: now } = start();
    await clients.register(client);
    fs.put(files[client], `${now(client)} \n\n`);
    await clients.unregister(client);
    const expected = text === null ? null : `${text} \n\n`;
    row.remove = now(client) === expected ? 0 : Math.max(1, lost(bytes(expected), bytes(now(client))));
    expect(now(client)).toBe(expected);
  });

  it("can be removed without the journal, and what others wrote stays", async () => {
    const { fs, clients, text: now } = start();
    await clients.register(client);
    fs.files.delete(`${backups}/journal.json`);
    await clients.unregister(client);
    const left = now(client) ?? "";
    expect(left).not.toContain("--client=");
    // Blanks and an empty container may stay, since nobody knows any more who made them; of the rest not a byte is lost.
    const solid = (some: string) =>
      some
        .replace(/\s/g, "")
        .replace(/"((?:amp\.)?mcpServers|context_servers|servers|mcp)":\{\},?/g, "")
        .replace(client === "goose" ? /(?<=^|[^:])extensions:(\{\})?|(?<=extensions:)\{\}/ : /\{\}$/, "");
    expect(solid(left)).toBe(solid(text ?? ""));
  });
});

const refusals: string[] = [];
describe.each(refusedCorpus)("$client: $name", ({ name, client, text, code }) => {
  it(`is refused (${code}), and no byte of it changes in either direction`, async () => {
    const { fs, clients, text: now } = machine({ [client]: text });
    fs.written = 0;
    await expect(clients.register(client)).rejects.toMatchObject({ code });
    await clients.unregister(client).catch(() => undefined);
    expect(await clients.plan(client)).toMatchObject({ action: "nothing", refusal: { code, saved: "no" } });
    expect(now(client)).toBe(text);
    expect([...fs.files.keys()].filter((path) => /\.(bak|tmp)$/.test(path))).toEqual([]);
    refusals.push(`${`${client}: ${name}`.padEnd(50)} ${code}`);
  });
});

describe("the corpus", () => {
  it("is large enough to mean something", () => expect(corpus.length).toBeGreaterThanOrEqual(60));
});

afterAll(() => {
  const width = Math.max(...Object.keys(table).map((name) => name.length));
  const line = (name: string, cells: (string | number)[]) =>
    `${name.padEnd(width)} ${cells.map((cell) => String(cell).padStart(10)).join("")}`;
  const rows = Object.entries(table).map(([name, row]) =>
    line(
      name,
      operations.map((operation) => row[operation] ?? "-"),
    ),
  );
  console.log(["Refused as expected, 0 bytes changed", ...refusals].join("\n"));
  console.log(["Bytes changed outside our own range", line("document", [...operations]), ...rows].join("\n"));
});
