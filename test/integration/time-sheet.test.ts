import { spawnSync } from "node:child_process";
import { openSync, readdirSync, readFileSync, statSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createTimeSheets } from "#main/server/time-sheet";
import { Server, temporaryFolder, writeSettings } from "./server";

const script = resolve(import.meta.dirname, "../../out/mcp-server/index.js");
const rows = Array.from({ length: 8 }, (_, hour) => ({
  day: "yesterday",
  from: `${hour + 8}:00`,
  duration: "30m",
  text: `Row ${hour} ${"x".repeat(900)}`,
}));

/** A connected time sheet with eight entries, of which one server made a copy as it ended. */
async function begun() {
  const home = temporaryFolder();
  writeSettings(home);
  const server = new Server({ home, args: ["--client=test"] });
  await server.open();
  const logged = await server.call("log_time", { entries: rows });
  expect(logged.structuredContent.entries).toHaveLength(8);
  server.endInput();
  expect(await server.ended).toBe(0);
  return { home, file: join(home, "sheet.db") };
}

function damage(file: string): Buffer {
  const handle = openSync(file, "r+");
  const length = statSync(file).size - 4_096;
  writeSync(handle, Buffer.alloc(length, 7), 0, length, 4_096);
  return readFileSync(file);
}

const command = (home: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, "time-sheet", ...args, "--settings", home], { encoding: "utf8" });

const calls: [string, Record<string, unknown>][] = [
  ["get_status", {}],
  ["list_time", { period: "this week" }],
  ["clock_in", {}],
  ["clock_out", {}],
  ["log_time", { entries: rows.slice(0, 1) }],
  ["update_time", { changes: [{ id: "1", text: "y" }] }],
  ["get_account", {}],
];

test("a damaged time sheet is refused by every tool, named with its copy, and stays byte for byte as it is", async () => {
  const { home, file } = await begun();
  const broken = damage(file);
  const server = new Server({ home, args: ["--client=test"] });
  await server.open();
  for (const [tool, args] of [...calls, ...calls]) {
    const { isError, structuredContent } = await server.call(tool, args);
    expect({ tool, isError }).toEqual({ tool, isError: true });
    const { error } = structuredContent as { error: { code: string; saved: string; message: string; next: string } };
    expect(error).toMatchObject({ code: "damaged", saved: "no" });
    expect(error.message).toContain(file);
    expect(error.next).toMatch(/copy of \d{4}-\d\d-\d\d \d\d:\d\d \(8 entries\).*The old file is kept either way/);
  }
  expect(readFileSync(file).equals(broken)).toBe(true);
  server.endInput();
  await server.ended;
  expect(readFileSync(file).equals(broken)).toBe(true);
});

test("the command tells the state, restores the newest copy on request, and a running server goes on with it", async () => {
  const { home, file } = await begun();
  const broken = damage(file);
  const server = new Server({ home, args: ["--client=test"] });
  await server.open();
  expect((await server.call("get_status")).isError).toBe(true);

  const shown = command(home);
  expect(shown.stdout).toMatch(/sheet\.db: damaged\nCopies:\n {2}\S+Z\.db {2}made \S+Z, entries: 8\n$/);
  expect(shown.status).toBe(1);
  expect(readFileSync(file).equals(broken)).toBe(true);

  const restored = command(home, "restore");
  expect(restored).toMatchObject({ status: 0, stderr: "" });
  const aside = /kept as (\S+)\.\n/.exec(restored.stdout)?.[1] ?? "";
  expect(readFileSync(aside).equals(broken)).toBe(true);
  const { structuredContent } = await server.call("list_time", { period: "yesterday" });
  expect(structuredContent.total).toMatchObject({ entries: 8 });

  const again = command(home, "restore");
  expect(again.status).toBe(1);
  expect(again.stdout).toContain("is whole: it is not replaced");
  expect(command(home, "new").status).toBe(1);
  expect(command(home)).toMatchObject({ status: 0 });
});

test("the app reads the copies and has the one restored that its person chose", async () => {
  const { home, file } = await begun();
  const sheets = createTimeSheets({ electron: process.execPath, script, home, env: process.env });
  expect(await sheets.read("local-1")).toMatchObject({ file, state: "whole", copies: [{ entries: 8 }] });
  damage(file);
  const { state, copies } = await sheets.read("local-1");
  expect(state).toBe("damaged");
  await expect(sheets.goOn("local-1", { way: "copy", copy: "../../settings.json" })).rejects.toMatchObject({
    failure: { code: "not_found", saved: "no" },
  });
  await expect(sheets.goOn("another", { way: "copy", copy: copies[0]?.name ?? "" })).rejects.toMatchObject({
    failure: { code: "unknown" },
  });
  await sheets.goOn("local-1", { way: "copy", copy: copies[0]?.name ?? "" });
  expect(await sheets.read("local-1")).toMatchObject({ state: "whole" });
});

test("the app begins a new time sheet where its person wants that, and keeps the old one", async () => {
  const { home, file } = await begun();
  const broken = damage(file);
  const sheets = createTimeSheets({ electron: process.execPath, script, home, env: process.env });
  await sheets.goOn("local-1", { way: "new" });
  expect(await sheets.read("local-1")).toMatchObject({ state: "whole", copies: [{ entries: 8 }] });
  const kept = readdirSync(home).find((name) => /^sheet\.db\.damaged-[\dT-]+$/.test(name)) ?? "";
  expect(readFileSync(join(home, kept)).equals(broken)).toBe(true);
});

test("the app says so when its server cannot be started at all", async () => {
  const home = temporaryFolder();
  const sheets = createTimeSheets({ electron: join(home, "none"), script, home, env: process.env });
  await expect(sheets.read("local-1")).rejects.toMatchObject({ failure: { code: "server_down" } });
});
