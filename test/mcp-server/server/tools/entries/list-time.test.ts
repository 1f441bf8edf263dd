import { expect, test } from "vitest";
import { entriesResult } from "#core/domain/results/entries";
import { openToolSession } from "../../../../fakes/tool-session";

const seeded = async (count: number) => {
  const session = openToolSession({ profile: "manage" });
  const entries = Array.from({ length: count }, (_, index) => ({
    day: `2026-11-${String(2 + (index % 14)).padStart(2, "0")}`,
    from: `${8 + Math.floor(index / 14)}:00`,
    duration: "30m",
    project: "Website care",
    activity: "Bugs",
    text: `Row ${index}`,
  }));
  await session.call("log_time", { entries });
  return session;
};

test("totals of the whole period come first, then 25 rows by day, and what is left out is said", async () => {
  const { call } = await seeded(60);
  const { data, text } = await call("list_time", { period: "2026-11" });
  expect(data).toMatchObject({ zone: "Europe/Berlin", total: { entries: 60, seconds: 60 * 1800 }, more: 35 });
  const days = data.days as { day: string; seconds: number; entries: { from: string; work: string }[] }[];
  expect(days.flatMap(({ entries }) => entries)).toHaveLength(25);
  expect(days[0]).toMatchObject({ day: "2026-11-15", seconds: 4 * 1800 });
  expect(days[0]?.entries[0]).toMatchObject({ from: "11:00", work: "Acme / Website care / Bugs" });
  expect(text).toContain("60 entries, 30:00");
  expect(text).toContain("35 more");
});

test("a day of more than 16 hours and time in the future are remarked where they are summed", async () => {
  const { call, memory } = openToolSession();
  memory.facts_.booking.allowsFuture = true;
  const work = { project: "Website care", activity: "Bugs" };
  await call("log_time", {
    entries: [
      { day: "tue", from: "5:00", to: "21:01", ...work },
      { day: "wed", from: "5:00", to: "21:00", ...work },
      { from: "13:30", to: "15:00", ...work },
    ],
  });
  const said = [
    "More than 16 hours on Tue 17 Nov 2026 (16:01): check whether those entries are right.",
    "1:00 more are planned: logged for a later time and not counted as worked.",
  ];
  const listed = await call("list_time");
  expect(listed.data.notes).toEqual(said);
  for (const line of said) expect(listed.text).toContain(line);
  expect((await call("get_status")).data.notes).toEqual(said);
  expect((await call("list_time", { period: "wed" })).data.notes).toBeUndefined();
});

test("pages join to exactly the whole, also when entries come in between", async () => {
  const { call } = await seeded(60);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await call("list_time", { period: "2026-11", detail: "full", limit: 13, cursor });
    const page = entriesResult.parse(data);
    seen.push(...page.entries.map(({ text }) => text));
    if (!cursor)
      await call("log_time", { entries: [{ from: "7:00", to: "7:30", project: "Website care", activity: "Bugs" }] });
    cursor = page.next;
  } while (cursor);
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
});

test("a later page tells the totals of the first one, whole days, and how many are left", async () => {
  const { call } = await seeded(60);
  const pages: {
    days: { day: string; seconds: number; entries: object[] }[];
    total: object;
    more: number;
    next?: string;
  }[] = [];
  for (let cursor: string | undefined; pages.length === 0 || cursor; cursor = pages.at(-1)?.next)
    pages.push((await call("list_time", { period: "2026-11", limit: 7, cursor })).data as (typeof pages)[number]);
  expect(pages).toHaveLength(9);
  expect(pages.map(({ more }) => more)).toEqual([53, 46, 39, 32, 25, 18, 11, 4, 0]);
  for (const { total } of pages) expect(total).toMatchObject({ entries: 60, seconds: 60 * 1800 });
  expect(pages[0]?.total).not.toHaveProperty("of_first_page");
  expect(pages[1]?.total).toHaveProperty("of_first_page", true);
  // A day that is split over two pages has its whole total on both.
  const whole = (await call("list_time", { period: "2026-11", limit: 500 })).data as (typeof pages)[number];
  const secondsOf = new Map(whole.days.map(({ day, seconds }) => [day, seconds]));
  for (const { days } of pages) for (const { day, seconds } of days) expect(seconds).toBe(secondsOf.get(day));
});

test("filters narrow by name, text and people; others need their own permission", async () => {
  const { call } = await seeded(3);
  await call("log_time", { entries: [{ from: "9", to: "10", project: "Website relaunch", activity: "Design" }] });
  expect((await call("list_time", { project: "Website relaunch" })).data).toMatchObject({ total: { entries: 1 } });
  expect((await call("list_time", { period: "2026-11", text: "row 2" })).data).toMatchObject({ total: { entries: 1 } });
  expect((await call("list_time", { people: ["everyone"] })).isError).toBe(false);
  expect((await openToolSession().call("list_time", { people: ["everyone"] })).data).toMatchObject({
    error: { code: "permission" },
  });
});

