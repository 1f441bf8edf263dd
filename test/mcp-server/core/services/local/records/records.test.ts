import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { describe, expect, onTestFinished, test } from "vitest";
import type { RecordDraft, RecordType } from "#core/domain/records";
import { applicationId, migrations } from "#core/services/local/database/schema";
import { failure, openSheet } from "../sheet";

function sheetWithWork() {
  const opened = openSheet();
  const make = async (type: RecordType, values: RecordDraft) => (await opened.records.create({ type, values })).record;
  const names = async (type: RecordType, more: object = {}) =>
    (await opened.records.list({ type, limit: 50, offset: 0, ...more })).records.map(({ name }) => name);
  const book = (work: object, tags: string[] = []) =>
    opened.sheet.time.create({ work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z", tags });
  return { ...opened, make, names, book };
}

describe("customers, projects and activities", () => {
  test("are made, found, renamed and shown with what they belong to", async () => {
    const { records, make, names } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    const site = await make("project", { name: "Website", customer: acme.id });
    await make("project", { name: "Own things" });
    const design = await make("activity", { name: "Design", project: site.id });
    expect(design).toMatchObject({
      parent: { type: "project", name: "Website" },
      values: { customer: { name: "Acme" }, project: { name: "Website" }, visible: true },
    });
    expect(await names("project")).toEqual(["Own things", "Website"]);
    expect(await names("project", { filters: { customer: acme.id } })).toEqual(["Website"]);
    expect(await names("project", { text: "WEB" })).toEqual(["Website"]);
    await records.update({ type: "project", id: site.id }, { name: "Website relaunch" });
    expect((await records.get({ type: "activity", id: design.id })).parent?.name).toBe("Website relaunch");
    const page = await records.list({ type: "project", limit: 1, offset: 1 });
    expect([page.total, page.records[0]?.name]).toEqual([2, "Website relaunch"]);
  });

  test("one that is archived, or below something archived, is found only when asked for, and says why", async () => {
    const { sheet, records, make, names, book } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    const site = await make("project", { name: "Website", customer: acme.id });
    await book({ project: site.id });
    await records.update({ type: "customer", id: acme.id }, { visible: false });
    expect(await names("customer")).toEqual([]);
    expect(await names("customer", { includeHidden: true })).toEqual(["Acme"]);
    const search = (includeHidden: boolean) => sheet.work.search({ levels: ["customer", "project"], includeHidden });
    expect(await search(false)).toEqual([]);
    expect((await search(true)).map(({ name, whyNot }) => [name, whyNot])).toEqual([
      ["Acme", "it is archived"],
      ["Website", "its customer is archived"],
    ]);
    expect(await sheet.work.recent(5)).toEqual([]);
    await records.update({ type: "customer", id: acme.id }, { visible: true });
    expect(await search(false)).toHaveLength(2);
    expect(await sheet.work.recent(5)).toHaveLength(1);
  });

  test("two of one name in one place are refused, also when one of them is archived", async () => {
    const { records, make } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    await make("project", { name: "Website", customer: acme.id });
    await make("project", { name: "Website" });
    const other = await make("project", { name: "Care", customer: acme.id });
    expect((await failure(make("project", { name: " website ", customer: acme.id }))).kind).toBe("conflict");
    expect((await failure(records.update({ type: "project", id: other.id }, { name: "WEBSITE" }))).kind).toBe(
      "conflict",
    );
    await records.update({ type: "customer", id: acme.id }, { visible: false });
    expect((await failure(make("customer", { name: "acme" }))).next).toContain("visible again");
    expect((await failure(make("customer", { name: "  " }))).kind).toBe("invalid");
    expect((await failure(records.get({ type: "project", id: acme.id }))).kind).toBe("not_found");
  });

  test("a project that gets another customer takes its activities and entries along", async () => {
    const { sheet, records, make, book } = sheetWithWork();
    const [acme, bolt] = [await make("customer", { name: "Acme" }), await make("customer", { name: "Bolt" })];
    const site = await make("project", { name: "Website", customer: acme.id });
    const design = await make("activity", { name: "Design", project: site.id });
    const { entry } = await book({ activity: design.id });
    await records.update({ type: "project", id: site.id }, { customer: bolt.id });
    expect((await sheet.time.get(entry.id)).work.customer?.name).toBe("Bolt");
    expect((await records.get({ type: "activity", id: design.id })).values.customer).toEqual({
      id: bolt.id,
      name: "Bolt",
    });
    await records.update({ type: "project", id: site.id }, { customer: null });
    expect((await sheet.time.get(entry.id)).work).toEqual({
      project: { id: site.id, name: "Website" },
      activity: { id: design.id, name: "Design" },
    });
  });

  test("a project keeps its color, budget and billing until they are changed or cleared", async () => {
    const { records, make } = sheetWithWork();
    const given = { color: "rust", time_budget: 720_000, billable: true };
    const { id } = await make("project", { name: "Website", ...given });
    const place = { type: "project", id } as const;
    expect((await records.update(place, { name: "Relaunch" })).record.values).toMatchObject(given);
    expect((await records.update(place, { billable: false })).record.values.billable).toBe(false);
    await records.update(place, { color: null, time_budget: null, billable: null });
    expect((await records.get(place)).values).toEqual({ visible: true });
    expect(await failure(records.update(place, { time_budget: 59 }))).toMatchObject({ kind: "invalid" });
    expect((await records.get(place)).values).toEqual({ visible: true });
  });

  test("new time on a project is billable as the project says, unless the entry says so itself", async () => {
    const { sheet, make, book } = sheetWithWork();
    const paid = await make("project", { name: "Website", billable: true });
    const own = await make("project", { name: "Studio" });
    expect((await book({ project: paid.id })).entry.billable).toBe(true);
    expect((await book({ project: own.id })).entry.billable).toBeUndefined();
    const times = { begin: "2026-11-18T10:00:00Z", end: "2026-11-18T11:00:00Z" };
    expect((await sheet.time.create({ work: { project: paid.id }, ...times, billable: false })).entry.billable).toBe(
      false,
    );
  });

  test("a budget tells what ended entries of its project have used", async () => {
    const { sheet, make, book } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    const site = await make("project", { name: "Website", customer: acme.id, time_budget: 7_200 });
    const idle = await make("project", { name: "Later", time_budget: 3_600 });
    await make("project", { name: "Without" });
    await book({ project: site.id });
    const told = async (within?: object) =>
      (await sheet.budgets?.(within))?.map(({ item, seconds, usedSeconds }) => [item.name, seconds, usedSeconds]);
    expect(await told()).toEqual([
      ["Later", 3_600, 0],
      ["Website", 7_200, 3_600],
    ]);
    expect(await told({ customer: acme.id })).toEqual([["Website", 7_200, 3_600]]);
    expect(await told({ project: idle.id })).toEqual([["Later", 3_600, 0]]);
    expect(await told({ activity: "1" })).toEqual([]);
  });

  test("what time is booked on is never deleted, however far above it stands", async () => {
    const { sheet, records, make, book } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    const site = await make("project", { name: "Website", customer: acme.id });
    const { entry } = await book({ project: site.id });
    for (const place of [acme, site]) {
      const { type, id } = place;
      expect((await failure(records.consequences({ type, id }))).message).toContain("One entry is booked");
      expect(await failure(records.remove({ type, id }))).toMatchObject({
        kind: "conflict",
        next: expect.stringContaining("visible: false"),
      });
    }
    expect((await sheet.time.get(entry.id)).work.customer?.name).toBe("Acme");
  });

  test("what nobody booked on goes with everything below it, which is counted first", async () => {
    const { records, make, names } = sheetWithWork();
    const acme = await make("customer", { name: "Acme" });
    const site = await make("project", { name: "Website", customer: acme.id });
    for (const name of ["Design", "Bugs"]) await make("activity", { name, project: site.id });
    await make("activity", { name: "Meeting" });
    const { type, id } = acme;
    expect(await records.consequences({ type, id })).toEqual([
      { what: "projects", count: 1 },
      { what: "activities", count: 2 },
    ]);
    await records.remove({ type, id });
    expect([await names("customer"), await names("project"), await names("activity")]).toEqual([[], [], ["Meeting"]]);
    expect((await failure(records.remove({ type, id }))).kind).toBe("not_found");
  });
});

describe("tags and settings", () => {
  test("a tag is renamed on every entry, and taken from them when deleted; the entries stay", async () => {
    const { sheet, records, names, book } = sheetWithWork();
    const { entry } = await book({}, ["ofice", "remote"]);
    const [tag] = (await records.list({ type: "tag", text: "ofi", limit: 5, offset: 0 })).records;
    expect(tag?.values).toEqual({ entries: 1 });
    const place = { type: "tag" as const, id: tag?.id ?? "" };
    await records.update(place, { name: "office" });
    expect((await sheet.time.get(entry.id)).tags).toEqual(["office", "remote"]);
    expect((await failure(records.update(place, { name: "Remote" }))).kind).toBe("conflict");
    expect(await records.consequences(place)).toEqual([{ what: "mark on an entry", count: 1 }]);
    await records.remove(place);
    expect((await sheet.time.get(entry.id)).tags).toEqual(["remote"]);
    expect(await names("tag")).toEqual(["remote"]);
  });

  test("days of leave are kept, changed and taken away; nonsense is refused", async () => {
    const { sheet, records } = sheetWithWork();
    const place = { type: "preference" as const, id: "me" };
    expect((await records.get(place)).values).toEqual({});
    await records.update(place, { leave_days: 27.5 });
    expect((await sheet.contracts?.("me"))?.contracts).toMatchObject([{ person: { id: "me" }, leaveDays: 27.5 }]);
    for (const leave_days of [-1, 400, 0.3, Number.NaN])
      expect((await failure(records.update(place, { leave_days }))).kind).toBe("invalid");
    expect((await records.get(place)).values).toEqual({ leave_days: 27.5 });
    await records.update(place, { leave_days: null });
    expect((await records.get(place)).values).toEqual({});
    expect((await sheet.contracts?.(["7"]))?.unread).toMatchObject([{ why: expect.stringContaining("one person") }]);
  });

  test("what a time sheet has not is refused in words", async () => {
    const { records } = openSheet();
    expect(await failure(records.describe("team"))).toMatchObject({
      kind: "unsupported",
      next: "It keeps customer, project, activity, tag, preference, target_hours, leave_carry, holiday.",
    });
    const { actions } = await records.describe("preference");
    expect(actions).toEqual(["list", "get", "update"]);
    expect((await failure(records.create({ type: "preference", values: {} }))).kind).toBe("unsupported");
    expect((await failure(records.remove({ type: "preference", id: "me" }))).kind).toBe("unsupported");
    const copy = records.create({ type: "project", values: { name: "Two" }, copyOf: "1" });
    expect((await failure(copy)).kind).toBe("unsupported");
  });
});

describe("a file of an older Punchcard", () => {
  function oldFile(version: number, fill: (raw: Libsql.Database) => void): string {
    const folder = mkdtempSync(join(tmpdir(), "punchcard-old-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "sheet.db");
    const raw = new Libsql(file);
    for (const step of migrations.slice(0, version)) raw.exec(step);
    raw.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
    fill(raw);
    raw.close();
    return file;
  }

  test("is brought up to date with everything in it, also by two programs at once", async () => {
    const file = oldFile(1, (raw) =>
      raw.exec(`INSERT INTO item (id, level, name, search) VALUES (1, 'customer', 'Acme', 'acme');
        INSERT INTO item (id, level, name, search, customer_id) VALUES (2, 'project', 'Website', 'website', 1);
        INSERT INTO tag (id, name, search) VALUES (1, 'remote', 'remote');
        INSERT INTO entry (id, customer_id, project_id, begin_at, end_at, text, search)
          VALUES (5, 1, 2, 1700000000, 1700003600, 'Before', 'before');
        INSERT INTO entry_tag VALUES (5, 1);`),
    );
    const [one, two] = [openSheet(file), openSheet(file)];
    const [first, second] = await Promise.all([one.sheet.time.get("5"), two.sheet.time.get("5")]);
    expect(first).toMatchObject({ text: "Before", tags: ["remote"], work: { project: { name: "Website" } } });
    expect(second).toEqual(first);
    expect((await one.records.get({ type: "customer", id: "1" })).values).toEqual({ visible: true });
    await one.absences.create({ typeId: "holiday", first: "2026-12-01", last: "2026-12-01" });
    await one.records.create({ type: "target_hours", values: { first: "2026-12-01", week: 72_000 } });
    await one.sheet.close();
    const raw = new Libsql(file);
    expect(raw.prepare("PRAGMA user_version").get()).toMatchObject({ user_version: migrations.length });
    expect(raw.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
    raw.close();
  });

  test("of the second edition keeps its days of leave", async () => {
    const file = oldFile(2, (raw) => raw.exec("INSERT INTO setting VALUES ('leave_days', '27.5')"));
    const { sheet, records } = openSheet(file);
    const id = (await sheet.facts()).person.id;
    expect((await records.get({ type: "preference", id })).values).toEqual({
      leave_days: 27.5,
      zone: "Europe/Berlin",
    });
    expect((await records.list({ type: "target_hours", limit: 9, offset: 0 })).total).toBe(0);
  });

  test("of a newer one is refused before any record is read or written", async () => {
    const file = oldFile(migrations.length, (raw) => raw.exec(`PRAGMA user_version = ${migrations.length + 1}`));
    const { records, absences } = openSheet(file);
    expect((await failure(records.create({ type: "tag", values: { name: "x" } }))).message).toContain(
      "newer Punchcard",
    );
    expect((await failure(absences.get("1"))).kind).toBe("unsupported");
  });
});
