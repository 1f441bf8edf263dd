import { expect, test } from "vitest";
import { reportResult } from "#core/domain/results/reports";
import { AppFailure } from "#main/app/failure";
import { Projects } from "#main/app/state/projects";
import type { AppRequests } from "#main/server/index";
import { failureOf, serverWith } from "./answers";

const report = {
  zone: "UTC",
  period: "2026",
  from: "2026-01-01",
  to: "2027-01-01",
  now: "2026-11-19T10:12:00Z",
  total: { seconds: 7200, entries: 4, billable: 3600, running: 0, days: 2 },
  groups: [{ by: "project", id: "1", name: "Relaunch", seconds: 7_200, entries: 4, billable: 0, share: 1 }],
  more: 0,
  read: { at: "2026-11-19T10:12:00Z", entries: 4, left_out: [] },
};
const local = {
  types: [
    {
      can: ["list", "get", "create", "update", "delete"],
      cannot: {},
      fields: [
        { name: "name", kind: "text", needed: true },
        { name: "customer", kind: "ref", of: "customer" },
        { name: "color", kind: "choice", choices: ["blue", "rust"] },
        { name: "time_budget", kind: "duration" },
        { name: "billable", kind: "flag" },
        { name: "visible", kind: "flag" },
        { name: "activities", kind: "list", when: "create" },
      ],
    },
  ],
};
const acme = { id: "9", name: "Acme" };

function opened(answers: unknown[], service: string | undefined = "local") {
  const { server, calls, signals } = serverWith(answers);
  const asked: [string, unknown, boolean][] = [];
  const requests: AppRequests = {
    request: async (method, params, schema, { write }) => {
      asked.push([method, params, write]);
      return schema.parse(answers.shift()) as never;
    },
  };
  let written = 0;
  const projects = new Projects({ server, requests, service: () => service, written: () => written++ });
  return { projects, calls, signals, asked, count: () => written };
}

const project = (id: string, values: object = {}, above = {}) => ({
  id,
  name: `P${id}`,
  values: { visible: true, ...values },
  ...above,
});
const ofAcme = { of: { type: "customer", ...acme } };

test("projects are read with customers, this year's time and budgets, archived ones among them", async () => {
  const budgets = [
    { by: "project", id: "1", name: "P1", month: null, time: { budget: 720_000, used: 7_200, left: 712_800 } },
    { by: "customer", id: "2", name: "Other", month: null, time: { budget: 1, used: 1, left: 0 } },
  ];
  const { projects, calls } = opened([
    local,
    { records: [project("1", { color: "rust", time_budget: 720_000, billable: true }, ofAcme)], next: "r1" },
    {
      records: [
        { ...acme, values: { visible: true, color: "#00f" } },
        { id: "8", name: "Gone", values: { visible: false } },
      ],
    },
    reportResult.parse(report),
    reportResult.parse({ ...report, budgets }),
    { records: [project("2", { visible: false }, ofAcme)] },
  ]);
  expect(await projects.list({ accountId: "here", year: "2026" }, 1)).toEqual({
    projects: [
      {
        id: "1",
        name: "P1",
        customer: acme,
        color: "rust",
        billable: true,
        archived: false,
        hours: 720_000,
        money: null,
        budget: { month: null, time: { budget: 720_000, used: 7_200, left: 712_800 } },
        year: 7_200,
      },
      {
        id: "2",
        name: "P2",
        customer: acme,
        color: "blue",
        billable: null,
        archived: true,
        hours: null,
        money: null,
        year: 0,
      },
    ],
    customers: [acme],
    change: ["name", "customer", "color", "hours", "billable", "archived"],
    create: ["name", "customer", "color", "hours", "billable", "archived"],
    refused: {},
    needsCustomer: false,
    more: false,
    notes: [],
  });
  expect(calls.map(([tool, { type, show, cursor, hidden }]) => [tool, type ?? show, cursor ?? hidden])).toEqual([
    ["list_records", "project", undefined],
    ["list_records", "project", true],
    ["list_records", "customer", true],
    ["report_time", undefined, undefined],
    ["report_time", ["budget"], undefined],
    ["list_records", "project", "r1"],
  ]);
});

test("what the service refuses is told with its reason, and hides no project", async () => {
  const why = "Your role has no right to see budgets.";
  const refusal = () => Promise.reject(new AppFailure({ code: "forbidden", message: why, saved: "no" }));
  const { projects } = opened([
    {
      types: [
        {
          can: ["list"],
          cannot: { create: "no", update: "You may not.", delete: "Never." },
          fields: [{ name: "name", kind: "text" }],
        },
      ],
    },
    { records: [{ id: "1", name: "P1", values: {} }] },
    { records: [] },
    refusal,
    refusal,
  ]);
  expect(await projects.list({ accountId: "here", year: "2026" }, 1)).toMatchObject({
    projects: [{ id: "1", year: null, archived: false }],
    change: [],
    create: [],
    refused: { create: "no", update: "You may not.", delete: "Never.", merge: "You may not." },
    notes: [why],
  });
});

test("a service with few requests is asked for no year of time", async () => {
  const { projects, calls } = opened([local, { records: [] }], "calamari");
  expect((await projects.list({ accountId: "c", year: "2026" }, 1)).projects).toEqual([]);
  expect(calls.map(([tool]) => tool)).toEqual(["list_records", "list_records"]);
});

