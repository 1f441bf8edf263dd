import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openToolSession } from "../../../fakes/tool-session";

/** list_time and report_time as CSV: in the answer, by a link, and as a file. */

const hour = (id: number, day: string, text = "") => ({
  id: String(id),
  work: { customer: { id: "1", name: "Acme" }, project: { id: "10", name: "Website relaunch" } },
  begin: `${day}T08:00:00Z`,
  end: `${day}T09:30:00Z`,
  seconds: 5400,
  breakSeconds: 0,
  text,
  tags: [],
});

function begin(wanted: Parameters<typeof openToolSession>[0] = {}) {
  const session = openToolSession({ profile: "everything", ...wanted });
  session.memory.entries = [hour(2, "2026-11-18", "=SUM(A1)"), hour(1, "2026-11-17", 'He said "no"')];
  return session;
}
const days = { from: "2026-11-17", to: "2026-11-18" };
const exportOf = ({ data }: { data: Record<string, unknown> }) =>
  data.export as { csv?: string; uri?: string; path?: string; rows: number; bytes: number };

test("entries come as CSV with neutral numbers, earliest first, and never as a formula", async () => {
  const { call } = begin();
  const answer = await call("list_time", { ...days, export: "csv" });
  expect(answer.isError, answer.text).toBe(false);
  const { csv = "", rows } = exportOf(answer);
  expect(rows).toBe(2);
  const lines = csv.split("\r\n");
  expect(lines[0]).toMatch(/^id,day,begin,end,from,to,hours,seconds,/);
  expect(lines[1]).toContain("1,2026-11-17,2026-11-17T09:00:00+01:00,2026-11-17T10:30:00+01:00,09:00,10:30,1.5,5400,");
  expect(lines[1]).toContain('"He said ""no"""');
  expect(lines[2]).toContain(",'=SUM(A1),");
  expect(answer.text).toContain(csv);
  expect(answer.data).toMatchObject({ total: { entries: 2, seconds: 10_800 }, more: 0 });
  expect(answer.data).not.toHaveProperty("days");
});

test("a link is given only to a resource that has exactly the same rows", async () => {
  const { call } = begin();
  const linkOf = async (name: string, args: object) => {
    const answer = await call(name, { export: "csv", ...args });
    const [link, ...more] = answer.links;
    expect([exportOf(answer).uri, more]).toEqual([link, []]);
    return link;
  };
  expect(await linkOf("list_time", days)).toBe("punchcard://entries/kimai-1/2026-11-17/2026-11-18.csv");
  expect(await linkOf("report_time", { ...days, by: ["project", "day"] })).toBe(
    "punchcard://report/kimai-1/2026-11-17/2026-11-18/project%2Cday.csv",
  );
  for (const more of [{ billable: false }, { project: "Website relaunch" }, { people: ["everyone"] }])
    expect(await linkOf("list_time", { ...days, ...more })).toBeUndefined();
  expect(await linkOf("list_time", { ...days, running: false })).toBeUndefined();
  expect(await linkOf("list_time", { from: "2026-11-17 07:00", to: "2026-11-18" })).toBeUndefined();
});

test("sums come as CSV with all groups, and nothing that they do not hold may be asked for beside them", async () => {
  const { call } = begin();
  const answer = await call("report_time", { ...days, by: ["project", "day"], limit: 1, export: "csv" });
  expect(exportOf(answer).csv?.split("\r\n")).toEqual([
    "project,project_id,day,day_id,hours,seconds,billable_seconds,entries,share",
    expect.stringMatching(/^Website relaunch,10,2026-11-17,2026-11-17,1.5,5400,0,1,/),
    expect.stringMatching(/^Website relaunch,10,2026-11-18,2026-11-18,1.5,5400,0,1,/),
    "",
  ]);
  expect((await call("report_time", { ...days, show: ["target"], export: "csv" })).text).toContain("leave `show` out");
  expect((await call("report_time", { ...days, account: "all", export: "csv" })).isError).toBe(true);
});

test("what is larger than an answer takes is left to the resource or a file", async () => {
  const { call, memory } = begin();
  memory.entries = Array.from({ length: 400 }, (_, id) => hour(id, "2026-11-17", "x".repeat(120)));
  const answer = await call("list_time", { ...days, export: "csv" });
  expect(exportOf(answer)).toMatchObject({ rows: 400, uri: expect.stringContaining("punchcard://entries/") });
  expect(exportOf(answer)).not.toHaveProperty("csv");
  expect(answer.text).toContain("an answer takes 64 kB: read the resource");
  const narrowed = await call("list_time", { ...days, billable: false, export: "csv" });
  expect(narrowed.text).toContain("64 kB: call again with export: file");
});

test("a file is saved after a yes only, and its path is told", async () => {
  const no = begin({ answers: ["no"] });
  const refused = await no.call("list_time", { ...days, export: "file" });
  expect(refused.data).toMatchObject({ error: { code: "declined" } });
  expect(no.questions[0]?.[0]).toMatch(/^Save punchcard-2026-11-17-2026-11-18.csv on this computer: .*2 rows, 1 kB/);
  const yes = begin({ answers: ["yes"] });
  const saved = await yes.call("list_time", { ...days, export: "file" });
  const { path = "" } = exportOf(saved);
  expect(saved.text).toContain(path);
  const text = readFileSync(path, "utf8");
  expect(text.startsWith("\ufeffid,day,")).toBe(true);
  expect(text).toContain("'=SUM(A1)");
});
