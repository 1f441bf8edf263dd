import { expect, test } from "vitest";
import type { Service } from "#core/domain/ports";
import { openToolSession } from "../../../../fakes/tool-session";
import { openSheet } from "../../../core/services/local/sheet";
import { kimaiSession } from "../kimai-session";

/** Changing everything that fits where the service has no call for it, over a time sheet. */

type Wanted = NonNullable<Parameters<typeof openToolSession>[0]>;

/** Three entries on Website, the last one with another tag and text, and one on Care. */
async function begin(wanted: Wanted = {}) {
  const { sheet } = openSheet();
  const session = openToolSession({ profile: "everything", answers: ["yes", "yes", "yes"], ...wanted, service: sheet });
  const entry = (day: number, project: string, tags: string[], description: string) => ({
    day: `2026-11-${day}`,
    from: "8:00",
    to: "9:00",
    ...{ customer: "Acme", project, tags, description },
  });
  const setup = await session.call("log_time", {
    create_missing: true,
    entries: [
      entry(9, "Website", ["ux"], "Icons"),
      entry(10, "Website", ["ux", "Late"], "Menu"),
      entry(11, "Website", ["Late"], "Icons again"),
      entry(12, "Care", ["ux"], "Icons"),
    ],
  });
  if (setup.isError) throw new Error(setup.text);
  session.questions.length = 0;
  return { ...session, sheet, all: () => read(sheet) };
}

async function read(sheet: Service) {
  const query = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", people: "me" as const };
  const entries = [];
  for await (const page of sheet.time.list(query)) entries.push(...page.entries);
  return entries.reverse().map(({ work, tags, text, exported }) => ({
    project: work.project?.name,
    tags: tags.join("+"),
    text,
    exported,
  }));
}

const november = { period: "2026-11" };
const website = { ...november, project: "Website" };

test("everything that fits is changed after one yes, told by its number and by each field", async () => {
  const { call, all, questions } = await begin();
  const change = { project: "Care", description: "", add_tags: ["ux"], remove_tags: ["late"], exported: true };
  const answer = await call("update_time", { all_of: website, change });
  expect(answer.isError, answer.text).toBe(false);
  const title = "→ Care, no text, + tag ux, − tag late, exported";
  expect(questions).toHaveLength(1);
  expect(questions[0]?.slice(0, 4)).toEqual([
    `Change 3 entries: ${title}`,
    "1–30 Nov 2026 (Europe/Berlin)",
    "Time of your own",
    "On Acme / Website",
  ]);
  expect(questions[0]?.filter((line) => line.startsWith("→"))).toHaveLength(3);
  expect(answer.data).toMatchObject({ count: 3, ids: ["3", "2", "1"], entries: [] });
  expect(answer.text).toContain(`Changed 3 entries.\n${title}`);
  const changed = { project: "Care", tags: "ux", text: "", exported: true };
  expect(await all()).toEqual([
    changed,
    changed,
    changed,
    { project: "Care", tags: "ux", text: "Icons", exported: false },
  ]);
});

test("only what has all of the tags and is not exported fits", async () => {
  const { call, all } = await begin();
  await call("update_time", { all_of: { ...november, tags: ["ux", "late"] }, change: { exported: true } });
  expect((await all()).map(({ exported }) => exported)).toEqual([false, true, false, false]);
  const rest = await call("update_time", { all_of: { ...website, exported: false }, change: { description: "x" } });
  expect(rest.data).toMatchObject({ count: 2, ids: ["3", "1"] });
  await call("update_time", { changes: [{ id: "2", billable: true }] });
  const billed = { ...website, billable: true, exported: true };
  expect((await call("update_time", { all_of: billed, change: { description: "y" } })).data).toMatchObject({
    ids: ["2"],
  });
});

