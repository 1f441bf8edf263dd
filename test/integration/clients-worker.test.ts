import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runJob } from "#main/clients/formats/job";
import { createClients } from "#main/clients/index";
import { pathsOf } from "#main/desktop/paths";
import { largeClaudeFile } from "../main/clients/large-files";

vi.mock("#main/clients/formats/job", { spy: true });

/** Clients' large files in the built worker, on a real disk. */
const script = pathsOf(resolve("."), {}).formats;
let home: string;
beforeAll(() => {
  if (!fs.existsSync(script)) throw new Error("Build first: npm run build");
});
beforeEach(() => {
  home = fs.mkdtempSync(join(tmpdir(), "punchcard-large-"));
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const clientsWith = (worker: string | undefined) =>
  createClients({
    ...{ platform: "linux", env: {}, home, punchcardHome: join(home, ".punchcard"), backups: join(home, "backups") },
    ...{
      launch: { electron: process.execPath, script: join(home, "server.js") },
      isRunning: async () => false,
      worker,
    },
  });

/**
 * Records the work that this thread does on large files.
 * @returns kinds of the jobs, and the number of large texts that were parsed as JSON
 */
async function recordOwnWork(work: () => Promise<unknown>) {
  const isLarge = (size = 0) => size > 1_000_000;
  vi.mocked(runJob).mockClear();
  const parse = vi.spyOn(JSON, "parse");
  await work();
  const parsedTexts = parse.mock.calls.filter(([text]) => isLarge(text.length)).length;
  parse.mockRestore();
  const jobs = vi.mocked(runJob).mock.calls.filter(([{ bytes }]) => isLarge(bytes?.length));
  return { jobs: [...new Set(jobs.map(([{ ask }]) => ask))].sort(), parsedTexts };
}

describe("a client's file of 5 MB", () => {
  it("is planned, written and undone without this thread reading it", async () => {
    const file = join(home, ".claude.json");
    fs.writeFileSync(file, largeClaudeFile(), { mode: 0o640 });
    expect(fs.statSync(file).size).toBeGreaterThan(4_500_000);
    const before = fs.readFileSync(file, "utf8");
    const clients = clientsWith(script);
    const story = async (these: typeof clients) => {
      const plan = await these.plan("claude-code");
      expect(plan).toMatchObject({ action: "register", refusal: null });
      expect(plan.diff.filter(({ kind }) => kind === "add").map(({ text }) => text)).toContainEqual(
        expect.stringContaining('"--client=claude-code"'),
      );
      expect(JSON.stringify(plan)).not.toContain("hidden-value");
      expect(await these.register("claude-code")).toMatchObject({ state: "registered" });
      expect(fs.readFileSync(file, "utf8")).not.toBe(before);
      expect(await these.unregister("claude-code")).toMatchObject({ state: "not_registered" });
      expect(fs.readFileSync(file, "utf8")).toBe(before);
    };
    expect(await recordOwnWork(() => story(clients))).toEqual({ jobs: [], parsedTexts: 0 });
    // Without a worker, the same work is done on this thread.
    const { jobs } = await recordOwnWork(() => story(clientsWith(undefined)));
    expect(jobs).toEqual(["change", "diff", "entries"]);
  });

  it("is refused with the same words as on this thread", async () => {
    const file = join(home, ".claude.json");
    fs.writeFileSync(file, `${largeClaudeFile()}x`);
    const [there, here] = await Promise.all(
      [script, undefined].map(async (worker) => (await clientsWith(worker).plan("claude-code")).refusal),
    );
    expect(there).toMatchObject({ code: "client_malformed", saved: "no" });
    expect(there).toEqual(here);
  });

  it("is read here where the thread cannot be started or ends in between", async () => {
    const file = join(home, ".claude.json");
    fs.writeFileSync(file, largeClaudeFile());
    const ends = join(home, "ends.js");
    fs.writeFileSync(ends, 'require("node:worker_threads").parentPort.on("message", () => process.exit(1));');
    for (const worker of [ends, join(home, "missing.js")])
      expect((await clientsWith(worker).list()).find(({ id }) => id === "claude-code")).toMatchObject({
        state: "not_registered",
      });
  });
});
