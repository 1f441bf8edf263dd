import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLog } from "#core/platform/log";

function logIn() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-log-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, "log/server.log");
  return { log: openLog(home), file, text: () => readFileSync(file, "utf8") };
}

test("a secret is taken out in every spelling, and only the owner can read the log", () => {
  const { log, file, text } = logIn();
  const secret = 'p4ss/"wörd"+1';
  log.hide(secret);
  log.write("call", {
    header: `Bearer ${secret}`,
    url: `https://x.org/?t=${encodeURIComponent(secret)}`,
    basic: Buffer.from(secret).toString("base64"),
  });
  expect(text()).toContain('"event":"call"');
  expect(text()).not.toMatch(/p4ss|w%C3%B6rd|w\\?ö/);
  expect(text()).not.toContain(Buffer.from(secret).toString("base64"));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the log is turned over at a megabyte, and what cannot be written does not throw", () => {
  const { log, file } = logIn();
  for (let line = 0; line < 120; line += 1) log.write("long", { body: "x".repeat(15_000) });
  expect(statSync(file).size).toBeLessThan(1_100_000);
  expect(statSync(`${file}.1`).size).toBeGreaterThan(900_000);
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(log.write("loop", loop)).toMatch(/^\w+-121$/);
  expect(openLog(file).write("x")).toMatch(/-1$/);
});

test("no character of a line is obeyed or hidden by a terminal, and the line still says the same", () => {
  const { log, text } = logIn();
  const name = "a\u009b31mred\u202edesrever\u200b\u00ad\u2066\ufeff\u{e0041}\u2028\u0085\u001b[2J\u007fz";
  log.write("names", { name, łódź: "Zażółć 👍 नमस्ते" });
  const line = text();
  expect(line).toContain("\\u009b31mred\\u202edesrever\\u200b");
  expect(line).toContain("Zażółć 👍 नमस्ते");
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(line)).toMatchObject({ name });
});

test("nothing is written through a link in the place of the log or its folder, and what was open to others is not", () => {
  const { log, file, text } = logIn();
  const folder = join(file, "..");
  const other = join(folder, "../other");
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(file, "", { mode: 0o644 });
  log.write("first");
  expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  writeFileSync(other, "theirs");
  rmSync(file);
  symlinkSync(other, file);
  log.write("second");
  expect(readFileSync(other, "utf8")).toBe("theirs");
  rmSync(folder, { recursive: true });
  mkdirSync(`${other}-folder`);
  symlinkSync(`${other}-folder`, folder);
  log.write("third");
  expect(readdirSync(`${other}-folder`)).toEqual([]);
  rmSync(folder);
  log.write("fourth");
  expect(text()).toContain('"event":"fourth"');
});
