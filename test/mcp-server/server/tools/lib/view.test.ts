import { expect, it } from "vitest";
import type { Entry } from "#core/domain/entities";
import { entryView } from "#server/tools/lib/view";

const entry: Entry = {
  ...{ id: "1", begin: "2026-11-19T08:00:00Z", end: "2026-11-19T09:00:00Z", seconds: 3_600, breakSeconds: 0 },
  ...{ work: {}, text: "", tags: [] },
};
const place = { zone: "UTC", now: "2026-11-19T10:00:00Z" };

it("windows are told that an entry was worked on several things", () => {
  expect(entryView({ ...entry, mixed: true }, place).mixed).toBe(true);
  expect(entryView(entry, place)).not.toHaveProperty("mixed");
});
