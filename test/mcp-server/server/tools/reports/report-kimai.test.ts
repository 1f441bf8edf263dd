import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test } from "vitest";
import { reportResult } from "#core/domain/results/reports";
import type { ToolCall } from "#server/tools/lib/define";
import type { ReportInput } from "#server/tools/reports/input";
import { run as reportTime } from "#server/tools/reports/report-time.run";
import type { FakeKimai, FakeKimaiOptions } from "../../../../fakes/kimai";
import type { FakeTimesheet } from "../../../../fakes/kimai/model";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { away } from "../../../core/services/kimai/plugged";
import { failureOf, type Setup, setup } from "../../../core/services/kimai/setup";

/** report_time on the real adapter over HTTP: what a person of that role would see. Berlin, Thursday 19 November 2026. */
let open: Setup | null = null;
afterEach(async () => {
  open?.kimai.assertTokensOnlyInAuthorization(open.logged());
  await open?.close();
  open = null;
});

async function begin(who: TokenName = "user", options: FakeKimaiOptions = {}) {
  const berlin = { user: "Europe/Berlin", teamlead: "Europe/Berlin", super: "Europe/Berlin" };
  open = await setup(who, { zones: berlin, ...options });
  const { service, kimai } = open;
  await service.facts();
  const call: ToolCall = {
    account: { id: "kimai", service: "kimai", label: "Kimai" },
    service,
    forApp: false,
    onServer: false,
    facts: () => service.facts(),
    level: () => "allow",
    confirm: async () => undefined,
    require: () => undefined,
    did: () => undefined,
    signal: new AbortController().signal,
    progress: () => undefined,
    saveFile: async () => "",
    now: () => kimai.now(),
    log: () => undefined,
  };
  const report = async (input: ReportInput = {}) => {
    const { data, text } = await reportTime(input, call);
    return { ...reportResult.parse(data), text };
  };
  kimai.requests.length = 0;
  return { ...open, report };
}

const hour = 3_600_000;
function book(kimai: FakeKimai, user: number, begin: string, hours: number, more: Partial<FakeTimesheet> = {}): void {
  const at = Date.parse(begin);
  kimai.state.timesheets.push({
    id: kimai.state.nextId.timesheet++,
    user,
    project: 1,
    activity: 3,
    begin: at,
    end: at + hours * hour,
    zone: "Europe/Berlin",
    breakSeconds: 0,
    description: null,
    tags: [],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    meta: {},
    modified: at,
    ...more,
  });
}
const [john, paula] = [4, 5];

describe("a project's team split (weakness 10)", () => {
  test("works for a team lead, who may not list users, with everybody's name and activities", async () => {
    const { report, kimai } = await begin("teamlead");
    book(kimai, john, "2026-11-17T08:00:00Z", 3);
    book(kimai, paula, "2026-11-18T08:00:00Z", 1, { activity: 4 });
    book(kimai, paula, "2026-11-18T09:00:00Z", 1, { project: 2, activity: 1 });
    const { groups, total } = await report({ project: "Website relaunch", people: ["everyone"] });
    expect(total.seconds).toBe(4 * 3600);
    expect(groups.map(({ name, share, groups: own }) => [name, share, own?.map((each) => each.name)])).toEqual([
      ["John Doe", 0.75, ["Design"]],
      ["Paula Puck", 0.25, ["Development"]],
    ]);
    expect(kimai.count("GET", /^\/users/)).toBe(0);
  });

  test("finds ended and hidden projects, and one whose name begins another's", async () => {
    const { report, kimai } = await begin("super");
    for (const project of [2, 4, 5]) book(kimai, 1, "2026-11-17T08:00:00Z", project, { project, activity: 1 });
    for (const [project, hours] of [
      ["Old intranet", 4],
      ["Secret merger", 5],
      ["Web", 2],
      ["#2", 2],
    ] as const)
      expect((await report({ project })).total.seconds).toBe(hours * 3600);
  });

  test("counts the whole last day of the person's zone, where only its date is given", async () => {
    const { report, kimai } = await begin();
    book(kimai, john, "2026-11-18T22:30:00Z", 0.25);
    book(kimai, john, "2026-11-18T23:00:00Z", 0.25);
    expect((await report({ from: "2026-11-16", to: "2026-11-18" })).total.entries).toBe(1);
  });

  test("of everyone is refused to a plain user, not answered with their own time (weakness 14)", async () => {
    const { report, kimai } = await begin("user");
    book(kimai, john, "2026-11-17T08:00:00Z", 3);
    const error = await failureOf(report({ people: ["everyone"] }));
    expect(error).toMatchObject({ kind: "forbidden" });
    expect(kimai.count("GET", /^\/timesheets$/)).toBe(0);
  });

  test("of a team is that of its members", async () => {
    const { report, kimai } = await begin("super");
    book(kimai, john, "2026-11-17T08:00:00Z", 3);
    book(kimai, 6, "2026-11-17T08:00:00Z", 5);
    const { groups } = await report({ people: ["team Web team"], by: ["person"] });
    expect(groups.map(({ name }) => name)).toEqual(["John Doe"]);
  });
});

