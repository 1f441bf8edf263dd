import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { AppFailure } from "../../../main/ipc/failure";
import type { ResourceReader, Server } from "../../../main/server";
import { reportCsv } from "../../../main/state/report-csv";
import { Reports } from "../../../main/state/reports";
import { type ReportGroup, reportResult } from "../../../mcp-server/domain/results";

const group = (name: string, seconds: number, more: Partial<ReportGroup> = {}): ReportGroup => ({
  by: "project",
  id: name,
  name,
  seconds,
  entries: 2,
  billable: seconds / 2,
  share: 0.5,
  ...more,
});
const report = (groups: ReportGroup[], more = 0) =>
  reportResult.parse({
    zone: "UTC",
    from: "2026-10-01",
    to: "2026-10-31",
    now: "2026-11-19T10:12:00Z",
    total: { seconds: 7200, entries: 4, billable: 3600, running: 0, days: 2 },
    groups,
    more,
    read: { at: "2026-11-19T10:12:00Z", entries: 4, left_out: [] },
  });
const october = { from: "2026-10-01", to: "2026-10-31", by: "project" as const, who: "me" as const };

function opened(answers: unknown[], account: string | null = "kimai-1") {
  const calls: [string, Record<string, unknown>][] = [];
  const call: Server["call"] = async (tool, args, schema) => {
    calls.push([tool, JSON.parse(JSON.stringify(args))]);
    return schema.parse(answers.shift()) as never;
  };
  const readResource = vi.fn<ResourceReader["readResource"]>(async () => "the entries");
  return { reports: new Reports({ server: { call, readResource }, account: () => account }), calls, readResource };
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: AppFailure) => error.failure,
  );
const file = () => join(mkdtempSync(join(tmpdir(), "punchcard-export-")), "export.csv");

test("a report asks for targets and gaps of one person only, where they mean something", async () => {
  const { reports, calls } = opened([report([]), report([])]);
  await reports.get({ ...october, thenBy: "activity" });
  await reports.get({ ...october, who: "everyone" });
  const asked = { account: "kimai-1", from: "2026-10-01", to: "2026-10-31", limit: 100 };
  expect(calls).toEqual([
    ["report_time", { ...asked, people: ["me"], by: ["project", "activity"], show: ["target", "gaps", "missing"] }],
    ["report_time", { ...asked, people: ["everyone"], by: ["project"] }],
  ]);
});

test.each([
  ["entries", "csv"],
  ["calendar", "ics"],
] as const)("%s are written as the server's own file", async (what, ending) => {
  const { reports, readResource, calls } = opened([], "kimai 1");
  const path = file();
  const choose = vi.fn(async () => path);
  expect(await reports.export({ ...october, what }, choose)).toEqual({ path });
  expect(choose).toHaveBeenCalledWith(`punchcard-2026-10-01-2026-10-31.${ending}`);
  expect(readResource.mock.calls[0]?.[0]).toBe(`punchcard://entries/kimai%201/2026-10-01/2026-10-31.${ending}`);
  expect(readFileSync(path, "utf8")).toBe("the entries");
  expect(calls).toEqual([]);
});

test("nothing is read when no place was chosen", async () => {
  const { reports, readResource, calls } = opened([]);
  expect(await reports.export({ ...october, what: "entries" }, async () => null)).toEqual({ path: null });
  expect(await reports.export({ ...october, what: "report" }, async () => null)).toEqual({ path: null });
  expect([readResource.mock.calls, calls]).toEqual([[], []]);
});

test("a report that would not be whole is not written, and neither is one that could not be read", async () => {
  const path = file();
  const { reports } = opened([report([group("a", 3600)], 3), report([group("a", 3600, { more: 1 })])]);
  for (const thenBy of [undefined, "activity"] as const)
    expect(await failureOf(reports.export({ ...october, thenBy, what: "report" }, async () => path))).toMatchObject({
      code: "too_many",
      saved: "no",
    });
  expect(() => readFileSync(path)).toThrow();
});

test("a disk that refuses is told with the path and what to do", async () => {
  const { reports } = opened([]);
  const path = join(tmpdir(), "no-such-folder-of-punchcard", "x.csv");
  expect(await failureOf(reports.export({ ...october, what: "entries" }, async () => path))).toMatchObject({
    code: "file",
    saved: "no",
    detail: "ENOENT",
    message: expect.stringContaining(path),
  });
});

test("a table of the report adds up, keeps odd names whole, and runs nothing in a spreadsheet", () => {
  const groups = [
    group('Web, "relaunch"', 5400, { parents: { customer: { id: "1", name: "Museum" } } }),
    group("=1+1", 1800, { share: 0.25 }),
  ];
  const text = reportCsv(report(groups), "project", undefined);
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(text.slice(1).split("\r\n")).toEqual([
    "project,in,,hours,billable hours,entries,share %",
    '"Web, ""relaunch""",Museum,,1.50,0.75,2,50.0',
    "'=1+1,,,0.50,0.25,2,25.0",
    "",
  ]);
  const inner = [group("Design", 3600, { by: "activity" }), group("Review", 1800, { by: "activity" })];
  const nested = reportCsv(report([group("Relaunch", 5400, { groups: inner })]), "project", "activity");
  const hours = nested
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => Number(line.split(",")[3]));
  expect(hours).toEqual([1, 0.5]);
});
