import { expect, onTestFinished, test } from "vitest";
import type { ToolName } from "#core/access/tool-rules";
import type { Cell } from "#core/domain/permission-cells";
import { tools } from "#server/tools/index";
import { memoryRecords } from "../../fakes/records";
import { openToolSession, thursday } from "../../fakes/tool-session";
import { setup } from "../core/services/clockodo/setup";

type Session = ReturnType<typeof openToolSession>;
const ada = { id: "7", name: "Ada Lovelace" };
const charles = { id: "8", name: "Charles Babbage" };
const work = { project: "Website care", activity: "Bugs" };
const span = { day: "tue", from: "9:00", to: "10:00" };

/** Two entries of one's own, one of somebody else; two absences of one's own, one of somebody else. */
function fill({ memory }: Session) {
  const entry = (id: string, person: typeof ada) => ({
    ...{ id, person, text: "", tags: [], breakSeconds: 0, seconds: 3_600 },
    work: {
      customer: { id: "1", name: "Acme" },
      project: { id: "10", name: "Website care" },
      activity: { id: "20", name: "Bugs" },
    },
    ...{ begin: "2026-11-17T08:00:00Z", end: "2026-11-17T09:00:00Z" },
  });
  memory.entries.push(entry("1", ada), entry("2", ada), entry("3", charles));
  memory.entries.push({ ...entry("4", ada), end: null, seconds: null });
  memory.entries.push({ ...entry("5", ada), person: undefined });
  const absence = (id: string, person: typeof ada) => ({
    ...{ id, person, type: { id: "training", name: "Training" }, status: "requested" as const },
    ...{ first: "2026-12-21", last: "2026-12-21", days: 1, seconds: null, comment: "" },
  });
  memory.leave.absences = [absence("11", ada), absence("12", ada), absence("13", charles)];
  Object.assign(memory, { records: memoryRecords() });
}

/** What each tool asks although no cell says `ask`: the cells that it takes, and the call. */
const paths: [ToolName, string, Cell[], Record<string, unknown>][] = [
  [
    "log_time",
    "for somebody else",
    ["others_time.create", "person.read"],
    { entries: [{ ...work, ...span, person: "Charles Babbage" }] },
  ],
  [
    "log_time",
    "of what is there already",
    ["time.create", "time.read"],
    { entries: [{ project: "#10", activity: "#20", day: "tue", from: "9:00", to: "10:00" }] },
  ],
  [
    "update_time",
    "of somebody else",
    ["others_time.update", "others_time.read"],
    { changes: [{ id: "3", text: "x" }] },
  ],
  [
    "update_time",
    "to somebody else",
    ["time.update", "others_time.create", "others_time.update", "person.read"],
    { changes: [{ id: "1", person: "Charles Babbage" }] },
  ],
  ["clock_in", "over a timer that ran for days", ["timer.create"], { ...work, description: "x" }],
  ["list_time", "as a file", ["time.read"], { period: "this week", export: "file" }],
  ["report_time", "as a file", ["time.read"], { period: "this week", export: "file" }],
  ["delete_time", "of two", ["time.delete"], { ids: ["1", "2"] }],
  ["delete_time", "of somebody else", ["others_time.delete", "others_time.read"], { ids: ["3"] }],
  ["request_absence", "without a working day", ["absence.create"], { type: "Sickness", from: "2026-11-21" }],
  [
    "request_absence",
    "for somebody else",
    ["others_absence.create", "others_absence.read"],
    { type: "Sickness", from: "2026-11-23", person: "Charles Babbage" },
  ],
  ["update_absence", "cancelling two", ["absence.delete"], { ids: ["11", "12"], action: "cancel" }],
  ["update_absence", "of somebody else", ["absence.decide", "others_absence.read"], { ids: ["13"], action: "approve" }],
  [
    "save_record",
    "of somebody else",
    ["preference.update", "preference.read", "person.read"],
    { type: "preference", records: [{ of: "person Charles Babbage", values: { leave_days: 28 } }] },
  ],
  ["delete_record", "of two", ["customer.delete"], { type: "customer", ids: ["#1", "#2"] }],
];

/** A client that cannot ask, whose person lets it confirm, with no more than these cells open. */
const withCells = (cells: Cell[]) => ({
  permissions: { confirmsItself: true, cells: Object.fromEntries(cells.map((cell) => [cell, "allow" as const])) },
  profile: "look" as const,
});

test.each(paths)(
  "%s %s asks whatever the account says, and lists the token's argument",
  async (name, _what, cells, args) => {
    const session = openToolSession(withCells(cells));
    fill(session);
    const { data, text } = await session.call(name, args);
    expect(data.confirm, text).toMatchObject({ token: expect.any(String) });
    const tool = session.catalog.offered().find((one) => one.name === name);
    expect(tool && session.catalog.takes(tool)).toContain("confirm");
  },
);

test("update_time of all that fits asks whatever the account says, and lists the token's argument", async () => {
  const { service, close } = await setup("mara", { now: thursday });
  const [begin, end] = ["2026-11-17T08:00:00Z", "2026-11-17T09:00:00Z"];
  await service.time.create({ work: { customer: "510", project: "7720", activity: "31" }, begin, end });
  onTestFinished(close);
  const { catalog, call } = openToolSession({ ...withCells(["time.update"]), service });
  const update = tools.find(({ name }) => name === "update_time");
  expect(update && catalog.takes(update)).toContain("confirm");
  const { data, text } = await call("update_time", {
    all_of: { from: "2026-11-01", to: "2026-11-19" },
    change: { text: "x" },
  });
  expect(data.confirm, text).toMatchObject({ token: expect.any(String) });
});

test("each tool that declares that it always asks is one that was seen to", () => {
  const declared = tools.filter(({ alwaysAsks }) => alwaysAsks !== undefined).map(({ name }) => name);
  expect(declared.sort()).toEqual([...new Set(paths.map(([name]) => name))].sort());
});

test.each([
  ["update_absence", ["absence.update"]],
  ["save_record", ["customer.update"]],
] as const)("%s that can only touch one's own or nobody's lists no token", (name, cells) => {
  const { catalog } = openToolSession(withCells([...cells]));
  const tool = catalog.offered().find((one) => one.name === name);
  expect(tool && catalog.takes(tool)).not.toContain("confirm");
});

test("the app's own windows are never asked, so they list no token", () => {
  const { catalog } = openToolSession({ tray: true });
  expect(catalog.offered().flatMap(catalog.takes)).not.toContain("confirm");
});
