import { expect, test } from "vitest";
import type { Absence, AbsenceDraft } from "#core/domain/absences";
import { partsCollide } from "#server/tools/absences/day-parts";

const monday = "2026-12-07";
const draft = (more: Partial<AbsenceDraft>): AbsenceDraft => ({ typeId: "3", first: monday, last: monday, ...more });
const absence = (more: Partial<Absence>): Absence => ({
  ...{ id: "1", status: "approved", first: monday, last: monday, days: 0.5, seconds: null, comment: "" },
  ...more,
});

test.each<[string, Partial<AbsenceDraft>, Partial<Absence>, boolean | null]>([
  [
    "an afternoon beside a morning",
    { firstHalf: true, from: "afternoon" },
    { firstHalf: true, part: "morning" },
    false,
  ],
  // Companies have lunch at one, and their half days are told by it.
  [
    "an afternoon beside half a day until one",
    { firstHalf: true, from: "afternoon" },
    { firstHalf: true, part: "09:00–13:00" },
    false,
  ],
  [
    "a morning and half a day until one",
    { firstHalf: true, from: "morning" },
    { firstHalf: true, part: "09:00–13:00" },
    true,
  ],
  [
    "a morning beside half a day from one on",
    { firstHalf: true, from: "morning" },
    { firstHalf: true, part: "13:00–17:00" },
    false,
  ],
  ["hours beside hours", { seconds: 7_200, from: "09:00" }, { part: "11:00–12:00" }, false],
  ["hours into hours", { seconds: 7_260, from: "09:00" }, { part: "11:00–12:00" }, true],
  ["a leave from noon on, and that afternoon", { last: "2026-12-09", firstHalf: true }, { part: "afternoon" }, true],
  ["a leave from noon on, beside that morning", { last: "2026-12-09", firstHalf: true }, { part: "morning" }, false],
  ["whole days, of which nobody asks parts", { last: "2026-12-09" }, { part: "morning" }, null],
  ["halves of which nobody knows which", { firstHalf: true }, { firstHalf: true }, null],
])("of one day: %s", (_what, wanted, there, collide) => {
  expect(partsCollide(draft(wanted), absence(there))).toBe(collide);
});
