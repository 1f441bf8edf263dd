import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClients } from "#main/clients/index";
import { clientCorpus } from "../main/clients/corpus/clients";
import { corpus as shapes } from "../main/clients/corpus/json";
import { refusedCorpus } from "../main/clients/corpus/refused";
import { tomlCorpus } from "../main/clients/corpus/toml";
import { yamlCorpus } from "../main/clients/corpus/yaml";
import { type ClientId, files } from "../main/clients/machine";
import { type Damage, damageBetween, type Parsers, parsersFrom } from "./damage";

interface Document {
  name: string;
  client: ClientId;
  text: string | null;
  /** One that no program should write to. */
  doubtful: boolean;
}
interface Tool {
  name: string;
  /** null: the tool does not know the client. @returns false: it said that it did not do it. */
  add(client: ClientId, home: string): Promise<boolean> | null;
  /** undefined: it cannot take an entry out again. */
  remove?(client: ClientId, home: string): Promise<unknown>;
}

const documents: Document[] = [
  ...[...shapes, ...clientCorpus, ...tomlCorpus, ...yamlCorpus].map((one) => ({ ...one, doubtful: false })),
  ...refusedCorpus.map((one) => ({ ...one, doubtful: true })),
];

const fileIn = (home: string, client: ClientId) => join(home, files[client].slice("/home/marta/".length));
/** What shows a client's presence where its file does not. */
const traces = [".claude", ".junie", ".gemini/oauth_creds.json"];

function homeWith({ client, text }: Document): string {
  const home = fs.mkdtempSync(join(tmpdir(), "punchcard-bench-"));
  const file = fileIn(home, client);
  // Cline's file lies one folder below what shows that it is there.
  fs.mkdirSync(dirname(file), { recursive: true });
  if (text !== null) fs.writeFileSync(file, text);
  for (const trace of traces) fs.mkdirSync(join(home, trace), { recursive: true });
  return home;
}

const ours: Tool = {
  name: "Punchcard",
  add: (client, home) =>
    clientsIn(home)
      .register(client)
      .then(
        () => true,
        () => false,
      ),
  remove: (client, home) => clientsIn(home).unregister(client),
};
const clientsIn = (home: string) =>
  createClients({
    ...{ platform: "linux", env: { HOME: home }, home, punchcardHome: join(home, ".punchcard") },
    ...{ launch: { electron: process.execPath, script: join(home, "server.js") }, backups: join(home, "backups") },
    isRunning: async () => false,
    // Claude Code's own program is not ours to measure: the file is written.
    run: async () => ({ code: null, output: "" }),
  });

const launcher = "/home/marta/.punchcard/bin/punchcard-mcp";

function peers(folder: string): Tool[] {
  const run = (program: string, home: string, args: string[]) =>
    new Promise<boolean>((resolve) => {
      const env = { HOME: home, PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, CI: "1", DO_NOT_TRACK: "1" };
      execFile(join(folder, "node_modules/.bin", program), args, { env, cwd: home, timeout: 60_000 }, (error) =>
        resolve(error === null),
      ).stdin?.end();
    });
  const same = [
    "claude-desktop",
    "claude-code",
    "vscode",
    "cursor",
    "codex",
    "goose",
    "windsurf",
    "zed",
    "cline",
  ] as const;
  const named = (more: Partial<Record<ClientId, string>>): Partial<Record<ClientId, string>> => ({
    ...Object.fromEntries(same.map((id) => [id, id])),
    gemini: "gemini-cli",
    ...more,
  });
  const addMcp = named({ antigravity: "antigravity", copilot: "github-copilot-cli" });
  const installMcp = named({ "claude-desktop": "claude" });
  return [
    {
      name: "add-mcp",
      add(client, home) {
        const agent = addMcp[client];
        return agent ? run("add-mcp", home, ["-g", "-a", agent, "-n", "punchcard", "-y", launcher]) : null;
      },
      remove: (client, home) => run("add-mcp", home, ["remove", "-g", "-a", addMcp[client] ?? "", "-y", "punchcard"]),
    },
    {
      name: "install-mcp",
      add(client, home) {
        const id = installMcp[client];
        const how = ["--name", "punchcard", "--client", id ?? "", "-y", "--oauth", "no"];
        return id ? run("install-mcp", home, [launcher, ...how]) : null;
      },
    },
  ];
}

