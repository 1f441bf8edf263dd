import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AccessPolicy } from "#core/access/access-policy";
import type { AccountPermissions } from "#core/access/permission-matrix";
import { ConfirmTokens, randomKey } from "#core/confirmation/confirm-token";
import { callMay } from "#core/platform/call-context";
import { openLog } from "#core/platform/log";
import { accountSettings } from "#core/platform/settings";
import { type Caller, needsConfirmation } from "#server/caller";
import { dispatch } from "#server/dispatch";
import { ToolCatalog } from "#server/tool-catalog";
import type { FakeCalamariOptions } from "../../../fakes/calamari";
import { thursday } from "../../../fakes/tool-session";
import { setup as calamariSetup } from "../../core/services/calamari/setup";
import { withPlugins } from "../../core/services/kimai/plugged";

/** One person with both: hours booked in Kimai, shifts and leave in Calamari. Real adapters, real HTTP, two fakes. */
async function bothAccounts(permissions: Partial<AccountPermissions> = {}, options: FakeCalamariOptions = {}) {
  const kimai = await withPlugins("user", { now: thursday });
  const calamari = await calamariSetup("nora", { now: thursday, ...options }, { may: callMay });
  const home = mkdtempSync(join(tmpdir(), "punchcard-two-"));
  onTestFinished(async () => {
    rmSync(home, { recursive: true, force: true });
    await Promise.all([kimai.close(), calamari.close()]);
  });
  const track = { profile: "track" as const, ...permissions };
  const accounts = [
    accountSettings.parse({
      id: "kimai-1",
      service: "kimai",
      label: "Kimai",
      url: kimai.kimai.url,
      permissions: track,
    }),
    accountSettings.parse({
      ...{ id: "calamari-1", service: "calamari", label: "Calamari", url: calamari.calamari.url },
      ...{ user: calamari.calamari.people.nora, permissions: track },
    }),
  ];
  const policy = new AccessPolicy({
    home,
    log: openLog(home),
    client: "test",
    tray: false,
    now: () => thursday,
    open: async ({ service }) => (service === "kimai" ? kimai.service : calamari.service),
  });
  const catalog = new ToolCatalog(policy);
  policy.use({ accounts, activeAccount: null, limits: {}, problem: null });
  const tokens = new ConfirmTokens(randomKey(), () => thursday);
  const caller: Caller = {
    signal: new AbortController().signal,
    name: "Test client",
    waits: false,
    progress: () => undefined,
    canAsk: false,
    since: async () => null,
    answered: async () => null,
  };
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await dispatch(name, args, caller, {
      ...{
        policy,
        catalog,
        tokens: async () => tokens,
        inApp: async () => null,
        startApp: async () => null,
        wrote: () => undefined,
        learned: () => undefined,
      },
    });
    if (needsConfirmation(answer)) throw new Error("asked");
    const [first] = answer.content;
    return {
      isError: answer.isError ?? false,
      data: (answer.structuredContent ?? {}) as Record<string, unknown>,
      text: first?.type === "text" ? first.text : "",
    };
  };
  const ok = async (name: string, args: Record<string, unknown>) => {
    const answer = await call(name, args);
    if (answer.isError || answer.data.confirm) throw new Error(`${name} failed: ${answer.text}`);
    return answer;
  };
  // What each account has is known once it was asked.
  for (const { id } of accounts) await ok("get_account", { account: id });
  return { call, ok, policy, catalog, kimai: kimai.kimai, calamari: calamari.calamari, logged: calamari.logged };
}

const kimai = { account: "kimai-1" };
const calamari = { account: "calamari-1" };
const week = { from: "2026-11-16", to: "2026-11-18" };

