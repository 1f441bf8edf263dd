import { afterEach, expect, test } from "vitest";
import { toolState } from "#core/access/tool-rules";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

const everything = { profile: "everything", cells: {}, tools: {} } as const;

test("the person, zone, hours and manager are those of whoever signed in", async () => {
  here = await setup();
  expect(await here.service.facts()).toMatchObject({
    service: "calamari",
    person: { id: "41", name: "Nora Lind", email: here.gateway.people.nora },
    zone: "Europe/Oslo",
    supervisor: { name: "Olav Dahl" },
    teams: [{ id: "5", name: "Design" }],
    targetSeconds: [27_000, 27_000, 27_000, 27_000, 27_000, 0, 0],
  });
});

test("what this way cannot do is not offered as a tool, with a reason; what it can is", async () => {
  here = await setup();
  const { refused } = await here.service.facts();
  const state = (tool: Parameters<typeof toolState>[0]) => toolState(tool, "calamari", everything, "same", refused);
  const off = [
    "get_status",
    "take_break",
    "list_time",
    "report_time",
    "update_time",
    "delete_time",
    "update_absence",
  ] as const;
  expect(off.map((tool) => [tool, state(tool)])).toEqual(off.map((tool) => [tool, "no_cell"]));
  const on = [
    "clock_in",
    "clock_out",
    "log_time",
    "list_absences",
    "get_leave_balance",
    "request_absence",
    "get_account",
  ] as const;
  expect(on.map((tool) => [tool, state(tool)])).toEqual(on.map((tool) => [tool, "on"]));
  for (const reason of Object.values(refused)) expect(reason).toMatch(/^[A-Z].{10,}\.$/);
});

test.each([
  ["time", ["clock_in", "clock_out", "log_time"], ["list_absences", "request_absence", "get_leave_balance"]],
  ["leave", ["list_absences", "request_absence", "get_leave_balance"], ["clock_in", "clock_out", "log_time"]],
] as const)("a company with the module %s alone offers nothing of the other, and says so", async (module, on, off) => {
  here = await setup();
  here.gateway.state.settings.modules = [module];
  const { refused, modules } = await here.service.facts();
  const state = (tool: Parameters<typeof toolState>[0]) => toolState(tool, "calamari", everything, "same", refused);
  expect(on.map(state)).toEqual(on.map(() => "on"));
  expect(off.map(state)).toEqual(off.map(() => "no_cell"));
  expect(Object.keys(modules)).toContain(module === "time" ? "Time & Attendance" : "Time Off");
  expect(Object.keys(modules)).not.toContain(module === "time" ? "Time Off" : "Time & Attendance");
});

test.each([
  [
    "clocking without the look before it",
    "checkTimesheetOverlap",
    ["clock_in", "clock_out", "log_time"],
    "list_absences",
  ],
  ["balances", "getAbsenceAllowances", ["get_leave_balance"], "request_absence"],
  ["making requests", "createAbsenceRequest", ["request_absence"], "list_absences"],
] as const)("a gateway that lacks one tool alone does not have %s offered", async (_what, without, off, on) => {
  here = await setup({ settings: { without: [without] } });
  const { refused } = await here.service.facts();
  const state = (tool: Parameters<typeof toolState>[0]) => toolState(tool, "calamari", everything, "same", refused);
  expect(off.map(state)).toEqual(off.map(() => "no_cell"));
  expect(state(on)).toBe("on");
});

test("types of leave are told also where balances are not", async () => {
  here = await setup({ settings: { without: ["getAbsenceAllowances"] } });
  expect((await here.absences.types()).map(({ name }) => name)).toContain("Annual leave");
});

test("what the gateway does not offer is refused in words, and not asked for", async () => {
  here = await setup({ settings: { without: ["getPublicHolidays"] } });
  await here.service.facts();
  const failure = await failureOf(here.absences.holidays({ first: "2026-12-24", last: "2026-12-25" }));
  expect(failure).toMatchObject({ kind: "unsupported", message: expect.stringMatching(/does not offer/) });
  expect(here.tools()).not.toContain("getPublicHolidays");
});

test("words for a model behind the JSON of an answer change nothing", async () => {
  here = await setup({ settings: { chatty: true } });
  expect((await here.service.facts()).person.name).toBe("Nora Lind");
  expect(await here.absences.types()).not.toEqual([]);
});

test("answers as event streams and as JSON are read alike, in the protocol that both speak", async () => {
  here = await setup({ settings: { stream: true } });
  expect((await here.service.facts()).person.name).toBe("Nora Lind");
  expect(here.gateway.requests.filter(({ method }) => method === "GET")).toEqual([]);
  expect(here.gateway.requests.at(-1)?.protocol).toMatch(/^2025-/);
});

test("a session that the server has forgotten is begun again, and the call is done once", async () => {
  here = await setup();
  await here.service.facts();
  here.gateway.forgetSessions();
  await here.service.timer.start({ work: {} });
  expect(here.gateway.calls.filter(({ tool }) => tool === "clockIn")).toHaveLength(1);
  expect(here.gateway.requests.filter(({ status }) => status === 404)).toHaveLength(1);
});

test.each([
  ["a page of HTML", { instead: "html" as const }, { kind: "not_this_product" }],
  ["that programs are not let in", { instead: "forbidden" as const }, { kind: "forbidden", message: /switched on/ }],
])("an address that answers %s is told from Calamari", async (_what, settings, wanted) => {
  here = await setup();
  Object.assign(here.gateway.settings, settings);
  const failure = await failureOf(here.service.facts());
  expect(failure.kind).toBe(wanted.kind);
  if ("message" in wanted) expect(failure.message).toMatch(wanted.message);
  expect(failure.next).toMatch(/MCP Server/);
});

test.each([
  [
    { kind: "status", status: 429, headers: { "retry-after": "120" } } as const,
    { kind: "rate_limited", retryAfter: 120 },
  ],
  [{ kind: "status", status: 503 } as const, { kind: "unavailable", saved: "no" }],
  [{ kind: "redirect", to: "https://elsewhere.example/x" } as const, { kind: "redirected" }],
  [{ kind: "drop", afterEffect: false } as const, { kind: "offline", saved: "no" }],
  [{ kind: "silence", afterEffect: false } as const, { kind: "timeout", saved: "no" }],
])("a gateway that fails with %j is told as it is", async (failure, wanted) => {
  here = await setup({ silenceMs: 1_000 });
  here.gateway.fail({ method: "POST", path: /mcp-server/, failure });
  expect(await failureOf(here.service.facts())).toMatchObject(wanted);
});

test("an address where there is nothing is told at once, and not taken for a session that has ended", async () => {
  here = await setup();
  here.gateway.fail({ method: "POST", path: /mcp-server/, failure: { kind: "status", status: 404 } });
  const failure = await failureOf(here.service.facts());
  expect(failure).toMatchObject({ kind: "not_this_product", message: expect.stringMatching(/no MCP server/) });
});

test("a gateway that is down is not reachable", async () => {
  here = await setup();
  await here.service.facts();
  await here.gateway.close();
  const failure = await failureOf(here.service.facts({ fresh: true }));
  expect(failure).toMatchObject({ kind: "offline", saved: "no" });
});

test("an MCP server of another product is not taken for Calamari", async () => {
  here = await setup();
  here.gateway.state.settings.modules = [];
  expect(await failureOf(here.service.facts())).toMatchObject({ kind: "not_this_product" });
});
