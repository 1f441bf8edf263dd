import { expect, test } from "vitest";
import type { Change, Part } from "#core/journal/change";
import { itemView } from "#core/journal/view";

const entry = { begin: "2026-11-20T13:30:00Z", end: "2026-11-20T15:45:00Z" };
const times = (after: object, zone: string | null) =>
  itemView(
    {
      operation: "create",
      subject: "entry",
      state: "done",
      error: null,
      before: null,
      after,
      wanted: null,
    } as unknown as Part,
    { zone } as Change,
  ).after;

test("an entry shows the clock times of its account, or of the zone in which it was recorded", () => {
  expect(times(entry, "Europe/Berlin")).toMatchObject({
    begin: "2026-11-20T14:30:00+01:00",
    end: "2026-11-20T16:45:00+01:00",
  });
  expect(times({ ...entry, zone: "America/New_York", end: null }, "Europe/Berlin")).toMatchObject({
    begin: "2026-11-20T08:30:00-05:00",
    end: null,
  });
});