test("what is like that already is left as it is, and nothing is asked where all is", async () => {
  const { call, questions } = await begin();
  const some = await call("update_time", { all_of: website, change: { add_tags: ["UX"] } });
  expect(some.data).toMatchObject({ count: 1, ids: ["3"] });
  expect(some.text).toContain("2 entries of these are like that already");
  const none = await call("update_time", { all_of: website, change: { add_tags: ["ux"] } });
  expect(none).toMatchObject({ isError: false, data: { count: 0, ids: [] } });
  expect(questions).toHaveLength(1);
});

test("a dry run and a no change nothing, and tell how many it would be", async () => {
  const { call, all, questions } = await begin({ answers: ["no"] });
  const before = await all();
  const dry = await call("update_time", { all_of: website, change: { remove_tags: ["ux"] }, dry_run: true });
  expect(dry.data).toMatchObject({ dry_run: true, count: 2, ids: ["2", "1"] });
  expect(dry.text).toContain("Would change 2 entries.");
  expect(questions).toEqual([]);
  const no = await call("update_time", { all_of: website, change: { remove_tags: ["ux"] } });
  expect(no.data).toMatchObject({ error: { code: "declined", saved: "no" } });
  expect(await all()).toEqual(before);
});

test("a tag that may be a slip is made only when that was said", async () => {
  const { call, all } = await begin();
  const all_of = { ...november, project: "Care" };
  const refused = await call("update_time", { all_of, change: { add_tags: ["lat"] } });
  expect(refused.isError).toBe(true);
  const made = await call("update_time", { all_of, change: { add_tags: ["lat"] }, create_missing: true });
  expect(made.isError, made.text).toBe(false);
  expect((await all()).at(-1)?.tags).toBe("lat+ux");
});

test("single tags come and go in rows, too, but not beside a list that replaces them all", async () => {
  const { call, all } = await begin();
  const change = (more: object) => call("update_time", { changes: [{ id: "2", ...more }] });
  await change({ add_tags: ["LATE"], remove_tags: ["ux"] });
  expect((await all())[1]?.tags).toBe("Late");
  for (const [more, said] of [
    [{ tags: [], add_tags: ["ux"] }, "replaces them all"],
    [{ add_tags: ["ux"], remove_tags: ["UX"] }, "both added and taken off"],
  ] as const) {
    const refused = await change(more);
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain(said);
  }
  expect((await all())[1]?.tags).toBe("Late");
});

test("more than 500 entries are refused before anything is asked or changed", async () => {
  const { call, sheet, questions } = await begin();
  for (let at = 0; at < 498; at++)
    await sheet.time.create({
      work: {},
      begin: new Date(Date.parse("2026-11-02T00:00:00Z") + at * 60_000).toISOString().replace(".000", ""),
      end: new Date(Date.parse("2026-11-02T00:01:00Z") + at * 60_000).toISOString().replace(".000", ""),
    });
  const refused = await call("update_time", { all_of: november, change: { description: "x" } });
  expect(refused.text).toContain("More than 500 entries fit");
  expect(questions).toEqual([]);
});

test("Kimai gets each entry changed by itself, its tags and its mark as exported", async () => {
  const s = await kimaiSession("admin", { answers: ["yes", "yes"] });
  const work = { project: "Website relaunch", activity: "Design" };
  const row = (day: string) => ({ ...work, day, from: "9:00", to: "10:00", tags: ["remote"] });
  await s.ok("log_time", { entries: [row("2026-11-02"), row("2026-11-03")] });
  const all_of = { from: "2026-11-02", to: "2026-11-03", tags: ["remote"], project: work.project };
  const before = s.sent().length;
  const answer = await s.ok("update_time", {
    all_of,
    change: { add_tags: ["late"], exported: true },
    create_missing: true,
  });
  expect(answer.data).toMatchObject({ count: 2 });
  expect(s.sent().slice(before).join("\n")).toMatch(/"tags":"(remote,late|late,remote)"/);
  const read = await s.ok("list_time", { from: "2026-11-02", to: "2026-11-03", tags: ["late"], exported: true });
  expect(read.data.total).toMatchObject({ entries: 2 });
});