async function bookedAndWorked() {
  const both = await bothAccounts();
  const { ok, kimai: fake } = both;
  const [project] = fake.state.projects.filter(({ visible }) => visible);
  const activity = fake.state.activities.find(
    (each) => each.visible && (each.project === null || each.project === project?.id),
  );
  const work = { project: project?.name, activity: activity?.name };
  await ok("log_time", { ...kimai, entries: [{ day: "2026-11-16", from: "9:00", to: "16:30", ...work }] });
  await ok("log_time", { ...kimai, entries: [{ day: "2026-11-17", from: "9:00", to: "12:00", ...work }] });
  await ok("log_time", { ...calamari, entries: [{ day: "2026-11-16", from: "9:00", to: "17:00" }] });
  await ok("log_time", { ...calamari, entries: [{ day: "2026-11-18", from: "9:00", to: "10:00" }] });
  return both;
}
const rows = (data: Record<string, unknown>, list: string) => data[list] as Record<string, unknown>[];

describe("Kimai and Calamari at once", () => {
  it("takes an account as people say it, in whatever case, and no other for it", async () => {
    const { ok, call } = await bothAccounts();
    for (const account of ["Calamari", "calamari", "CALAM", "calamari-1"])
      expect((await ok("get_account", { account })).data).toMatchObject({ account: { id: "calamari-1" } });
    for (const account of ["amari", "", " ", "Clockodo", "all"]) {
      const { isError, text } = await call("get_account", { account });
      expect(isError, account).toBe(true);
      expect(text).toMatch(/no such account[\s\S]*Kimai[\s\S]*Calamari[\s\S]*Give one of these/);
    }
  });

  it("names no argument in a refusal that neither account has", async () => {
    const { call } = await bothAccounts();
    const { text } = await call("list_absences", { who: "everyone", account: "calamari-1" });
    expect(text).toContain("This tool takes: period, from, to, ");
    expect(text).not.toContain("people");
  });

  it("says of time that nobody is charged for nothing about charging", async () => {
    const { ok } = await bookedAndWorked();
    expect((await ok("report_time", { ...week, ...calamari })).text).not.toContain("billable");
    expect((await ok("report_time", { ...week, ...kimai })).text).toContain("billable");
  });

  it("says whose leave was looked at, so that none of yours is not taken for nobody away", async () => {
    const { ok, calamari: fake } = await bothAccounts();
    fake.state.absences = [];
    const { text, data } = await ok("list_absences", { ...calamari, period: "next week" });
    expect(text).toContain("0 absences of yours");
    expect(data).toMatchObject({ whose: "me" });
  });

  it("offers all accounts where a tool can be asked of all, and only where there is more than one", async () => {
    const { catalog } = await bothAccounts();
    const listed = (name: string) => {
      const tool = catalog.offered().find((one) => one.name === name);
      if (!tool) throw new Error(`${name} is not offered`);
      return JSON.stringify(catalog.describe(tool).inputSchema);
    };
    for (const name of ["report_time", "list_absences"]) expect(listed(name)).toContain('"all"');
    for (const name of ["list_time", "clock_in", "request_absence"]) expect(listed(name)).not.toContain('"all"');
  });

  it("reports hours booked in Kimai beside shifts in Calamari, day by day, and does not add them up", async () => {
    const { ok, calamari: fake } = await bookedAndWorked();
    const { data, text } = await ok("report_time", { account: "all", ...week, by: ["day"] });
    const hours = (value: number) => value * 3_600;
    expect(rows(data, "side_by_side")).toMatchObject([
      { id: "2026-11-16", seconds: { "kimai-1": hours(7.5), "calamari-1": hours(8) } },
      { id: "2026-11-17", seconds: { "kimai-1": hours(3), "calamari-1": 0 } },
      { id: "2026-11-18", seconds: { "kimai-1": 0, "calamari-1": hours(1) } },
    ]);
    expect(rows(data, "accounts").map(({ id, total }) => [id, (total as { seconds: number }).seconds])).toEqual([
      ["kimai-1", hours(10.5)],
      ["calamari-1", hours(9)],
    ]);
    expect(data.total).toBeUndefined();
    expect(rows(data, "groups").map(({ account }) => account)).toEqual([
      "kimai-1",
      "kimai-1",
      "calamari-1",
      "calamari-1",
    ]);
    expect(text).toMatch(/^Kimai \(kimai-1\):$/m);
    expect(text).toMatch(/^Calamari \(calamari-1\):$/m);
    expect(text).toMatch(/2026-11-16.*Kimai 7:30, Calamari 8:00/);
    expect(fake.othersAskedFor(fake.people.nora)).toEqual([]);
    expect(fake.unknownMembers()).toEqual([]);
  });

  it("asks one account alone as before", async () => {
    const { ok } = await bookedAndWorked();
    for (const [account, seconds] of [
      ["kimai-1", 37_800],
      ["calamari-1", 32_400],
    ] as const) {
      const { data } = await ok("report_time", { account, ...week });
      expect(data).toMatchObject({ total: { seconds } });
      expect(data.accounts).toBeUndefined();
    }
  });

  it("shows absences of both in one calendar by day, each with its account", async () => {
    const { ok, calamari: fake, logged } = await bothAccounts();
    await ok("request_absence", { ...calamari, type: "holiday", from: "2026-12-21", to: "2026-12-22" });
    await ok("request_absence", { ...kimai, type: "holiday", from: "2026-12-07", to: "2026-12-08", comment: "Trip" });
    await ok("request_absence", { ...calamari, type: "sick", from: "2026-12-01" });
    const { data, text } = await ok("list_absences", {
      account: "all",
      period: "2026-12",
      show: ["absences", "holidays"],
    });
    expect(rows(data, "absences").map(({ account, first }) => [account, first])).toEqual([
      ["calamari-1", "2026-12-01"],
      ["kimai-1", "2026-12-07"],
      ["calamari-1", "2026-12-21"],
    ]);
    expect(text).toMatch(/Kimai \(kimai-1\):[\s\S]*7–8 Dec 2026[\s\S]*Calamari \(calamari-1\):[\s\S]*21–22 Dec 2026/);
    expect(rows(data, "accounts").map(({ id }) => id)).toEqual(["kimai-1", "calamari-1"]);
    fake.assertKeyOnlyInHeaders(logged(), JSON.stringify(data), text);
    expect(fake.othersAskedFor(fake.people.nora)).toEqual([]);
  });

  it("tells which account fails, and hides nothing of the other", async () => {
    const { call, kimai: fake } = await bookedAndWorked();
    fake.fail({ path: /timesheets/, failure: { kind: "status", status: 500 } });
    const { data, text, isError } = await call("report_time", { account: "all", ...week, by: ["day"] });
    expect(isError).toBe(false);
    expect(text).toMatch(/^Not read: Kimai \(kimai-1\)\. The others were\./);
    expect(rows(data, "accounts")).toMatchObject([
      { id: "kimai-1", error: { code: expect.any(String), message: expect.any(String) } },
      { id: "calamari-1", total: { seconds: 32_400 } },
    ]);
    expect(rows(data, "groups").every(({ account }) => account === "calamari-1")).toBe(true);
  });

  it("is an error where every account fails, and where a cursor of one is given for all", async () => {
    const { call } = await bothAccounts();
    const wrong = await call("report_time", { account: "all", period: "the other day" });
    expect(wrong.isError).toBe(true);
    expect(rows(wrong.data, "accounts")).toMatchObject([{ error: {} }, { error: {} }]);
    const cursor = await call("list_absences", { account: "all", cursor: "WyIyMDI2LTEyLTAxIiwiMSJd" });
    expect([cursor.isError, cursor.text]).toEqual([true, expect.stringMatching(/belongs to one account/)]);
  });

  it("asks no person for several accounts at once: it says which one wants to be asked alone", async () => {
    const { call } = await bothAccounts({ cells: { "absence.read": "ask" } });
    const { isError, text, data } = await call("list_absences", { account: "all", period: "2026-12" });
    expect(isError).toBe(true);
    expect(text).toMatch(/has to be asked first/);
    expect(JSON.stringify(data)).toMatch(/Call again with account: kimai-1/);
  });

  it("reads no account on which the tool is off", async () => {
    const { policy, ok, kimai: fake } = await bothAccounts({ tools: {} });
    const [first, second] = [0, 1].map((at) => policy.accountsForAll("list_absences")[at]?.settings);
    if (!first || !second) throw new Error("two accounts");
    const off = { ...first, permissions: { ...first.permissions, tools: { list_absences: false } } };
    policy.use({ accounts: [off, second], activeAccount: null, limits: {}, problem: null });
    const before = fake.requests.length;
    const { data, text } = await ok("list_absences", { account: "all", period: "2026-12" });
    expect(rows(data, "accounts").map(({ id }) => id)).toEqual(["calamari-1"]);
    expect(fake.requests.length).toBe(before);
    // Nobody takes it for an account without absences.
    expect(rows(data, "not_asked")).toMatchObject([{ id: "kimai-1", why: "list_absences is not allowed here." }]);
    expect(text).toMatch(/^Not asked: Kimai \(kimai-1\): list_absences is not allowed here/);
  });

  it.each([
    ["time" as const, "list_absences", /Time Off/],
    ["leave" as const, "report_time", /Time & Attendance|Clockin|time/],
  ])("says which account lacks the module, where it has only that of %s", async (module, tool, why) => {
    const { ok } = await bothAccounts({}, { settings: { modules: [module] } });
    const { data, text } = await ok(tool, { account: "all", period: "2026-11" });
    expect(rows(data, "accounts").map(({ id }) => id)).toEqual(["kimai-1"]);
    expect(rows(data, "not_asked")).toMatchObject([{ id: "calamari-1", why: expect.stringMatching(why) }]);
    expect(text).toMatch(/^Not asked: Calamari \(calamari-1\): /);
    expect(text).not.toMatch(/Not read/);
  });

  it("does not say that the others were read where there are none", async () => {
    const { call } = await bothAccounts({}, { settings: { modules: ["time"] } });
    const { text, isError } = await call("list_absences", { account: "all", people: ["everyone"], period: "2026-12" });
    expect(isError).toBe(true);
    expect(text).toMatch(/^Not read: Kimai \(kimai-1\)\.\nNot asked: Calamari/);
  });

  it("compares days of accounts in different zones with a word about it, and pages each by itself", async () => {
    const { ok } = await bothAccounts(
      {},
      {
        seed: (state) => {
          const [, nora] = state.employees;
          if (nora) nora.timezone = "Pacific/Auckland";
          const [started, finished] = [Date.parse("2026-11-16T20:00:00Z"), Date.parse("2026-11-16T23:00:00Z")];
          state.shifts.push({ id: 1, employee: 41, breaks: [], projects: [], description: "", started, finished });
        },
      },
    );
    const { data, text } = await ok("report_time", { account: "all", ...week, by: ["day"] });
    // Monday evening in Berlin is Tuesday morning in Auckland.
    expect(rows(data, "side_by_side")).toMatchObject([
      { id: "2026-11-17", seconds: { "kimai-1": 0, "calamari-1": 10_800 } },
    ]);
    expect(text).toMatch(/Side by side, each by the days of its own zone:/);
    for (const from of ["2026-12-01", "2026-12-02", "2026-12-03"])
      await ok("request_absence", { ...calamari, type: "holiday", from });
    const page = await ok("list_absences", { account: "all", period: "2026-12", limit: 2 });
    const [, own] = rows(page.data, "accounts");
    expect(own).toMatchObject({ id: "calamari-1", more: 1, next: expect.any(String) });
    const rest = await ok("list_absences", { ...calamari, period: "2026-12", limit: 2, cursor: own?.next });
    expect(rows(rest.data, "absences").map(({ first }) => first)).toEqual(["2026-12-03"]);
  });
});
