import { expect, test } from "vitest";
import { blankDraft, changedFields, type Draft, restored } from "../../renderer/pages/entries/draft";
import * as fc from "../property";

const zone = "Europe/Berlin";
const first: Draft = {
  ...blankDraft,
  ...{ day: "2026-11-18", from: "11:15", to: "12:30", duration: "1:15", text: "first layout" },
};
const running: Draft = { ...first, to: "", duration: "1:05" };

test("a form in which nothing was changed has no draft, also where the duration was only counted again", () => {
  expect(changedFields(first, { ...first })).toBeNull();
  expect(changedFields(first, { ...first, duration: "1:14" })).toBeNull();
  expect(changedFields(running, { ...running, duration: "1:06" })).toBeNull();
});

test("what was not changed may change elsewhere before the form is opened again", () => {
  const fields = changedFields(first, { ...first, text: "second layout" });
  expect(fields).toEqual({ text: "second layout" });
  expect(restored({ ...first, to: "13:00", duration: "1:45" }, fields ?? {}, zone)).toEqual({
    ...first,
    ...{ to: "13:00", duration: "1:45", text: "second layout" },
  });
});

test("begin, end and duration come back together, and what was typed last still counts", () => {
  const byDuration = { ...first, duration: "2:00", byDuration: true };
  const elsewhere = { ...first, from: "9:00", to: "9:30", duration: "0:30" };
  expect(restored(elsewhere, changedFields(first, byDuration) ?? {}, zone)).toEqual(byDuration);
  const ended = { ...first, to: "14:00", duration: "2:45" };
  expect(restored(elsewhere, changedFields(first, ended) ?? {}, zone)).toEqual(ended);
});

test("an earlier begin of what runs comes back also when it has ended meanwhile", () => {
  const fields = changedFields(running, { ...running, from: "11:00" });
  expect(fields).toEqual({ day: "2026-11-18", from: "11:00" });
  expect(restored(first, fields ?? {}, zone)).toEqual({ ...first, from: "11:00", duration: "1:30" });
});

test("any change comes back as it was typed", () => {
  const clock = fc.constantFrom("", "8", "9:00", "11.30", "25:99", "2026-11-19 02:00", "noon");
  const change = fc.record(
    {
      ...{ day: fc.constantFrom("", "2026-11-18", "2026-11-19"), from: clock, to: clock, break: clock },
      ...{ text: fc.string(), work: fc.constantFrom({}, { project: { id: "1", name: "Website" } }) },
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(change, (part) => {
      const typed = { ...first, ...part };
      const fields = changedFields(first, typed);
      const { duration: _, ...back } = fields ? restored(first, JSON.parse(JSON.stringify(fields)), zone) : first;
      const { duration: __, ...meant } = typed;
      expect(back).toEqual(meant);
    }),
  );
});
