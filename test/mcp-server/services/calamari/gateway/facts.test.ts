import { afterEach, expect, test } from "vitest";
import { toolState } from "../../../../../mcp-server/permissions";
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