test("another list ends the one under way", async () => {
  const waits = (signal?: AbortSignal) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  const { projects, signals } = opened([waits]);
  const first = failureOf(projects.list({ accountId: "here", year: "2026" }, 1));
  projects.cancelList(1);
  expect(await first).toMatchObject({ message: "aborted" });
  expect(signals[0]?.aborted).toBe(true);
});

test("only what is given is written, in the words of the service's own fields", async () => {
  const kimai = {
    types: [
      {
        ...local.types[0],
        fields: [
          { name: "color", kind: "text" },
          { name: "budget", kind: "money" },
          { name: "active", kind: "flag" },
        ],
      },
    ],
  };
  const saved = { records: [{ id: "5" }], notes: ["rounded"] };
  const { projects, calls, count } = opened([local, saved, local, saved, kimai, saved]);
  const values = { name: "New", customer: "9", color: "rust", hours: 585_000, billable: false, money: 5 } as const;
  expect(await projects.save({ accountId: "here", values })).toEqual({ id: "5", notes: ["rounded"] });
  await projects.save({
    accountId: "here",
    id: "5",
    values: { archived: true, hours: null, customer: null, color: "slate" },
  });
  await projects.save({ accountId: "here", id: "5", values: { archived: false, color: "rust", money: 12.5 } });
  const rows = calls.filter(([tool]) => tool === "save_record").map(([, args]) => args.records);
  expect(rows).toEqual([
    [{ values: { name: "New", customer: "#9", color: "rust", time_budget: "162:30", billable: false } }],
    [{ id: "#5", values: { visible: false, time_budget: null, customer: null, color: "#5b6b7a" } }],
    [{ id: "#5", values: { active: true, color: "#b4532a", budget: 12.5 } }],
  ]);
  expect(count()).toBe(3);
});

test("a row that was refused is a failure with its words", async () => {
  const { projects, count } = opened([
    local,
    { records: [], failed: [{ index: 0, message: "There is one of this name." }] },
  ]);
  expect(await failureOf(projects.save({ accountId: "here", values: { name: "Twice" } }))).toMatchObject({
    message: "There is one of this name.",
    saved: "no",
  });
  expect(count()).toBe(1);
});

test("merging and deleting count as written, also where nobody knows how they ended", async () => {
  const { projects, calls, asked, count } = opened([
    { kind: "done", moved: 2, whose: "me", made: [], archived: true, notes: [], change: 4 },
    () => Promise.reject(new Error("gone")),
    { whose: "me", entries: 1, exported: 0, locked: 0, seconds: 9, remove: { kind: "possible", with: [] } },
  ]);
  expect(await projects.merge({ accountId: "here", from: "1", into: "2" })).toMatchObject({ moved: 2, change: 4 });
  await expect(projects.remove({ accountId: "here", id: "1" })).rejects.toThrow("gone");
  expect(await projects.look({ accountId: "here", id: "1" })).toMatchObject({ entries: 1 });
  expect(calls).toEqual([["delete_record", { account: "here", type: "project", ids: ["#1"] }]]);
  expect(asked).toEqual([
    ["punchcard/projects/merge", { account: "here", from: "1", into: "2" }, true],
    ["punchcard/projects/look", { account: "here", id: "1" }, false],
  ]);
  expect(count()).toBe(2);
});

test("budgets are read of projects only, and not where the service keeps none or shows none", async () => {
  const time = { budget: 3600, used: 600, left: 3000 };
  const budget = { id: "1", name: "Relaunch", month: null, time };
  const budgets = [
    { ...budget, by: "project" },
    { ...budget, by: "customer", id: "2" },
  ];
  const refused = new AppFailure({ code: "forbidden", message: "Not for you.", saved: "no" });
  const { projects, calls } = opened([{ ...report, budgets }, () => Promise.reject(refused)]);
  expect(await projects.budgets({ accountId: "here" })).toEqual({ budgets: { 1: { month: null, time } } });
  expect(await projects.budgets({ accountId: "here" })).toEqual({ budgets: {} });
  expect(calls.map(([tool]) => tool)).toEqual(["report_time", "report_time"]);
  const { projects: plain, calls: none } = opened([], "calamari");
  expect([await plain.budgets({ accountId: "c" }), none]).toEqual([{ budgets: {} }, []]);
});

test("colors are a project's own, else its customer's; a service without any is not asked", async () => {
  const { projects } = opened([
    { records: [project("1", { color: "#00ff00" }, ofAcme), project("2", {}, ofAcme), project("3")] },
    { records: [{ ...acme, values: { color: "sunflower" } }] },
  ]);
  expect(await projects.colors({ accountId: "here" })).toEqual({ colors: { 1: "green", 2: "ochre" } });
  const { projects: plain, calls } = opened([], "calamari");
  expect([await plain.colors({ accountId: "c" }), calls]).toEqual([{ colors: {} }, []]);
  const gone = new Projects({ ...opened([]), server: opened([]).projects as never, service: () => undefined } as never);
  expect(await failureOf(gone.colors({ accountId: "gone" }))).toMatchObject({ saved: "no" });
});
