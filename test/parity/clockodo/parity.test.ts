import { expect, test } from "vitest";
import { operationsOfDocument } from "../../fakes/clockodo/document";
import { checkChapter, document } from "../document";
import { done, isRequest, SentBy, unrecordedTools } from "../runner";
import { clockodoChapter, operations } from "./items";
import { absenceRows } from "./rows/absences";
import { peopleRows } from "./rows/people";
import { timeRows } from "./rows/time";
import { workRows } from "./rows/work";
import { type ClockodoRow, onStage } from "./stage";

const rows: ClockodoRow[] = [...timeRows, ...workRows, ...peopleRows, ...absenceRows];
const all = Object.values(operations).flat();
const sentBy = new SentBy<ClockodoRow>(all);

for (const [index, row] of rows.entries())
  test(`${index + 1} ${row.call.tool} ${JSON.stringify(row.call.arguments).slice(0, 120)} sends ${(row.sends ?? []).join(", ")}`, async () => {
    await onStage(row, async (clockodo, run) => {
      for (const step of row.before ?? []) {
        const set = await run(step);
        expect(set.isError, set.text).toBe(false);
      }
      const first = clockodo.requests.length;
      const answer = await run(row.call);
      const sent = clockodo.requests.slice(first);
      expect(answer.isError, answer.text).toBe(row.refused ?? false);
      const shown = sent.map(({ method, url, status }) => `${method} ${decodeURIComponent(url)} ${status}`).join("\n");
      // What is read once and kept (who I am, lists) may have been asked for by the steps before.
      for (const wanted of row.sends ?? [])
        expect(
          (wanted.startsWith("GET") ? clockodo.requests : sent).some(
            (one) => done(one.status) && isRequest(wanted, one),
          ),
          `${wanted} not in\n${shown}\n${answer.text}`,
        ).toBe(true);
      for (const said of row.says ?? []) expect(answer.text).toMatch(said);
      expect(clockodo.unknownParameters()).toEqual([]);
      for (const { path } of clockodo.requests) expect(path).not.toMatch(/register/i);
      sentBy.note(row, clockodo.requests);
    });
  });

test("every operation of Clockodo is used by some call, or left alone with a reason", () => {
  const { leftAlone } = clockodoChapter;
  expect(all.filter((one) => !sentBy.rows.has(one) && leftAlone[one] === undefined)).toEqual([]);
  expect(Object.keys(leftAlone).filter((one) => sentBy.rows.has(one) || !all.includes(one))).toEqual([]);
});

const undocumented = ["GET /v2/surchargeModels", "GET /v2/surcharges", "PUT /v2/entries/splitAllAtMidnight"];
test("the operations are those of Clockodo's document, and three that only others describe", () => {
  const listed = all.filter((one) => !undocumented.includes(one)).map((one) => one.replace(/\{\w+\}/g, "{}"));
  expect(listed.toSorted()).toEqual(operationsOfDocument().toSorted());
});

test("the chapter on Clockodo in docs/coverage.md is what these rows say", () => {
  checkChapter(clockodoChapter, document(clockodoChapter, rows, sentBy.rows));
});

test("each tool that writes was found in the journal, but for breaks, of which there is no row here", () => {
  expect(unrecordedTools("clockodo")).toEqual(["take_break"]);
});