describe("pages", () => {
  test("a total that is a multiple of the page is no error, and no page past the end is asked for (weakness 2)", async () => {
    const { report, kimai } = await begin();
    kimai.seedEntries(1000, { user: john, everyMinutes: 30 });
    expect((await report({ from: "2026-10-01", to: "2026-11-19" })).total.entries).toBe(1000);
    expect(kimai.requests.map(({ query }) => [query.get("page"), query.get("size")])).toEqual([
      ["1", "500"],
      ["2", "500"],
    ]);
  });

  test("entries that come in while it reads are not counted twice by moving to the next page", async () => {
    const { report, kimai, service } = await begin();
    kimai.seedEntries(1200, { user: john, everyMinutes: 30 });
    const list = service.time.list;
    service.time.list = async function* (query, call) {
      for await (const page of list(query, call)) {
        yield page;
        if (kimai.state.timesheets.length === 1200)
          for (const at of ["09:55", "09:56", "09:57"]) book(kimai, john, `2026-11-19T${at}:00Z`, 0.01);
      }
    };
    const { total } = await report({ from: "2026-10-01", to: "2026-11-19" });
    expect(total).toMatchObject({ entries: 1200, seconds: 1200 * 1800 });
  });

  test("a token that is taken back between two pages is told as that", async () => {
    const { report, kimai, service } = await begin();
    kimai.seedEntries(1200, { user: john, everyMinutes: 30 });
    const list = service.time.list;
    service.time.list = async function* (query, call) {
      for await (const page of list(query, call)) {
        yield page;
        for (const user of kimai.state.users) user.enabled = false;
      }
    };
    expect(await failureOf(report({ from: "2026-10-01", to: "2026-11-19" }))).toMatchObject({ kind: "unauthorized" });
  });
});

test("two tags mean both of them, though Kimai itself looks for any", async () => {
  const { report, kimai } = await begin();
  book(kimai, john, "2026-11-16T08:00:00Z", 1, { tags: ["remote"] });
  book(kimai, john, "2026-11-17T08:00:00Z", 2, { tags: ["remote", "urgent"] });
  expect((await report({ tags: ["Remote", "urgent"] })).total.seconds).toBe(2 * 3600);
  expect((await report({ tags: ["remote"] })).total.seconds).toBe(3 * 3600);
});

describe("memory", () => {
  test("that is held at the end of each page does not grow with the number of pages", async () => {
    const { report, service } = await begin();
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const held: number[] = [];
    const last = Date.parse("2026-11-19T10:00:00Z");
    // Pages as an adapter makes them, each with objects of its own: 100,000 entries of a year.
    service.time.list = async function* () {
      for (let page = 0; page < 200; page++) {
        yield {
          total: 100_000,
          entries: Array.from({ length: 500 }, (_, index) => {
            const begin = last - (page * 500 + index) * 300_000;
            const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
            return {
              id: `e${page * 500 + index}`,
              work: { project: { id: String(index % 20), name: `Project ${index % 20}` } },
              begin: at(begin),
              end: at(begin + 240_000),
              seconds: 240,
              breakSeconds: 0,
              text: `Some words of entry ${index}`,
              tags: [`tag ${index % 5}`],
            };
          }),
        };
        if (page % 20 !== 19) continue;
        collectGarbage();
        held.push(process.memoryUsage().heapUsed);
      }
    };
    const { total } = await report({
      from: "2025-11-20",
      to: "2026-11-19",
      by: ["month", "project", "tag"],
      show: ["gaps", "overlaps", "missing"],
    });
    expect(total.entries).toBe(100_000);
    const [second = 0] = held.slice(1);
    expect(held).toHaveLength(10);
    // 80,000 entries more; a hundred bytes kept of each would be 8 MB.
    expect((held.at(-1) ?? 0) - second).toBeLessThan(2_000_000);
  });
});

