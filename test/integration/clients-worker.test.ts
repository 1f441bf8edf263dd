import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClients } from "../../main/clients";
import { pathsOf } from "../../main/desktop/paths";
import { largeClaudeFile } from "../main/clients/large-files";

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
 * @returns milliseconds for which this process's first thread had a processor. Only Linux tells them for a thread; elsewhere it is the time
 * in which its event loop was busy, which grows when other programs take the processor away.
 */
async function busyWhile(work: () => Promise<unknown>): Promise<number> {
  const onProcessor = `/proc/self/task/${process.pid}/schedstat`;
  const before = performance.eventLoopUtilization();
  const spent = () => Number(fs.readFileSync(onProcessor, "utf8").split(" ")[0]) / 1e6;
  const counted = fs.existsSync(onProcessor);
  const began = counted ? spent() : 0;
  await work();
  return counted ? spent() - began : performance.eventLoopUtilization(before).active;
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
    const inWorker = await busyWhile(() => story(clients));
    const here = await busyWhile(() => story(clientsWith(undefined)));
    // What is left are copies and comparisons of bytes.
    expect(inWorker).toBeLessThan(here / 3);
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
