import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createClients } from "#main/clients/index";
import { live } from "../../killed-life";

const opened = vi.hoisted((): (() => Promise<unknown>)[] => []);
vi.mock("node:fs", async (load) => {
  const { mortal } = await import("../../killed-life");
  const real = await load<typeof import("node:fs")>();
  return { ...real, ...mortal(["renameSync"], real) };
});
vi.mock("node:fs/promises", async (load) => {
  const { mortalAsync } = await import("../../killed-life");
  const real = await load<typeof import("node:fs/promises")>();
  const names = ["open", "link", "unlink", "rename", "mkdir", "readFile", "stat", "lstat", "readdir"];
  const { open, ...others } = mortalAsync(names, real) as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return {
    ...real,
    ...others,
    async open(...args: unknown[]) {
      const file = (await open?.(...args)) as Record<string, () => unknown>;
      const methods = ["writeFile", "chown", "chmod", "sync", "close"];
      const real = Object.fromEntries(methods.map((name) => [name, file[name]?.bind(file)]));
      opened.push(async () => real.close?.());
      return Object.assign(file, mortalAsync(methods, real));
    },
  };
});

/** The app is killed before each operation on a file, on a real disk. */
let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), "punchcard-kill-"));
});
afterAll(() => {
  Object.defineProperty(process, "pid", { value: pid, configurable: true });
  fs.rmSync(root, { recursive: true, force: true });
});

const before = '{\n  "servers": {\n    "a": { "command": "a" } // mine\n  }\n}\n';
const homeWith = (text: string | null) => {
  const home = fs.mkdtempSync(join(root, "home-"));
  fs.mkdirSync(join(home, ".config/Code/User"), { recursive: true });
  if (text !== null) fs.writeFileSync(join(home, ".config/Code/User/mcp.json"), text);
  return home;
};
const { pid } = process;
let runs = 0;
function run(home: string, action: "register" | "unregister", killedAt = 0) {
  // Each run is another process: temporary files of its own it leaves alone.
  Object.defineProperty(process, "pid", { value: pid + ++runs, configurable: true });
  const clients = createClients({
    platform: "linux",
    env: {},
    home,
    punchcardHome: join(home, ".punchcard"),
    backups: join(home, "backups"),
    launch: { electron: process.execPath, script: join(home, "server.js") },
    isRunning: async () => false,
  });
  return live(killedAt, () => clients[action]("vscode")).finally(async () => {
    for (const close of opened.splice(0)) await close().catch(() => undefined);
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

it.each([
  ["a file with servers", before],
  ["no file", null],
])("leaves the old or the new file, whole, and the next run leaves nothing behind (%s)", async (_name, text) => {
  const whole = homeWith(text);
  const { steps } = await run(whole, "register");
  const added = plain(whole, now(whole));
  expect(steps).toBeGreaterThan(20);
  let old = 0;
  for (let killedAt = 1; killedAt <= steps; killedAt++) {
    const home = homeWith(text);
    expect((await run(home, "register", killedAt)).killed).toBe(true);
    const left = plain(home, now(home));
    expect([text, added]).toContain(left);
    if (left === text) old++;
    await run(home, "register");
    expect(plain(home, now(home))).toBe(added);
    expect(temporary(home)).toEqual([]);
    await run(home, "unregister");
    expect(now(home)).toBe(text);
  }
  // Both happen: it was killed before the file changed, and after.
  expect(old).toBeGreaterThan(0);
  expect(old).toBeLessThan(steps);
});
