import { expect, test } from "vitest";
import { checkChapter, document } from "./document";
import { kimaiChapter } from "./kimai";
import { coreOperations, leftAlone, pluginOperations } from "./operations";
import type { Row } from "./row";
import { absenceRows } from "./rows/absences";
import { peopleRows } from "./rows/people";
import { timeRows } from "./rows/time";
import { workRows } from "./rows/work";
import { done, isRequest, SentBy, unrecordedTools } from "./runner";
import { onStage } from "./stage";

const rows: Row[] = [...timeRows, ...workRows, ...peopleRows, ...absenceRows];
const operations = [...coreOperations, ...pluginOperations];

const sentBy = new SentBy<Row>(operations);
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
      sentBy.note(row, kimai.requests);
    });
  });

test("every item has a call, and every row names items that exist", () => {
  const known = kimaiChapter.sections.flatMap(({ items }) => items.map(({ id }) => id));
  const covered = new Set(rows.flatMap(({ covers }) => covers));
  expect(known.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !known.includes(id))).toEqual([]);
});

test("every operation of Kimai is used by some call, or left alone with a reason", () => {
  expect(operations.filter((one) => !sentBy.rows.has(one) && leftAlone[one] === undefined)).toEqual([]);
  expect(Object.keys(leftAlone).filter((one) => sentBy.rows.has(one) || !operations.includes(one))).toEqual([]);
});

test("docs/coverage.md is what these rows say", () => {
  checkChapter(kimaiChapter, document(kimaiChapter, rows, sentBy.rows));
});

test("each tool that writes was found in the journal, but for breaks, of which there is no row here", () => {
  expect(unrecordedTools("kimai")).toEqual(["take_break"]);
});
