import Libsql from "libsql";
import { expect, test } from "vitest";
import type { EntryQuery } from "#core/domain/ports";
import { applicationId, migrations } from "#core/services/local/database/schema";
import { openToolSession } from "../../../../fakes/tool-session";
import { failure, openSheet } from "./sheet";

/** A time sheet of somebody who travels: it was begun in Berlin, where every sheet of these tests lies. */
const nine = { begin: "2026-11-18T08:00:00Z", end: "2026-11-18T16:00:00Z" };
const all: EntryQuery = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", people: "me" };
const zones = (file: string) => {
  const raw = new Libsql(file, { readonly: true });
  const rows = raw.prepare("SELECT zone FROM entry ORDER BY id").all() as { zone: string | null }[];
  raw.close();
  return rows.map(({ zone }) => zone);
};
const setZone = (records: ReturnType<typeof openSheet>["records"], zone: string) =>
  records.update({ type: "preference", id: "me" }, { zone });
const tools = (sheet: ReturnType<typeof openSheet>["sheet"]) =>
  openToolSession({ profile: "everything", answers: ["yes", "yes", "yes"], service: sheet });

test("the sheet keeps the zone in which it was begun, wherever it is opened later", async () => {
  const { sheet, file } = openSheet();
  expect((await sheet.facts()).zone).toBe("Europe/Berlin");
  await sheet.close();
  const abroad = openSheet(file, undefined, null, "America/New_York");
  expect((await abroad.sheet.facts()).zone).toBe("Europe/Berlin");
});

test("what was logged from 9 to 17 in Berlin is shown from 9 to 17 after new entries have got New York's time", async () => {
  const { sheet, records, file } = openSheet();
  await sheet.facts();
  await sheet.time.create({ work: {}, ...nine, text: "Berlin" });
  await setZone(records, "America/New_York");
  await sheet.time.create({ work: {}, begin: "2026-11-19T14:00:00Z", end: "2026-11-19T15:00:00Z", text: "New York" });
  expect(zones(file)).toEqual(["Europe/Berlin", null]);
  const session = tools(sheet);
  const { data, text } = await session.call("list_time", { from: "2026-11-16", to: "2026-11-22", detail: "full" });
  expect((data as { entries: object[] }).entries).toMatchObject([
    { begin: "2026-11-19T09:00:00-05:00", end: "2026-11-19T10:00:00-05:00" },
    { begin: "2026-11-18T09:00:00+01:00", end: "2026-11-18T17:00:00+01:00", zone: "Europe/Berlin" },
  ]);
  expect((data as { entries: object[] }).entries[0]).not.toHaveProperty("zone");
  expect(text).toContain("09:00–17:00");
  expect(text).toContain("(Europe/Berlin)");
});

test("an entry counts for the day on which it began where it was recorded, in lists, sums and tables", async () => {
  const { sheet, records } = openSheet();
  await sheet.facts();
  // 00:30 in Berlin is the evening before in New York.
  await sheet.time.create({ work: {}, begin: "2026-11-17T23:30:00Z", end: "2026-11-18T01:30:00Z", text: "Night" });
  await setZone(records, "America/New_York");
  const session = tools(sheet);
  const period = { from: "2026-11-16", to: "2026-11-22" };
  const list = (await session.call("list_time", period)).data as { days: { day: string; seconds: number }[] };
  expect(list.days).toMatchObject([{ day: "2026-11-18", seconds: 7_200 }]);
  const report = await session.call("report_time", { ...period, by: ["day"] });
  expect(report.text).toContain("2026-11-18");
  expect(report.text).not.toContain("2026-11-17 Tue");
  const status = (await session.call("get_status")).data as { week: { days: { day: string; seconds: number }[] } };
  expect(status.week.days.filter(({ seconds }) => seconds > 0)).toMatchObject([{ day: "2026-11-18", seconds: 7_200 }]);
});

test("a past entry is changed by the clock that it shows", async () => {
  const { sheet, records } = openSheet();
  await sheet.facts();
  const { entry } = await sheet.time.create({ work: {}, ...nine, text: "Berlin" });
  await setZone(records, "America/New_York");
  await tools(sheet).call("update_time", { changes: [{ id: entry.id, to: "16:00" }] });
  expect(await sheet.time.get(entry.id)).toMatchObject({ end: "2026-11-18T15:00:00Z", zone: "Europe/Berlin" });
});

test("back home, entries of home need no zone of their own, and those from abroad keep theirs", async () => {
  const { sheet, records, file } = openSheet();
  await sheet.facts();
  await sheet.time.create({ work: {}, ...nine, text: "Berlin" });
  await setZone(records, "America/New_York");
  await sheet.time.create({ work: {}, begin: "2026-11-19T08:00:00Z", end: "2026-11-19T08:30:00Z", text: "New York" });
  await setZone(records, "Europe/Berlin");
  expect(zones(file)).toEqual([null, "America/New_York"]);
});

test.each(["Europe/Atlantis", "+01:00", "", "Berlin"])(
  "%j is no zone: it is refused and changes nothing",
  async (zone) => {
    const { sheet, records, file } = openSheet();
    await sheet.facts();
    await sheet.time.create({ work: {}, ...nine, text: "Berlin" });
    expect(await failure(setZone(records, zone))).toMatchObject({ kind: "invalid" });
    expect((await sheet.facts()).zone).toBe("Europe/Berlin");
    expect(zones(file)).toEqual([null]);
  },
);

test("a sheet of the version before keeps its entries, and gets the zone in which it is opened first", async () => {
  const { file, sheet: first } = openSheet();
  await first.close();
  const raw = new Libsql(file);
  for (const step of migrations.slice(0, 4)) raw.exec(step);
  raw.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 4`);
  raw.exec("INSERT INTO entry (begin_at, end_at, text, search) VALUES (1795000000, 1795003600, 'Old', 'old')");
  raw.close();
  const { sheet } = openSheet(file);
  expect((await sheet.facts()).zone).toBe("Europe/Berlin");
  const entries = [];
  for await (const page of sheet.time.list(all)) entries.push(...page.entries);
  expect(entries).toMatchObject([{ text: "Old", begin: "2026-11-18T11:06:40Z" }]);
  expect(zones(file)).toEqual([null]);
});

test("get_status says how to choose where the computer is in another zone than the sheet", async () => {
  const { sheet, records } = openSheet();
  await sheet.facts();
  await setZone(records, "Pacific/Kiritimati");
  const { text } = await tools(sheet).call("get_status");
  expect(text).toMatch(
    /all times here are those of the account's zone, Pacific\/Kiritimati\. New entries are too, until/,
  );
});
