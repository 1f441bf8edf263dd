import { expect, it, onTestFinished } from "vitest";
import type { Service } from "../../../mcp-server/domain/ports";
import { recordTypes } from "../../../mcp-server/domain/records";
import { createKimaiService } from "../../../mcp-server/services/kimai";
import { startFakeKimai } from "../../fakes/kimai";
import { openToolSession, thursday } from "../../fakes/tool-session";
import { setup as calamariSetup } from "../services/calamari/setup";
import { setup as clockodoSetup } from "../services/clockodo/setup";
import { openSheet } from "../services/local/sheet";
import { sessionsWith } from "../services/session";

/** What one service taught, asked of all by the tools that an AI client calls: adapters over real HTTP against the fakes. */
interface Opened {
  service: Service;
  /** Requests until now. */
  asked(): number;
  /** Writes until now: what was sent with another method than GET or HEAD, but for forms and reads by POST. */
  written(): number;
}

const isWrite = ({ method, body }: { method: string; body: string }) =>
  !["GET", "HEAD"].includes(method) && body !== "{}" && body !== "";

const open: Record<string, () => Promise<Opened>> = {
  async kimai() {
    const kimai = await startFakeKimai({ now: thursday, frozen: true, zones: { super: "Europe/Berlin" } });
    const made = sessionsWith(
      kimai,
      "super",
      (name) => kimai.tokens[name],
      (env, timing) => createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing),
    );
    onTestFinished(made.close);
    return {
      service: made.service,
      asked: () => kimai.requests.length,
      written: () => kimai.requests.filter(isWrite).length,
    };
  },
  async clockodo() {
    const { clockodo, service } = await clockodoSetup("olga", { now: thursday });
    return {
      service,
      asked: () => clockodo.requests.length,
      written: () => clockodo.requests.filter(({ method }) => method !== "GET").length,
    };
  },
  async calamari() {
    const { calamari, service, close } = await calamariSetup("nora", { now: thursday }, { may: () => true });
    onTestFinished(close);
    return {
      service,
      asked: () => calamari.requests.length,
      written: () => calamari.requests.filter(({ path }) => /create|update|save|delete|clock-/.test(path)).length,
    };
  },
  async local() {
    return { service: openSheet().sheet, asked: () => 0, written: () => 0 };
  },
};

/** Work by the names of each fake. */
const work: Record<string, Record<string, string>> = {
  kimai: { project: "Website relaunch", activity: "Design" },
  clockodo: { project: "App relaunch", activity: "Design" },
  calamari: { project: "Harbour app" },
  local: { project: "Website", activity: "Design" },
};
const names = Object.keys(open);

async function session(name: string) {
  const made = await (open[name] as () => Promise<Opened>)();
  const tools = openToolSession({ profile: "everything", answers: Array(20).fill("yes"), service: made.service });
  const ok = async (tool: string, args: Record<string, unknown> = {}) => {
    const answer = await tools.call(tool, args);
    expect(answer.isError, `${name}, ${tool}: ${answer.text}`).toBe(false);
    return answer;
  };
  const log = async (times: { day: string; from: string; to: string }) =>
    ok("log_time", { entries: [{ ...times, ...work[name] }], ...(name === "local" && { create_missing: true }) });
  /** Requests that one call takes. */
  const taken = async (tool: string, args: Record<string, unknown> = {}) => {
    const before = made.asked();
    await ok(tool, args);
    return made.asked() - before;
  };
  return { ...made, call: tools.call, ok, log, taken };
}

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

/** Hours by day: Clockodo counts time on the day on which it falls, the others an entry on the day it begins. */
const nights: Record<string, [string, number][]> = {
  kimai: [["2026-11-16", 6]],
  clockodo: [
    ["2026-11-16", 2],
    ["2026-11-17", 4],
  ],
  calamari: [["2026-11-16", 6]],
  local: [["2026-11-16", 6]],
};

it.each(names)("%s counts an entry over midnight in sums by day as it does itself, and lists it once", async (name) => {
  const { ok, log } = await session(name);
  await log({ day: "2026-11-16", from: "22:00", to: "2026-11-17 04:00" });
  const report = await ok("report_time", { from: "2026-11-16", to: "2026-11-17", by: ["day"] });
  const groups = report.data.groups as { id: string; seconds: number }[];
  expect(groups.map(({ id, seconds }) => [id, seconds / 3600])).toEqual(nights[name]);
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
