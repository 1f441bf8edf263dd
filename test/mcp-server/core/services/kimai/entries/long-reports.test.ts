import { expect, it } from "vitest";
import type { Entry } from "#core/domain/entities";
import type { Service } from "#core/domain/ports";
import type { FakeState, FakeTimesheet, FakeUser } from "../../../../../fakes/kimai/model";
import type { TokenName } from "../../../../../fakes/kimai/seed";
import * as fc from "../../../../../property";
import { collect, type Setup, setup } from "../setup";

const begin = Date.parse("2026-05-01T00:00:00Z");
const days = 180;
const day = 86_400_000;
const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Entries of everybody on visible, hidden, ended and team-owned work, with what an entry can carry. */
const made = fc.record({
  user: fc.integer({ min: 1, max: 7 }),
  work: fc.constantFrom([1, 3], [1, 4], [2, 1], [3, 5], [1, 6], [4, 7], [5, 1], [6, 2], [7, 1]),
  minute: fc.integer({ min: 0, max: days * 1440 }),
  length: fc.integer({ min: 1, max: 900 }),
  zone: fc.constantFrom("Europe/Berlin", "America/Vancouver", "Asia/Bangkok", "Australia/Lord_Howe"),
  breakSeconds: fc.constantFrom(0, 900),
  description: fc.constantFrom(null, "", "Fixed the checkout", "Größe 日本"),
  tags: fc.constantFrom<string[]>([], ["remote"], ["on site", "urgent"]),
  exported: fc.boolean(),
  billable: fc.boolean(),
  meta: fc.constantFrom<Record<string, string>>({}, { ticket: "K-7" }),
});

function seed(state: FakeState, count: number): void {
  const gone: FakeUser = { ...(state.users[4] as FakeUser), id: 7, username: "gone", alias: null, enabled: false };
  state.users.push({ ...gone, token: "token_gone" });
  for (const { work, minute, length, ...rest } of fc.sample(fc.noBias(made), { numRuns: count, seed: 20_261_122 })) {
    const [project, activity] = work as [number, number];
    const at = begin + minute * 60_000;
    const times = { begin: at, end: at + length * 60_000, modified: at };
    const rates = { fixedRate: null, hourlyRate: null };
    state.timesheets.push({
      id: state.nextId.timesheet++,
      project,
      activity,
      ...rest,
      ...times,
      ...rates,
    } as FakeTimesheet);
  }
}

const between = async ({ time }: Service, from: number, to: number, people: "me" | "everyone"): Promise<Entry[]> =>
  (await collect(time.list({ from: iso(from), to: iso(to), people }))).flatMap(({ entries }) => entries);
const end = begin + (days + 1) * day;
/** Pages of lists, without what asks for one name. */
const listsOf = ({ kimai }: Setup) =>
  kimai.requests.filter(({ method, path, query }) => method === "GET" && path === "/timesheets" && query.has("page"));
const bytes = (requests: readonly { bytes?: number }[]) => requests.reduce((sum, each) => sum + (each.bytes ?? 0), 0);

it.each<[TokenName, "me" | "everyone"]>([
  ["user", "me"],
  ["teamlead", "everyone"],
  ["admin", "everyone"],
  ["super", "everyone"],
])("a long report of %s tells the same of 3,000 entries as short ones with all names inside", async (who, people) => {
  const s = await setup(who, {
    seed: (state) => seed(state, people === "me" ? 12_000 : 3_000),
    settings: { metaFields: ["ticket"] },
  });
  const long = await between(s.service, begin, end, people);
  expect(listsOf(s).some(({ query }) => query.has("full"))).toBe(false);
  s.kimai.requests.length = 0;
  const other = s.as(who);
  const short: Entry[] = [];
  for (let from = begin; from < end; from += 5 * day)
    short.unshift(...(await between(other, from, Math.min(end, from + 5 * day), people)));
  expect(listsOf(s).every(({ query }) => query.has("full"))).toBe(true);
  expect(long.length).toBeGreaterThan(1_000);
  expect(long).toEqual(short);
});

