import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { document, sections } from "./document";
import { coreOperations, leftAlone, pluginOperations } from "./operations";
import type { Row } from "./row";
import { absenceRows } from "./rows/absences";
import { peopleRows } from "./rows/people";
import { timeRows } from "./rows/time";
import { workRows } from "./rows/work";
import { isRequest, onStage } from "./stage";

const rows: Row[] = [...timeRows, ...workRows, ...peopleRows, ...absenceRows];
const operations = [...coreOperations, ...pluginOperations];
const file = resolve(import.meta.dirname, "../../docs/coverage.md");

/** `GET /projects/{id}` for `GET /projects/7` */
const patterns = operations.map((operation) => {
  const [method, path = ""] = operation.split(" ");
  return {
    operation,
    fixed: !path.includes("{"),
    test: new RegExp(`^${method} ${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
  };
});
function operationOf(method: string, path: string): string | undefined {
  const fitting = patterns.filter((one) => one.test.test(`${method} ${path}`));
  return (fitting.find((one) => one.fixed) ?? fitting[0])?.operation;
}

/** An empty form that only asks which fields there are is refused, and does not count as a write. */
const done = (status: number | undefined) => status !== undefined && status < 300;

const sentBy = new Map<string, Row[]>();
const name = ({ call }: Row) => `${call.tool} ${JSON.stringify(call.arguments).slice(0, 100)}`;

for (const row of rows)
  test(`${name(row)} does: ${row.covers.join("; ").slice(0, 120)}`, async () => {
    await onStage(row, async (kimai, run) => {
      for (const step of row.before ?? []) {
        const set = await run(step);
        expect(set.isError, set.text).toBe(false);
      }
      const first = kimai.requests.length;
      const answer = await run(row.call);
      const sent = kimai.requests.slice(first);
      expect(answer.isError, answer.text).toBe(row.refused ?? false);
      const shown = sent.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`).join("\n");
      // What is read once and kept (who I am, lists) may have been asked for by the steps before.
      const all = kimai.requests;
      for (const wanted of row.sends ?? [])
        expect(
          (wanted.startsWith("GET") ? all : sent).some((one) => done(one.status) && isRequest(wanted, one)),
          `${wanted} not in\n${shown}\n${answer.text}`,
        ).toBe(true);
      for (const said of row.says ?? []) expect(answer.text).toMatch(said);
      for (const { method, path, status } of kimai.requests) {
        if (!done(status)) continue;
        const operation = operationOf(method, path);
        if (operation === undefined) continue;
        const own = sentBy.get(operation) ?? [];
        if (own.length < 3 && !own.includes(row)) sentBy.set(operation, [...own, row]);
      }
    });
  });

test("every item has a call, and every row names items that exist", () => {
  const known = sections.flatMap(({ items }) => items.map(({ id }) => id));
  const covered = new Set(rows.flatMap(({ covers }) => covers));
  expect(known.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !known.includes(id))).toEqual([]);
});

test("every operation of Kimai is used by some call, or left alone with a reason", () => {
  expect(operations.filter((one) => !sentBy.has(one) && leftAlone[one] === undefined)).toEqual([]);
  expect(Object.keys(leftAlone).filter((one) => sentBy.has(one) || !operations.includes(one))).toEqual([]);
});

test("docs/coverage.md is what these rows say", () => {
  const made = document(rows, sentBy);
  if (process.env.PUNCHCARD_WRITE_COVERAGE) writeFileSync(file, made);
  expect(readFileSync(file, "utf8")).toBe(made);
});
