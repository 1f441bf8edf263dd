import { afterEach, expect, it, onTestFinished } from "vitest";
import { createClockodoClient } from "#core/services/clockodo/client/client";
import { sumGroups } from "#core/services/clockodo/entries/entry-groups";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../../../fakes/clockodo";
import { fakeEntry, type PersonName } from "../../../../../fakes/clockodo/seed";
import { failureOf } from "../setup";

const now = "2026-11-19T10:07:33Z";
const span = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
let clockodo: FakeClockodo | null = null;
afterEach(async () => {
  expect(clockodo?.unknownParameters() ?? []).toEqual([]);
  await clockodo?.close();
  clockodo = null;
});

function clientOf(url: string, who: { email: string; key: string }, silenceMs = 60_000) {
  const env = {
    accountId: "clockodo",
    secret: async () => who.key,
    breaks: { read: async () => null, write: async () => undefined },
    log: () => undefined,
    now: () => Date.parse(now),
  };
  const client = createClockodoClient({ url, user: who.email }, env, { silenceMs, retryBaseMs: 5 });
  onTestFinished(() => client.close());
  return client;
}

/** Three entries on the app, one without a project at each of two customers, in two months. */
async function begin(who: PersonName, options: FakeClockodoOptions = {}, silenceMs?: number) {
  const entry = (id: number, customer: number, project: number | null, since: string, hours: number) =>
    fakeEntry(since, {
      id,
      customers_id: customer,
      projects_id: project,
      until: Date.parse(since) + hours * 3_600_000,
      hourly_rate: 33.33,
    });
  clockodo = await startFakeClockodo({
    now,
    frozen: true,
    seed(state) {
      state.entries.push(
        entry(1, 510, 7720, "2026-10-05T08:00:00Z", 1),
        entry(2, 510, 7720, "2026-11-05T08:00:00Z", 2),
        entry(3, 510, null, "2026-11-06T08:00:00Z", 3),
        entry(4, 511, null, "2026-11-07T08:00:00Z", 4),
      );
    },
    ...options,
  });
  return clientOf(clockodo.url, clockodo.people[who], silenceMs);
}

it("sums by project; what has none comes once, however often Clockodo lists it", async () => {
  const client = await begin("olga");
  expect(await sumGroups(client, { ...span, by: ["projects_id"] })).toEqual([
    { id: "0", name: "", seconds: 7 * 3600, money: 233.31, groups: [] },
    { id: "7720", name: "App relaunch", seconds: 3 * 3600, money: 99.99, groups: [] },
  ]);
});

it("sums on two levels, each with its own ids once", async () => {
  const client = await begin("olga");
  const groups = await sumGroups(client, { ...span, by: ["projects_id", "month"] });
  expect(groups.map(({ id, groups: months }) => [id, months.map((month) => [month.id, month.seconds])])).toEqual([
    ["0", [["202611", 7 * 3600]]],
    [
      "7720",
      [
        ["202611", 2 * 3600],
        ["202610", 3600],
      ],
    ],
  ]);
  expect((await sumGroups(client, { ...span, by: ["year"] })).map(({ id }) => id)).toEqual(["2026"]);
});

it("sums only what is asked for", async () => {
  const client = await begin("olga");
  const filter = { customers_id: 511, users_id: "42" };
  expect((await sumGroups(client, { ...span, by: ["customers_id"], filter })).map(({ id }) => id)).toEqual(["511"]);
});

it("says nothing of money to those who may not see it", async () => {
  const client = await begin("mara");
  const [first] = await sumGroups(client, { ...span, by: ["customers_id"] });
  expect(first).toEqual({ id: "510", name: "Seehof Hotels", seconds: 6 * 3600, groups: [] });
});

it("waits for two levels that take long", async () => {
  const client = await begin("olga", { settings: { slowGroupsMs: 700 } });
  expect(await sumGroups(client, { ...span, by: ["customers_id", "projects_id"] })).toHaveLength(2);
});

it("tells what Clockodo says of a grouping that it no longer knows", async () => {
  const client = await begin("olga");
  const body = JSON.stringify({ error: { message: "Unknown group option", fields: ["grouping"] } });
  clockodo?.fail({ path: /entrygroups/, times: 1, failure: { kind: "status", status: 400, body } });
  expect(await failureOf(sumGroups(client, { ...span, by: ["month"] }))).toMatchObject({
    kind: "invalid",
    message: expect.stringContaining("Unknown group option"),
  });
});