describe("statistics (weakness 15)", () => {
  test("are net of breaks, as Kimai counts them", async () => {
    const { report, kimai } = await begin();
    book(kimai, john, "2026-11-17T08:00:00Z", 9, { breakSeconds: 3600 });
    expect((await report()).total.seconds).toBe(8 * 3600);
  });

  test("count overtime against the person's own contract, below nothing too, and without absences say so", async () => {
    const { report, kimai } = await begin();
    book(kimai, john, "2026-11-16T07:00:00Z", 9);
    book(kimai, john, "2026-11-17T07:00:00Z", 4);
    const { target, read } = await report({ from: "2026-11-16", to: "2026-11-17", show: ["target"] });
    expect(target).toMatchObject({
      target: 57_600,
      difference: -3 * 3600,
      source: "Targets: your work contract in Kimai",
    });
    expect(read.left_out.join()).toContain("the absence plugin is not installed");
  });

  test("take sick days and half public holidays off the target, each by the target of its day", async () => {
    const plugins = [{ name: "WorkContractBundle", version: "1.30.0" }];
    const { report, kimai } = await begin("user", { settings: { plugins } });
    kimai.state.plugged.holidays = [{ id: 90, group: 1, day: "2026-11-17", name: "Founders' day", halfDay: true }];
    away(kimai, john, "2026-11-18", "2026-11-18", { type: "sickness" });
    book(kimai, john, "2026-11-16T07:00:00Z", 9);
    const { target } = await report({ from: "2026-11-16", to: "2026-11-18", show: ["target"] });
    expect(target).toMatchObject({ target: 12 * 3600, difference: -3 * 3600, days: 3 });
    expect(target?.holidays).toEqual([{ day: "2026-11-17", name: "Founders' day", half: true }]);
    expect(target?.absences).toMatchObject([{ days: 1, seconds: 28_800 }]);
  });
});

test("report_time counts only billable time as used of a budget", async () => {
  const { report, kimai } = await begin("super", {
    seed: ({ projects }) => Object.assign(projects[0] ?? {}, { values: { timeBudget: 36_000 } }),
  });
  book(kimai, 4, "2026-11-16T08:00:00Z", 3);
  book(kimai, 4, "2026-11-17T08:00:00Z", 2, { billable: false });
  const { budgets } = await report({ project: "Website relaunch", show: ["budget"] });
  expect(budgets).toMatchObject([
    { name: "Website relaunch", time: { used: 10_800, left: 25_200 }, note: expect.stringContaining("billable") },
  ]);
});

test("report_time reads 40 budgets with at most ten requests, and counts each as a report of its item does", async () => {
  const { report, kimai } = await begin("super", {
    seed({ customers, projects, activities }) {
      Object.assign(customers[0] ?? {}, { values: { timeBudget: 360_000 } });
      Object.assign(activities[0] ?? {}, { values: { timeBudget: 72_000, budgetType: "month" } });
      const [first] = projects;
      if (first)
        for (let id = 100; id < 138; id++)
          projects.push({ ...first, id, name: `Project ${id}`, values: { timeBudget: 36_000 } });
    },
  });
  for (let id = 100; id < 138; id++) book(kimai, 4, "2026-11-16T08:00:00Z", (id % 5) + 1, { project: id });
  const before = kimai.requests.length;
  const { budgets } = await report({ show: ["budget"], limit: 50 });
  expect(budgets?.length).toBe(40);
  for (const { by, id, time } of budgets ?? [])
    if (by === "project") expect(time?.used).toBe(((Number(id) % 5) + 1) * 3_600);
  expect(budgets?.find(({ by }) => by === "customer")?.time?.used).toBeGreaterThan(0);
  expect(kimai.requests.length - before).toBeLessThanOrEqual(10);
});

test("report_time tells money in the currency of each customer, and never adds up two", async () => {
  const { report, kimai } = await begin("super", {
    seed: ({ customers }) => Object.assign(customers[1] ?? {}, { values: { currency: "CHF" } }),
  });
  book(kimai, 4, "2026-11-16T08:00:00Z", 3, { hourlyRate: 60 });
  book(kimai, 4, "2026-11-17T08:00:00Z", 2, { project: 3, activity: 5, hourlyRate: 50, exported: true });
  const { total, groups } = await report({ period: "this week", people: ["everyone"] });
  expect(total.money).toBeUndefined();
  expect(total.by_currency).toEqual(
    expect.arrayContaining([
      { currency: "EUR", money: 180 },
      { currency: "CHF", money: 100 },
    ]),
  );
  expect(groups.map(({ name, money, currency, exported }) => [name, money, currency, exported])).toEqual([
    ["Website relaunch", 180, "EUR", 0],
    ["Ladenkasse", 100, "CHF", 7200],
  ]);
});