it("a report of 3,000 entries has at most 1.3 times the bytes of its bare pages, and four requests more", async () => {
  const s = await setup("super", { seed: (state) => seed(state, 3_000) });
  await s.service.facts();
  s.kimai.requests.length = 0;
  expect(await between(s.service, begin, end, "everyone")).toHaveLength(3_000);
  const ours = [...s.kimai.requests];
  const pages = listsOf(s);
  expect(ours.length - pages.length).toBeLessThanOrEqual(4);
  expect(pages).toHaveLength(6);
  expect(bytes(ours) / bytes(pages)).toBeLessThanOrEqual(1.3);
  s.kimai.requests.length = 0;
  await between(s.service, begin, end, "everyone");
  expect(s.kimai.requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    ...Array.from({ length: 6 }, () => "GET /timesheets"),
    "HEAD /timesheets",
  ]);
});

it("a short report of more than a page reads its later pages without names inside", async () => {
  const s = await setup("user", { entries: 1_300 });
  await s.service.facts();
  s.kimai.requests.length = 0;
  const from = s.kimai.now() - 55 * day;
  expect(await between(s.service, from, s.kimai.now(), "me")).toHaveLength(1_300);
  expect(listsOf(s).map(({ query }) => query.has("full"))).toEqual([true, false, false]);
  expect(s.kimai.count("HEAD", /^\/timesheets$/)).toBe(0);
});

it("a project made while a list of projects is held has its name in a long report", async () => {
  const s = await setup("super", { seed: (state) => seed(state, 1_200) });
  await s.service.work.search({ levels: ["project", "activity"] });
  const { state } = s.kimai;
  state.projects.push({ ...(state.projects[0] as (typeof state.projects)[0]), id: 77, name: "Made just now" });
  for (const sheet of state.timesheets.slice(0, 700)) Object.assign(sheet, { project: 77, activity: 1 });
  s.kimai.advance(1);
  const named = (await between(s.service, begin, end, "everyone")).filter(({ work }) => work.project?.id === "77");
  expect(named.map(({ work }) => work.project?.name)).toEqual(Array.from({ length: 700 }, () => "Made just now"));
  expect(s.kimai.count("GET", /^\/projects$/)).toBe(2);
});

it("a page with many people whom no list names comes with its names inside", async () => {
  const s = await setup("teamlead", {
    seed(state) {
      seed(state, 1_200);
      for (let id = 80; id < 100; id++)
        state.users.push({ ...(state.users[4] as FakeUser), id, alias: `Puck ${id}`, token: `token_${id}` });
      for (const [index, sheet] of state.timesheets.entries())
        Object.assign(sheet, { user: 80 + (index % 20), project: 1, activity: 1 });
    },
  });
  await s.service.facts();
  s.kimai.requests.length = 0;
  const entries = await between(s.service, begin, end, "everyone");
  expect(new Set(entries.map(({ person }) => person?.name))).toEqual(
    new Set(Array.from({ length: 20 }, (_, index) => `Puck ${80 + index}`)),
  );
  expect(listsOf(s).map(({ query }) => query.has("full"))).toEqual([false, true, false, false]);
  expect(s.kimai.requests.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    "GET /activities",
    ...Array.from({ length: 4 }, () => "GET /timesheets"),
    "GET /users",
    "HEAD /timesheets",
  ]);
});

it("a month of everybody is counted before it is read", async () => {
  const s = await setup("super", { entries: 600 });
  await s.service.facts();
  s.kimai.requests.length = 0;
  const now = s.kimai.now();
  expect(await between(s.service, now - 30 * day, now, "everyone")).toHaveLength(600);
  expect(listsOf(s).map(({ query }) => query.has("full"))).toEqual([false, false]);
});
