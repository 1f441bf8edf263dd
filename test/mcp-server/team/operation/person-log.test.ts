import { expect, test } from "vitest";
import { createLogger } from "#team/http/request-log";
import { personLog } from "#team/operation/person-log";

function logOf() {
  const lines: string[] = [];
  const to = createLogger("debug", { write: (line: string) => void lines.push(line) });
  return { log: personLog(to, "person-1234567"), lines };
}

test("a line names event, person and id, and no secret in any spelling", () => {
  const { log, lines } = logOf();
  const secret = 'canary "1"+';
  log.hide(secret);
  const id = log.write("call", { text: secret, url: encodeURIComponent(secret), id: "another" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "call", person: "person-1234567", id, text: "[secret]" });
  expect(lines.join()).not.toMatch(/canary/);
});

test("an unexpected failure says what failed, under the id that its answer names", () => {
  const { log, lines } = logOf();
  const id = log.write("unexpected", { tool: "log_time", error: "TypeError: no rows\n    at x.ts:1" });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", id, error: "TypeError: no rows\n    at x.ts:1" });
});

test("what cannot be JSON, also for a secret that looks like a part of it, is logged and does not throw", () => {
  const { log, lines } = logOf();
  log.hide('{"a"');
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  for (const detail of [{ a: "b", c: "d" }, { big: 1n }, loop]) log.write("unexpected", detail);
  const details = lines.map((line) => (JSON.parse(line) as { detail?: string }).detail);
  expect(details).toEqual(['[secret]:"b","c":"d"}', "not writable as JSON", "not writable as JSON"]);
});
