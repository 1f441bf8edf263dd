import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { Server, temporaryFolder } from "./server";

async function startAndEnd(home: string): Promise<void> {
  const server = new Server({ home });
  await server.open();
  expect(await server.tools()).toHaveLength(toolNames.length);
  server.endInput();
  expect(await server.ended).toBe(0);
  expect(server.stderr).toBe("");
}

test("what was compiled at the start is kept for the next start, readable by its owner only", async () => {
  const home = temporaryFolder();
  await startAndEnd(home);
  const [name = ""] = readdirSync(join(home, "cache"));
  const file = join(home, "cache", name);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const first = statSync(file);
  await startAndEnd(home);
  expect(statSync(file).ino).toBe(first.ino);
});

test("a cache that is cut, foreign or of another build is not used, and is replaced", async () => {
  const home = temporaryFolder();
  await startAndEnd(home);
  const [name = ""] = readdirSync(join(home, "cache"));
  const file = join(home, "cache", name);
  const good = readFileSync(file);
  for (const spoil of [
    () => truncateSync(file, good.length >> 1),
    () => writeFileSync(file, "nonsense"),
    () => writeFileSync(file, good.toString("latin1").replace(/^\w{16}/, "0123456789abcdef"), "latin1"),
  ]) {
    spoil();
    await startAndEnd(home);
    expect(readFileSync(file).subarray(0, 16)).toEqual(good.subarray(0, 16));
    expect(readFileSync(file).length).toBeGreaterThan(100_000);
  }
});

test("no folder is made only to keep a cache", async () => {
  const home = join(temporaryFolder(), "none");
  const server = new Server({ home, cwd: "/", args: ["--version"] });
  expect(await server.ended).toBe(0);
  expect(existsSync(home)).toBe(false);
});