test("a wrong cursor, a wrong period and a period of both kinds are refused", async () => {
  const { call } = openToolSession();
  for (const args of [{ cursor: "../../etc" }, { period: "25:00" }, { period: "today", from: "mon" }, { to: "today" }])
    expect((await call("list_time", args)).isError, JSON.stringify(args)).toBe(true);
});

test.each(["newest", "oldest", "longest", "rate"] as const)(
  "in the order %s pages join to the whole, each entry once",
  async (order) => {
    const { call, memory } = await seeded(40);
    memory.entries.forEach((entry, index) => {
      entry.rate = (index * 7) % 13;
      entry.end = `${new Date(Date.parse(entry.begin) + (index % 5) * 600_000 + 600_000).toISOString().slice(0, 19)}Z`;
      entry.seconds = (Date.parse(entry.end) - Date.parse(entry.begin)) / 1000;
    });
    const seen: { id: string; begin: string; seconds: number; rate?: number }[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await call("list_time", { period: "2026-11", order, detail: "full", limit: 9, cursor });
      seen.push(...entriesResult.parse(data).entries);
      cursor = data.next as string | undefined;
    } while (cursor);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(40);
    const key = { newest: "begin", oldest: "begin", longest: "seconds", rate: "rate" } as const;
    const keys = seen.map((entry) => entry[key[order]] ?? -1);
    const sorted = [...keys].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    expect(keys).toEqual(order === "oldest" ? sorted.reverse() : sorted);
  },
);

test("a cursor belongs to its order", async () => {
  const { call } = await seeded(30);
  const { data } = await call("list_time", { period: "2026-11", order: "longest", limit: 5 });
  expect(data.entries).toHaveLength(5);
  expect((await call("list_time", { period: "2026-11", limit: 5, cursor: data.next })).data).toMatchObject({
    error: { code: "argument" },
  });
  expect((await call("list_time", { period: "2026-11", order: "longest", limit: 5, cursor: data.next })).isError).toBe(
    false,
  );
});

test("an order by worth is refused where nobody sees what time is worth", async () => {
  const { call } = await seeded(2);
  expect((await call("list_time", { period: "2026-11", order: "rate" })).data).toMatchObject({
    error: { code: "forbidden" },
  });
});

test("running and ended entries are told apart, and what runs comes last among the longest", async () => {
  const { call } = await seeded(3);
  await call("clock_in", { project: "Website relaunch", activity: "Design", at: "8:00" });
  const rows = async (args: object) =>
    (
      (await call("list_time", { period: "2026-11", order: "longest", ...args })).data.entries as {
        to: string | null;
      }[]
    ).map(({ to }) => to === null);
  expect(await rows({ running: true })).toEqual([true]);
  expect(await rows({ running: false })).toEqual([false, false, false]);
  expect(await rows({})).toEqual([false, false, false, true]);
});

test("every field: worth, custom fields and marks, as data and as text", async () => {
  const { call, memory } = await seeded(1);
  Object.assign(memory.entries[0] ?? {}, {
    rate: 42.5,
    meta: { ticket: "PC-7\u202e" },
    billable: true,
    exported: true,
  });
  const full = await call("list_time", { period: "2026-11", detail: "full" });
  expect(full.data).toMatchObject({
    entries: [{ rate: 42.5, meta: { ticket: "PC-7" }, billable: true, exported: true }],
  });
  expect(full.text).toMatch(/billable {2}exported {2}worth 42\.5 {2}ticket="PC-7"/);
  const short = await call("list_time", { period: "2026-11" });
  expect(short.text).not.toContain("worth");
});

test("a wrong moment for changed_since is refused in words", async () => {
  const { call } = await seeded(1);
  expect((await call("list_time", { changed_since: "soonish" })).isError).toBe(true);
  expect((await call("list_time", { period: "2026-11", changed_since: "yesterday" })).isError).toBe(false);
});

test("an empty description finds the entries that have none, and a text those that have it", async () => {
  const { call } = openToolSession();
  const care = { project: "Website care", activity: "Bugs" };
  const entries = [
    { ...care, from: "7:00", to: "8:00" },
    { ...care, from: "8:00", to: "9:00", description: "Header" },
  ];
  await call("log_time", { entries });
  const total = async (description: string) =>
    (await call("list_time", { period: "today", description })).data.total as { entries: number; seconds: number };
  expect(await total("")).toEqual({ entries: 1, seconds: 3600 });
  expect(await total("head")).toMatchObject({ entries: 1 });
  expect((await call("list_time", { period: "today", description: "" })).text).not.toContain("Header");
});
