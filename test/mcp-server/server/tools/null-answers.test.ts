import { ServerResponse } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { recordTypes } from "#core/domain/records";
import { recordings } from "../../core/services/kimai/recorded";
import { session, work } from "./every-session";

/**
 * Members that a service answers with null: Kimai's as a real one did; Calamari's of calamari-api.md §2. Clockodo's
 * are in answers made at random from its document. `project` and `end` stay as they are:
 * entries have them, too, and without an end they run.
 */
const nullable: Record<string, string> = {
  kimai: `accountNumber address addressLine1 addressLine2 addressLine3 alias avatar budgetType buyerReference city class
    color comment company contact description email fax fixedRate homepage hourlyRate internalRate invoiceEmail mobile
    number orderDate orderNumber parentTitle phone postCode start supervisor title url user value vatId`,
  calamari: `amountFirstDay amountLastDay description duration finishTime halfdayPeriod reason startTime`,
};
/** What only one service has. */
const more: Record<string, [tool: string, args: Record<string, unknown>][]> = {
  kimai: [
    ["save_record", { type: "rate", records: [{ of: "project Website relaunch", values: { rate: 90 } }] }],
    ["list_records", { type: "rate", of: "project Website relaunch" }],
    ["list_records", { type: "customer", id: "#1" }],
    ["list_records", { type: "team", id: "#1" }],
    ["list_records", { type: "person", id: "#1" }],
  ],
  calamari: [
    ["request_absence", { type: "vacation", from: "2026-12-07", to: "2026-12-08" }],
    ["list_absences", { period: "2026-12" }],
    ["get_leave_balance", {}],
  ],
};
const namesOf = (service: string) => new Set(nullable[service]?.split(/\s+/));

/** Members named `user` and `email` of Kimai's are null below rates and customers only. */
const kept = (service: string, name: string, parent: Record<string, unknown>) =>
  service === "kimai" && ((name === "user" && !("isFixed" in parent)) || (name === "email" && "username" in parent));

function emptied(service: string, value: unknown, hits: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => emptied(service, each, hits));
  if (typeof value !== "object" || value === null) return value;
  const parent = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(parent).map(([name, each]) => {
      if (!namesOf(service).has(name) || kept(service, name, parent)) return [name, emptied(service, each, hits)];
      hits.add(name);
      return [name, null];
    }),
  );
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.keys(nullable))("%s, where all that can be null is null", (name) => {
  it("is read by every tool that reads, and nothing reads as the word null", async () => {
    const hits = new Set<string>();
    const end = ServerResponse.prototype.end as (this: ServerResponse, body?: unknown) => ServerResponse;
    vi.spyOn(ServerResponse.prototype, "end").mockImplementation(function (this: ServerResponse, body?: unknown) {
      const rows = this.statusCode < 300 && typeof body === "string" && /^[[{]/.test(body);
      return end.call(this, rows ? JSON.stringify(emptied(name, JSON.parse(body), hits)) : body);
    });
    const { ok, log, service } = await session(name);
    await log({ day: "2026-11-16", from: "9:00", to: "11:00" });
    const answers = [
      await ok("get_account"),
      await ok("find_work"),
      await ok("find_work", { query: Object.values(work[name] ?? {})[0] }),
      await ok("get_status"),
      await ok("list_time", { from: "2026-11-16", to: "2026-11-17", detail: "full" }),
      await ok("report_time", { from: "2026-11-16", to: "2026-11-17", by: ["project"] }),
      await ok("clock_in", work[name]),
    ];
    for (const type of recordTypes) {
      const info = await service.records?.describe(type).catch(() => null);
      if (info?.actions.includes("list") && !info.parents?.length) answers.push(await ok("list_records", { type }));
    }
    for (const [tool, args] of more[name] ?? []) answers.push(await ok(tool, args));
    for (const { text } of answers) expect(text).not.toMatch(/\b(null|undefined|NaN)\b/);
    const left = [...namesOf(name)].filter((each) => !hits.has(each));
    expect(left, "members that no answer had").toEqual([]);
  });
});

it("the list of Kimai's members that can be null has all that a real Kimai had so", () => {
  const found = new Set<string>();
  const look = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, each] of Object.entries(value)) {
      if (each === null) found.add(name);
      look(each);
    }
  };
  for (const { status, response } of (["read", "timesheets", "entities"] as const).flatMap(recordings))
    if (status < 300) look(response);
  for (const name of ["project", "end"]) found.delete(name);
  expect([...found].filter((each) => !namesOf("kimai").has(each))).toEqual([]);
});
