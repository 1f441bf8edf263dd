import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { asidesOf, putAside } from "#core/platform/put-aside";
import { openKeptJson } from "#core/platform/state/kept-json";
import { fastFolder } from "../../../../fakes/fast-folder";

vi.mock(import("#core/platform/put-aside"), async (original) => {
  const real = await original();
  return { ...real, putAside: vi.fn(real.putAside) };
});

const shape = z.object({ version: z.literal(1), words: z.array(z.string()) });
let file: string;
let said: unknown[];
beforeEach(() => {
  file = join(fastFolder("kept"), "drafts.json");
  said = [];
});
const open = () =>
  openKeptJson(file, "drafts", {
    largest: 1_000,
    parse: (data) => shape.parse(data),
    log: (...line) => said.push(line),
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  });
const asides = () => asidesOf(file).map((aside) => readFileSync(aside.file, "utf8"));
const held = { version: 1 as const, words: ["mine"] };

test("what was written is read again, and removed is gone", () => {
  const kept = open();
  expect(kept.read()).toBeNull();
  expect(kept.write(held)).toBe(true);
  expect(open().read()).toEqual(held);
  expect([kept.remove(), existsSync(file)]).toEqual([true, false]);
});

test("each file that cannot be used keeps a name of its own, and none of its words reach the log", () => {
  const files = ["{secret", '{"version":2,"words":["secret"]}', '{"version":1,"words":"secret"}'];
  for (const text of files) {
    writeFileSync(file, text);
    expect(open().read()).toBeNull();
  }
  expect(asides().sort()).toEqual([...files].sort());
  expect(JSON.stringify(said)).not.toContain("secret");
});

test("a file that can neither be used nor moved is not written over, nor removed, until it can be moved", () => {
  const stays = () => {
    throw Object.assign(new Error("EBUSY"), { code: "EBUSY" });
  };
  writeFileSync(file, "{");
  vi.mocked(putAside).mockImplementationOnce(stays).mockImplementationOnce(stays).mockImplementationOnce(stays);
  const kept = open();
  expect(kept.read()).toBeNull();
  expect([kept.write(held), kept.remove()]).toEqual([false, false]);
  expect(readFileSync(file, "utf8")).toBe("{");
  expect(kept.write(held)).toBe(true);
  expect(asides()).toEqual(["{"]);
  expect(readdirSync(join(file, "..")).sort()[0]).toBe(basename(file));
  expect(open().read()).toEqual(held);
});

test("a file that somebody took away since is written anew", () => {
  writeFileSync(file, "{");
  vi.mocked(putAside).mockImplementationOnce(() => {
    throw new Error("EBUSY");
  });
  const kept = open();
  kept.read();
  rmSync(file);
  expect(kept.write(held)).toBe(true);
  expect(open().read()).toEqual(held);
  expect(asides()).toEqual([]);
});
