import { expect, it } from "vitest";
import { recordTypes } from "#core/domain/records";
import { names, session, work } from "./every-session";

/** What one service taught, asked of all by the tools that an AI client calls: adapters over real HTTP against the fakes. */

/** Requests at most, once the account and its work are known. */
const most: Record<string, Record<"status" | "clock_in" | "clock_out" | "report" | "list", number>> = {
  kimai: { status: 3, clock_in: 2, clock_out: 4, report: 1, list: 1 },
  clockodo: { status: 3, clock_in: 3, clock_out: 4, report: 1, list: 1 },
  calamari: { status: 2, clock_in: 3, clock_out: 4, report: 1, list: 1 },
  local: { status: 0, clock_in: 0, clock_out: 0, report: 0, list: 0 },
};

it.each(names)("%s takes no more requests for a main question than it needs", async (name) => {
  const { ok, taken } = await session(name);
  await ok("get_account");
  await ok("find_work");
  const counts = {
    status: await taken("get_status"),
    clock_in: await taken("clock_in", { ...work[name], ...(name === "local" && { create_missing: true }) }),
    clock_out: await taken("clock_out"),
    report: await taken("report_time", { period: "this month", by: ["project"] }),
    list: await taken("list_time", { period: "this week" }),
  };
  for (const [question, count] of Object.entries(counts))
    expect(count, `${name}, ${question}`).toBeLessThanOrEqual(most[name]?.[question as keyof typeof counts] ?? 0);
});

/** How the services that keep budgets are asked how all projects stand, and the requests that it takes at most. */
const projects: [name: string, tool: string, args: Record<string, unknown>, most: number][] = [
  ["kimai", "report_time", { period: "this year", by: ["project"], people: ["everyone"], show: ["budget"] }, 4],
  ["clockodo", "list_records", { type: "project", filter: { status: true }, detail: "full" }, 1],
];
it.each(projects)("%s tells how all projects stand with few requests", async (name, tool, args, most) => {
  const { ok, log, asked } = await session(name);
  const values = { time_budget: "10 h" };
  await ok("save_record", { type: "project", records: [{ id: work[name]?.project, values }] });
  await log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  const before = asked();
  const { text } = await ok(tool, args);
  expect(asked() - before).toBeLessThanOrEqual(most);
  expect(text).toMatch(/2:00 of 10:00 used, 8:00 left|time_budget_used 2:00, time_budget_left 8:00/);
});

it.each(names)("%s counts an entry over midnight on both of its days, and lists it once", async (name) => {
  const { ok, log } = await session(name);
  await log({ day: "2026-11-16", from: "22:00", to: "2026-11-17 04:00" });
  const report = await ok("report_time", { from: "2026-11-16", to: "2026-11-17", by: ["day"] });
  const groups = report.data.groups as { id: string; seconds: number }[];
  expect(groups.map(({ id, seconds }) => [id, seconds / 3600])).toEqual([
    ["2026-11-16", 2],
    ["2026-11-17", 4],
  ]);
  expect(report.data.total).toMatchObject({ seconds: 6 * 3600, entries: 1 });
  expect((await ok("list_time", { from: "2026-11-16", to: "2026-11-17" })).data.total).toMatchObject({
    entries: 1,
    seconds: 6 * 3600,
  });
});

/** Two hours, as each fake is set up; Calamari and a time sheet keep no rates. */
const worth: Record<string, { money: number; currency: string } | null> = {
  kimai: { money: 120, currency: "EUR" },
  clockodo: { money: 160, currency: "EUR" },
  calamari: null,
  local: null,
};

it.each(names)("%s tells what work is worth by project, with the currency, where it keeps rates", async (name) => {
  const { ok, log } = await session(name);
  await log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  const report = await ok("report_time", { from: "2026-11-16", to: "2026-11-17", by: ["project"] });
  const sums = [report.data.total, ...(report.data.groups as object[])] as { money?: number; currency?: string }[];
  expect(sums).toHaveLength(2);
  for (const { money, currency } of sums) expect(money === undefined ? null : { money, currency }).toEqual(worth[name]);
});

/** Types of record with choices that can be written; the other services have none. */
it.each(["kimai", "clockodo"])("%s refuses a choice that it does not have before anything is sent", async (name) => {
  const { call, service, written } = await session(name);
  const tried: string[] = [];
  for (const type of recordTypes) {
    const info = await service.records?.describe(type).catch(() => null);
    if (!info?.actions.includes("create") || info.parents?.length) continue;
    for (const { name: field, kind, choices, when } of info.fields) {
      if (kind !== "choice" || !choices || when === "never") continue;
      const values = { name: "New", [field]: "no such choice" };
      const answer = await call("save_record", { type, records: [{ values }] });
      expect(answer.isError, `${type}.${field}: ${answer.text}`).toBe(true);
      expect(answer.text).toContain(field);
      expect(written(), `${type}.${field}`).toBe(0);
      tried.push(`${type}.${field}`);
    }
  }
  expect(tried.length).toBeGreaterThanOrEqual(3);
});
