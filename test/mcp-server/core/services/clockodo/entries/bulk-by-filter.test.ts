import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { BulkPort, EntryQuery, RateLimit } from "#core/domain/ports";
import { openRateLimiter } from "#core/platform/rate-limiter";
import type { FakeClockodoOptions } from "../../../../../fakes/clockodo";
import type { FakeEntry } from "../../../../../fakes/clockodo/model";
import { fakeEntry, type PersonName } from "../../../../../fakes/clockodo/seed";
import { failureOf, setup, shortSilenceMs } from "../setup";

const hour = 3_600_000;
const monday = Date.parse("2026-11-16T08:00:00Z");
const row = (id: number, more: Partial<FakeEntry> = {}) =>
  fakeEntry(monday + id * 2 * hour, { id, projects_id: 7720, subprojects_id: 9010, text: "Icons", ...more });
const week: EntryQuery = { from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z", people: "me" };
const inApp: EntryQuery = { ...week, work: { project: "7720" } };

/** Three of Mara's on the app (two activities), one of hers elsewhere, one of Jonas' on the app. */
async function begin(
  who: PersonName = "mara",
  options: FakeClockodoOptions = {},
  more: FakeEntry[] = [],
  timing: { silenceMs?: number } = {},
) {
  let taken: string[][] = [];
  const home = mkdtempSync(join(tmpdir(), "punchcard-bulk-"));
  const started = await setup(
    who,
    {
      ...options,
      seed(state) {
        state.entries.push(row(1), row(2, { services_id: 32 }), row(3), ...more);
        state.entries.push(row(4, { projects_id: 7721, subprojects_id: null }), row(5, { users_id: 43 }));
        options.seed?.(state);
      },
    },
    {
      ...timing,
      rateLimiter: {
        async take(limits: readonly RateLimit[], call) {
          taken.push(limits.map(({ name }) => name));
          await openRateLimiter(home, "clockodo", () => started.clockodo.now()).take(limits, call);
        },
      },
    },
  );
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const { bulk } = started.service.time;
  if (!bulk) throw new Error("no bulk");
  const { state } = started.clockodo;
  return {
    ...started,
    state,
    bulk: bulk as BulkPort,
    ids: () => state.entries.map(({ id }) => id),
    groups: () => started.clockodo.requests.filter(({ path }) => path === "/v2/entrygroups"),
    /** Names of the limits that each request since the last call counted against. */
    limits() {
      const all = taken;
      taken = [];
      return all;
    },
  };
}
const lose = { path: /entrygroups/, times: 1 } as const;

it("counts first and does nothing; then deletes exactly what fits, once", async () => {
  const { bulk, ids, groups } = await begin();
  const plan = await bulk.prepare(inApp, "delete");
  expect([plan.count, ids()]).toEqual([3, [1, 2, 3, 4, 5]]);
  expect(await plan.commit()).toEqual({ count: 3, notes: [] });
  expect(ids()).toEqual([4, 5]);
  expect(await failureOf(plan.commit())).toMatchObject({ kind: "conflict", saved: "no" });
  expect(groups().map(({ method, query }) => [method, query.has("confirm_key")])).toEqual([
    ["DELETE", false],
    ["DELETE", true],
  ]);
  expect(groups()[1]?.query.get("filter[users_id]")).toBe("42");
});

it("takes both names that the count of a delete may have", async () => {
  const { bulk } = await begin("mara", { settings: { deletedEntries: true } });
  expect((await (await bulk.prepare(inApp, "delete")).commit()).count).toBe(3);
});

it("moves all to another project, clears what hung below the old one and keeps each activity", async () => {
  const { bulk, state, groups } = await begin();
  const plan = await bulk.prepare(inApp, { work: { project: "7721" }, text: null });
  expect(state.entries[0]).toMatchObject({ projects_id: 7720, text: "Icons" });
  expect((await plan.commit()).count).toBe(3);
  const moved = { customers_id: 510, projects_id: 7721, subprojects_id: null, text: null };
  expect(state.entries.slice(0, 3)).toMatchObject([
    { ...moved, services_id: 31 },
    { ...moved, services_id: 32 },
    { ...moved, services_id: 31 },
  ]);
  expect(state.entries.find(({ id }) => id === 5)).toMatchObject({ projects_id: 7720, text: "Icons" });
  expect(JSON.parse(groups()[1]?.body ?? "")).toEqual({
    time_since: week.from,
    time_until: week.to,
    filter: { users_id: 42, projects_id: 7720 },
    customers_id: 510,
    projects_id: 7721,
    subprojects_id: null,
    text: "",
    confirm_key: expect.any(String),
  });
});

it("sends nothing but what was asked for", async () => {
  const { bulk, state, groups } = await begin("olga");
  const all: EntryQuery = { ...week, people: "everyone" };
  await (await bulk.prepare(all, { work: { activity: "33" }, billable: false })).commit();
  const { confirm_key: _key, ...sent } = JSON.parse(groups()[1]?.body ?? "{}");
  expect(sent).toEqual({ time_since: week.from, time_until: week.to, services_id: 33, billable: 0 });
  expect(state.entries.every((each) => each.services_id === 33 && each.billable === 0)).toBe(true);
  await (await bulk.prepare({ ...week, people: ["43"], text: "con", billable: false }, { personId: "42" })).commit();
  expect(JSON.parse(groups().at(-1)?.body ?? "{}")).toMatchObject({
    filter: { users_id: 43, billable: 0, text: "con" },
    users_id: 42,
  });
  expect(state.entries.every(({ users_id }) => users_id === 42)).toBe(true);
});

it("does nothing when an entry came in between", async () => {
  const { bulk, state, ids } = await begin();
  const plan = await bulk.prepare(inApp, "delete");
  state.entries.push(row(8));
  expect(await failureOf(plan.commit())).toMatchObject({
    kind: "conflict",
    saved: "no",
    message: expect.stringMatching(/has changed since/),
  });
  expect(ids()).toHaveLength(6);
});

it("tells how many there were where Clockodo takes what came in between, too", async () => {
  const { bulk, state } = await begin("mara", { settings: { keyOfEntries: false } });
  const plan = await bulk.prepare(inApp, "delete");
  state.entries.push(row(8));
  expect([plan.count, (await plan.commit()).count]).toEqual([3, 4]);
});

it("finds by looking that all are gone when the answer is lost", async () => {
  const { bulk, clockodo, groups } = await begin();
  const plan = await bulk.prepare(inApp, "delete");
  clockodo.fail({ ...lose, failure: { kind: "drop", afterEffect: true } });
  expect(await plan.commit()).toEqual({ count: 3, notes: [expect.stringMatching(/answer was lost.*saved/)] });
  expect(groups()).toHaveLength(2);
});

it("finds by looking that nothing happened when the request got lost, and does not send it again", async () => {
  const { bulk, clockodo, ids, groups } = await begin();
  const plan = await bulk.prepare(inApp, { work: { project: "7721" } });
  clockodo.fail({ ...lose, failure: { kind: "drop", afterEffect: false } });
  expect(await failureOf(plan.commit())).toMatchObject({ saved: "no" });
  expect(groups()).toHaveLength(2);
  const gone = await bulk.prepare(inApp, "delete");
  clockodo.fail({ ...lose, failure: { kind: "drop", afterEffect: false } });
  expect(await failureOf(gone.commit())).toMatchObject({ saved: "no" });
  expect(ids()).toHaveLength(5);
});

it("says that it is not known where the number of entries does not tell", async () => {
  const { bulk, clockodo, state } = await begin();
  for (const afterEffect of [true, false]) {
    const plan = await bulk.prepare(inApp, { text: `Icons ${afterEffect}` });
    clockodo.fail({ ...lose, failure: { kind: "drop", afterEffect } });
    expect(await failureOf(plan.commit())).toMatchObject({ saved: "unknown" });
  }
  expect(state.entries[0]?.text).toBe("Icons true");
});

it("says that it is not known where Clockodo stays silent, since the request may still take effect", async () => {
  const { bulk, clockodo } = await begin("mara", {}, [], { silenceMs: shortSilenceMs });
  const plan = await bulk.prepare(inApp, "delete");
  clockodo.fail({ ...lose, failure: { kind: "silence", afterEffect: false } });
  expect(await failureOf(plan.commit())).toMatchObject({ kind: "timeout", saved: "unknown" });
});

it("says that it is not known where looking fails, too", async () => {
  const { bulk, clockodo } = await begin();
  const plan = await bulk.prepare(inApp, "delete");
  clockodo.fail({ ...lose, failure: { kind: "drop", afterEffect: true } });
  clockodo.fail({ path: /entries/, failure: { kind: "status", status: 500 } });
  expect(await failureOf(plan.commit())).toMatchObject({ saved: "unknown" });
});

it("refuses by name what Clockodo's filter does not know, and sends nothing", async () => {
  const { bulk, groups } = await begin("olga");
  const queries: EntryQuery[] = [
    { ...week, people: ["42", "43"] },
    { ...week, billable: true },
    { ...week, exported: false },
    { ...week, running: true },
    { ...week, tags: ["x"] },
    { ...week, people: ["Mara"] },
  ];
  for (const query of queries)
    expect(await failureOf(bulk.prepare(query, "delete")), JSON.stringify(query)).toMatchObject({ name: "InputError" });
  expect(groups()).toEqual([]);
});

it("tells that entries are billed, not just that it is forbidden", async () => {
  const { bulk, ids } = await begin("mara", {}, [row(6, { billable: 2 })]);
  expect(await failureOf(bulk.prepare(inApp, "delete"))).toMatchObject({
    kind: "locked",
    saved: "no",
    message: expect.stringMatching(/^One of these entries is billed/),
  });
  expect((await bulk.prepare({ ...inApp, billable: true, exported: false }, "delete")).count).toBe(3);
  expect(ids()).toHaveLength(6);
});

it("tells of a closed project, and of time that is in the way of another person", async () => {
  const { bulk, state } = await begin("olga");
  state.entries.push(row(1, { id: 9, users_id: 43 }));
  const his: EntryQuery = { ...inApp, people: ["43"] };
  expect(await failureOf(bulk.prepare(his, { personId: "42" }))).toMatchObject({ kind: "conflict" });
  expect(await failureOf(bulk.prepare(his, { work: { project: "7722" } }))).toMatchObject({ kind: "invalid" });
});

it("refuses others' time to those who may not see it before anything is sent, and tells of a closed day", async () => {
  const { bulk, groups, state } = await begin("mara", {
    seed(given) {
      for (const user of given.users) if (user.id === 42) user.edit_lock = "2026-12-01";
    },
  });
  expect(await failureOf(bulk.prepare({ ...week, people: ["43"] }, "delete"))).toMatchObject({ kind: "forbidden" });
  expect(groups()).toEqual([]);
  expect(await failureOf(bulk.prepare(week, "delete"))).toMatchObject({ kind: "locked" });
  expect(state.entries).toHaveLength(5);
});

it("stays below ten a minute, each way counted by itself, and goes on when the minute is over", async () => {
  const { bulk, clockodo, limits, service } = await begin("mara", { limits: true });
  await service.facts();
  limits();
  for (let turn = 0; turn < 4; turn += 1) await bulk.prepare(inApp, "delete");
  for (let turn = 0; turn < 3; turn += 1) {
    const plan = await bulk.prepare(inApp, { text: `Turn ${turn}` });
    await plan.commit();
  }
  const names = limits()
    .map((all) => all.at(-1))
    // Each change is looked at afterwards, which is counted elsewhere.
    .filter((name) => name !== "enhanced_entries");
  expect(names).toEqual([...Array(4).fill("groups_deleted"), ...Array(6).fill("groups_changed")]);
  for (let turn = 0; turn < 6; turn += 1) await bulk.prepare(inApp, "delete");
  await expect(bulk.prepare(inApp, "delete", { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  expect(clockodo.count("DELETE", /entrygroups/)).toBe(10);
  clockodo.advance(62);
  expect((await bulk.prepare(inApp, "delete")).count).toBe(3);
  expect(clockodo.requests.filter(({ status }) => status === 429)).toEqual([]);
});

it("is not sent a second time when there were too many requests", async () => {
  const { bulk, clockodo, ids } = await begin();
  const plan = await bulk.prepare(inApp, "delete");
  clockodo.fail({ path: /entrygroups/, failure: { kind: "status", status: 429 } });
  expect(await failureOf(plan.commit())).toMatchObject({ kind: "rate_limited", saved: "no" });
  expect(clockodo.count("DELETE", /entrygroups/)).toBe(2);
  expect(ids()).toHaveLength(5);
});