interface Outcome extends Damage {
  /** It said that it would not. */
  refused: boolean;
  /** It said that it did, and the client's file does not have it. */
  absent: boolean;
  /** After taking the entry out again the file is another than at first; null: not tried. */
  left: boolean | null;
}

async function measure(tool: Tool, document: Document, parsers: Parsers): Promise<Outcome | null> {
  const home = homeWith(document);
  const file = fileIn(home, document.client);
  const read = () => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null);
  try {
    const done = await tool.add(document.client, home);
    if (done === null) return null;
    const after = read();
    const damage = damageBetween(document.client, document.text, after, parsers);
    const absent = done && !after?.includes("punchcard-mcp");
    let left: boolean | null = null;
    if (done && !absent && tool.remove) {
      await tool.remove(document.client, home);
      left = read() !== document.text;
    }
    return { ...damage, refused: !done, absent, left };
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function cell(outcome: Outcome | null): string {
  if (!outcome) return "-";
  const words = [
    outcome.bytes > 0 && `${outcome.bytes} B`,
    outcome.comments > 0 && `${outcome.comments} comments`,
    outcome.servers > 0 && `${outcome.servers} servers`,
    outcome.broken && "BROKEN",
    outcome.absent && "not there",
    outcome.left && "not undone",
  ].filter((word) => word !== false && word !== null);
  if (words.length > 0) return words.join(", ");
  return outcome.refused ? "refused" : "0";
}

/** Runs every tool over every document and prints what each loses. @returns whether Punchcard lost nothing at all. */
export async function compare(folder: string): Promise<boolean> {
  const parsers = parsersFrom(folder);
  const tools = [ours, ...peers(folder)];
  const outcomes: (Outcome | null)[][] = [];
  const waiting = documents.map((document, index) => ({ document, index }));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const row: (Outcome | null)[] = [];
      for (const tool of tools) row.push(await measure(tool, next.document, parsers));
      outcomes[next.index] = row;
    }
  };
  await Promise.all([worker(), worker(), worker()]);

  // A peer that does not start at all would look like one that refuses everything, and so does no harm.
  const idle = tools.filter((_, tool) =>
    documents.every(({ doubtful }, index) => doubtful || (outcomes[index]?.[tool]?.refused ?? true)),
  );
  if (idle.length > 0) {
    console.log(`NOT RUN: ${idle.map(({ name }) => name).join(", ")}: refused every document, so it does not run here`);
    return false;
  }

  const line = (name: string, cells: (string | number)[]) =>
    `${name.padEnd(52)} ${cells.map((one) => String(one).padEnd(36)).join("")}`.trimEnd();
  const names = tools.map(({ name }) => name);
  for (const doubtful of [false, true]) {
    console.log(
      doubtful
        ? "\nDocuments that nobody should write to"
        : "Changed besides the new entry (B: bytes of the old file from the first change to the last, so scattered edits count wide)",
    );
    console.log(line("document", names));
    documents.forEach((one, index) => {
      if (one.doubtful === doubtful) console.log(line(`${one.client}: ${one.name}`, (outcomes[index] ?? []).map(cell)));
    });
  }
  const sums = (title: string, count: (outcome: Outcome, document: Document) => number) => {
    const row = tools.map((_, tool) =>
      documents.reduce((sum, document, index) => {
        const outcome = outcomes[index]?.[tool];
        return sum + (outcome ? count(outcome, document) : 0);
      }, 0),
    );
    console.log(line(title, row));
    return row[0] ?? 0;
  };
  console.log(line("\nIn all", names));
  sums("documents of clients that it knows", () => 1);
  const refused = sums("good documents refused", (one, { doubtful }) => Number(one.refused && !doubtful));
  const written = sums("doubtful documents written to", (one, { doubtful }) => Number(one.written && doubtful));
  const bytes = sums("bytes from the first to the last change", (one) => one.bytes);
  const comments = sums("comments lost", (one) => one.comments);
  const servers = sums("other servers lost", (one) => one.servers);
  const broken = sums("files that their client cannot read afterwards", (one) => Number(one.broken));
  const absent = sums("said done, and not in the client's file", (one) => Number(one.absent));
  const left = sums("not as before after taking it out (install-mcp cannot)", (one) => Number(one.left ?? false));
  return [refused, written, bytes, comments, servers, broken, absent, left].every((sum) => sum === 0);
}
