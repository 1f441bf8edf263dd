import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { reportResult } from "#core/domain/results/reports";
import { Reports } from "#main/app/state/reports";
import type { ResourceReader } from "#main/server/index";
import { failureOf, serverWith } from "./answers";

const report = reportResult.parse({
  zone: "UTC",
  period: "1–31 Oct 2026",
  from: "2026-10-01",
  to: "2026-10-31",
  now: "2026-11-19T10:12:00Z",
  total: { seconds: 7200, entries: 4, billable: 3600, running: 0, days: 2 },
  groups: [],
  more: 0,
  read: { at: "2026-11-19T10:12:00Z", entries: 4, left_out: [] },
});
const october = { from: "2026-10-01", to: "2026-10-31", by: "project" as const, who: "me" as const };

function opened(answers: unknown[], account: string | null = "kimai-1") {
  const { server, calls } = serverWith(answers);
  const readResource = vi.fn<ResourceReader["readResource"]>(async () => "the entries");
  return { reports: new Reports({ server: { ...server, readResource }, account: () => account }), calls, readResource };
}
const file = () => join(mkdtempSync(join(tmpdir(), "punchcard-export-")), "export.csv");

test("names to narrow a report by are those that the service finds, once each, and none where it lists none", async () => {
  const records = [{ name: "remote" }, { name: "remote" }, { name: "Remo" }];
  const { reports, calls } = opened([{ records }, { records: [] }, () => Promise.reject(new Error("not yours"))]);
  expect(await reports.names({ of: "tag", query: "rem" })).toEqual(["remote", "Remo"]);
  expect(await reports.names({ of: "person", query: "" })).toEqual([]);
  expect(await reports.names({ of: "person", query: "a" })).toEqual([]);
  expect(calls.slice(0, 2)).toEqual([
    ["list_records", { account: "kimai-1", type: "tag", query: "rem", limit: 50 }],
    ["list_records", { account: "kimai-1", type: "person", limit: 50 }],
  ]);
});

test("a filter asks for a part of the time, of which nobody tells targets and gaps", async () => {
  const { reports, calls } = opened([report, report]);
  await reports.get({ ...october, customer: "Acme", project: "Website", tag: "remote" }, 1);
  await reports.get({ ...october, person: "Ada" }, 1);
  const asked = { account: "kimai-1", from: "2026-10-01", to: "2026-10-31", by: ["project"], limit: 100 };
  expect(calls.map(([, args]) => args)).toEqual([
    { ...asked, people: ["me"], customer: "Acme", project: "Website", tags: ["remote"] },
    { ...asked, people: ["Ada"] },
  ]);
});

test("a report asks for targets and gaps of one person only, where they mean something", async () => {
  const { reports, calls } = opened([report, report]);
  await reports.get({ ...october, thenBy: "activity" }, 1);
  await reports.get({ ...october, who: "everyone" }, 1);
  const asked = { account: "kimai-1", from: "2026-10-01", to: "2026-10-31", limit: 100 };
  expect(calls).toEqual([
    [
      "report_time",
      {
        ...asked,
        people: ["me"],
        by: ["project", "activity"],
        show: ["target", "gaps", "missing"],
        shortest_gap: "60m",
      },
    ],
    ["report_time", { ...asked, people: ["everyone"], by: ["project"] }],
  ]);
});

test.each([
  ["entries", "punchcard-2026-10-01-2026-10-31.csv", "entries/kimai%201/2026-10-01/2026-10-31.csv"],
  ["calendar", "punchcard-2026-10-01-2026-10-31.ics", "entries/kimai%201/2026-10-01/2026-10-31.ics"],
  [
    "report",
    "punchcard-project-day-2026-10-01-2026-10-31.csv",
    "report/kimai%201/2026-10-01/2026-10-31/project%2Cday.csv",
  ],
] as const)("an export of %s is the server's own file", async (what, name, place) => {
  const { reports, readResource, calls } = opened([], "kimai 1");
  const path = file();
  const choose = vi.fn(async () => path);
  expect(await reports.export({ ...october, thenBy: "day", what }, choose)).toEqual({ path });
  expect(choose).toHaveBeenCalledWith(name);
  expect(readResource.mock.calls[0]?.[0]).toBe(`punchcard://${place}`);
  expect(readFileSync(path, "utf8")).toBe("the entries");
  expect(calls).toEqual([]);
});

test("nothing is read when no place was chosen", async () => {
  const { reports, readResource, calls } = opened([]);
  expect(await reports.export({ ...october, what: "entries" }, async () => null)).toEqual({ path: null });
  expect(await reports.export({ ...october, what: "report" }, async () => null)).toEqual({ path: null });
  expect([readResource.mock.calls, calls]).toEqual([[], []]);
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
