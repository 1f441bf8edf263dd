import { expect, it } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";

/** Kimai rounds an end up to the next minute (kimai-api.md §3.5), so it may be later than now. */
it("an entry whose end was rounded up is the last one, and none of it is planned", async () => {
  const { call, memory } = openToolSession();
  const entry = { work: { project: { id: "1", name: "Website care" } }, breakSeconds: 0, text: "", tags: [] };
  memory.entries = [
    { ...entry, id: "2", begin: "2026-11-19T12:10:00Z", end: "2026-11-19T13:00:40Z", seconds: 3_040 },
    { ...entry, id: "1", begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z", seconds: 3_600 },
  ];
  const { last, today, notes } = (await call("get_status")).data;
  expect(last).toMatchObject({ id: "2" });
  expect(today).toMatchObject({ seconds: 3_040 });
  expect(notes).toBeUndefined();
});
