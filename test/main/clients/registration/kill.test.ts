import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * kill -9 of a real process on a real disk. The victim is our own code with every operation on files that Node offers
 * wrapped: before the n-th of them it kills itself, so nothing gets a chance to clean up.
 */
let root: string;
let victim: string;

const source = `
import promises from "node:fs/promises";
import plain from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const [home, action, step] = process.argv.slice(2);
let calls = 0;
const strike = () => { if (++calls === Number(step)) process.kill(process.pid, "SIGKILL"); };
const wrap = (owner, name) => {
  const real = owner[name];
  owner[name] = (...args) => { strike(); return real.apply(owner, args); };
};
for (const name of ["link", "unlink", "rename", "mkdir", "readFile", "stat", "lstat", "readdir"]) wrap(promises, name);
wrap(plain, "renameSync");
const open = promises.open;
promises.open = async (...args) => {
  strike();
  const file = await open(...args);
  for (const name of ["writeFile", "chown", "chmod", "sync", "close"]) wrap(file, name);
  return file;
};
syncBuiltinESMExports();
const { createClients } = await import(${JSON.stringify(resolve("main/clients/index.ts"))});
const clients = createClients({
  platform: "linux", env: {}, home, punchcardHome: home + "/.punchcard", backups: home + "/backups",
  launch: { electron: process.execPath, script: home + "/server.js" }, isRunning: async () => false,
});
await clients[action]("vscode");
console.log(calls);
`;

beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), "punchcard-kill-"));
  fs.writeFileSync(join(root, "victim.ts"), source);
  await build({
    configFile: false,
    logLevel: "error",
    root: resolve("."),
    build: {
      ssr: join(root, "victim.ts"),
      outDir: join(root, "out"),
      rolldownOptions: { output: { entryFileNames: "victim.mjs" } },
    },
    ssr: { noExternal: true },
  });
  victim = join(root, "out/victim.mjs");
}, 60_000);
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const before = '{\n  "servers": {\n    "a": { "command": "a" } // mine\n  }\n}\n';
const homeWith = (text: string | null) => {
  const home = fs.mkdtempSync(join(root, "home-"));
  fs.mkdirSync(join(home, ".config/Code/User"), { recursive: true });
  if (text !== null) fs.writeFileSync(join(home, ".config/Code/User/mcp.json"), text);
  return home;
};
function run(home: string, action: "register" | "unregister", step = 0) {
  return new Promise<{ killed: boolean; calls: number }>((resolve, reject) => {
    const child = spawn(process.execPath, [victim, home, action, String(step)], { env: {} });
    const said = { out: "", err: "" };
    child.stdout.on("data", (data) => {
      said.out += data;
    });
    child.stderr.on("data", (data) => {
      said.err += data;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal === null && code !== 0) reject(new Error(said.err));
      else resolve({ killed: signal === "SIGKILL", calls: Number(said.out) });
    });
  });
}
const now = (home: string) => {
  const file = join(home, ".config/Code/User/mcp.json");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
};
const temporary = (home: string) =>
  fs.readdirSync(home, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"));
/** Our home folder's path is part of what is written. */
const plain = (home: string, text: string | null) => text?.replaceAll(home, "HOME") ?? null;

describe("kill -9 before every operation on a file", () => {
  it.each([
    ["a file with servers", before],
    ["no file", null],
  ])(
    "leaves the old or the new file, whole, and the next run leaves nothing behind (%s)",
    async (_name, text) => {
      const whole = homeWith(text);
      const { calls } = await run(whole, "register");
      const added = plain(whole, now(whole));
      expect(calls).toBeGreaterThan(20);
      let old = 0;
      async function strike(step: number): Promise<void> {
        const home = homeWith(text);
        expect((await run(home, "register", step)).killed).toBe(true);
        const left = plain(home, now(home));
        expect([text, added]).toContain(left);
        if (left === text) old++;
        await run(home, "register");
        expect(plain(home, now(home))).toBe(added);
        expect(temporary(home)).toEqual([]);
        await run(home, "unregister");
        expect(now(home)).toBe(text);
      }
      const steps = Array.from({ length: calls }, (_, index) => index + 1);
      const worker = async () => {
        for (let step = steps.shift(); step !== undefined; step = steps.shift()) await strike(step);
      };
      await Promise.all(Array.from({ length: availableParallelism() }, worker));
      // Both happen: it was struck before the file changed, and after.
      expect(old).toBeGreaterThan(0);
      expect(old).toBeLessThan(calls);
    },
    300_000,
  );
});
