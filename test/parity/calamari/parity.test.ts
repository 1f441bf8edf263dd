import { afterAll, expect, test } from "vitest";
import { checkChapter, document } from "../document";
import { done, isRequest, SentBy, unrecordedTools } from "../runner";
import { type GatewayRow, type GatewayStage, gatewayRows, openStage } from "./gateway";
import { calamariChapter, operations } from "./items";
import { leaveRows } from "./rows/leave";
import { peopleRows } from "./rows/people";
import { timeRows } from "./rows/time";
import { type CalamariRow, onStage } from "./stage";

const rows: CalamariRow[] = [...timeRows, ...leaveRows, ...peopleRows];
const all = Object.values(operations).flat();
const sentBy = new SentBy<CalamariRow | GatewayRow>(all);
/** Asked for once and kept, so the steps before may have done it. */
const isRead = (wanted: string) => /^GET |\/(find|all|get[\w-]*|search|list|find-advanced|balance)$/.test(wanted);

for (const [index, row] of rows.entries())
  test(`${index + 1} ${row.call.tool} ${JSON.stringify(row.call.arguments).slice(0, 120)} sends ${(row.sends ?? []).join(", ")}`, async () => {
    await onStage(row, async (calamari, run) => {
      for (const step of row.before ?? []) {
        const set = await run(step);
        expect(set.isError, set.text).toBe(false);
      }
      const first = calamari.requests.length;
      const answer = await run(row.call);
      const sent = calamari.requests.slice(first);
      expect(answer.isError, answer.text).toBe(row.refused ?? false);
      const shown = sent.map(({ method, path, status, body }) => `${method} ${path} ${status} ${body}`).join("\n");
      for (const wanted of row.sends ?? [])
        expect(
          (isRead(wanted) ? calamari.requests : sent).some((one) => done(one.status) && isRequest(wanted, one)),
          `${wanted} not in\n${shown}\n${answer.text}`,
        ).toBe(true);
      for (const said of row.says ?? []) expect(answer.text).toMatch(said);
      expect(calamari.unknownMembers()).toEqual([]);
      sentBy.note(row, calamari.requests);
    });
  });

let stage: GatewayStage | undefined;
afterAll(() => stage?.close());
for (const row of gatewayRows)
  test(`signed in: ${row.call.tool} ${JSON.stringify(row.call.arguments)} calls ${row.covers.join(", ")}`, async () => {
    stage ??= await openStage();
    await stage.play(row, async (gateway, run) => {
      for (const step of row.before ?? []) {
        const set = await run(step);
        expect(set.isError, set.text).toBe(false);
      }
      const answer = await run(row.call);
      expect(answer.isError, answer.text).toBe(false);
      const called = gateway.calls.map(({ tool }) => tool);
      for (const tool of row.covers) expect(called).toContain(tool);
      for (const said of row.says ?? []) expect(answer.text).toMatch(said);
      sentBy.note(
        row,
        row.covers.map((tool) => ({ method: "CALL", path: tool, status: 200 })),
      );
    });
  });

test("every tool of Calamari's own server has a call, and every row names items that exist", () => {
  const known = calamariChapter.sections.flatMap(({ items }) => items.map(({ id }) => id));
  const covered = new Set([...rows, ...gatewayRows].flatMap(({ covers }) => covers));
  expect(known.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !known.includes(id))).toEqual([]);
});

test("every operation of Calamari is used by some call, or left alone with a reason", () => {
  const { leftAlone } = calamariChapter;
  expect(all.filter((one) => !sentBy.rows.has(one) && leftAlone[one] === undefined)).toEqual([]);
  expect(Object.keys(leftAlone).filter((one) => sentBy.rows.has(one) || !all.includes(one))).toEqual([]);
});

test("the chapter on Calamari in docs/coverage.md is what these rows say", () => {
  checkChapter(calamariChapter, document(calamariChapter, [...rows, ...gatewayRows], sentBy.rows));
});

test("each tool that writes was found in the journal", () => {
  expect(unrecordedTools("calamari")).toEqual([]);
});
