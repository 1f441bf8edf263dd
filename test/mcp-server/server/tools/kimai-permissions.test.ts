import { describe, expect, test } from "vitest";
import type { Cell, Level } from "#core/domain/permission-cells";
import type { FakeState } from "../../../fakes/kimai/model";
import { away, john } from "../../core/services/kimai/plugged";
import { kimaiSession } from "./kimai-session";

/** Each permission that came with records, absences and reports, on a real adapter: off, ask, dry runs, limits of a client. */

const values = (type: string, given: object, more: object = {}) => ({ type, records: [{ ...more, values: given }] });
const site = { of: "project Website relaunch" };
const leave = { type: "holiday", from: "2027-01-04", comment: "Family" };

const booked = { day: "yesterday", from: "9:00", to: "10:00", project: "#1", activity: "#3" };

/** A write that would succeed, and the cell that it is about. */
const writes: [Cell, string, Record<string, unknown>, dry?: true][] = [
  ["customer.create", "save_record", values("customer", { name: "Acme" }), true],
  ["customer.update", "save_record", values("customer", { comment: "x" }, { id: "#1" }), true],
  ["customer.delete", "delete_record", { type: "customer", ids: ["#2"] }],
  ["project.create", "save_record", { type: "project", records: [{ copy_of: "#1", values: { name: "Copy" } }] }, true],
  ["project.update", "save_record", values("project", { comment: "x" }, { id: "#1" }), true],
  ["activity.create", "save_record", values("activity", { name: "Testing" }), true],
  ["tag.create", "save_record", values("tag", { name: "loud" }), true],
  ["tag.delete", "delete_record", { type: "tag", ids: ["#1"] }],
  ["rate.create", "save_record", values("rate", { rate: 80 }, site), true],
  ["comment.create", "save_record", values("comment", { message: "Hello" }, site), true],
  ["person.create", "save_record", values("person", newcomer()), true],
  ["person.update", "save_record", values("person", { title: "Dr." }, { id: "#4" }), true],
  ["preference.update", "save_record", values("preference", { weekly_hours: "30h" }), true],
  ["team.create", "save_record", values("team", { name: "Night shift", leads: ["me"] }), true],
  ["team.update", "save_record", values("membership", { person: "#6" }, { of: "team #1" }), true],
  ["team.update", "save_record", values("grant", { project: "#1" }, { of: "team #1" }), true],
  ["team.update", "delete_record", { type: "membership", of: "team #1", ids: ["#4"] }],
  ["team.delete", "delete_record", { type: "team", ids: ["#2"] }],
  ["month_lock.create", "save_record", values("month_lock", { month: "2026-09" }, { of: "person me" }), true],
  ["month_lock.delete", "delete_record", { type: "month_lock", of: "person me", ids: ["2026-09"] }],
  ["token.delete", "delete_record", { type: "token", ids: ["#10"] }],
  ["favourite.create", "save_record", values("favourite", { entry: "#1" }), true],
  ["time.create", "log_time", { entries: [booked] }, true],
  ["time.update", "update_time", { changes: [{ id: "#1", text: "x" }] }, true],
  ["time.create", "update_time", { changes: [{ id: "#1", copy: true, day: "tue" }] }, true],
  ["time.update", "update_time", { changes: [{ id: "#1", split: "01:30" }] }, true],
  ["time.delete", "delete_time", { ids: ["#1"] }],
  ["others_time.create", "log_time", { entries: [{ ...booked, person: "#4" }] }, true],
  ["absence.create", "request_absence", leave, true],
  ["others_absence.create", "request_absence", { ...leave, person: "#4" }, true],
  ["absence.decide", "update_absence", { ids: ["1"], action: "approve" }],
  ["others_absence.delete", "update_absence", { ids: ["1"], action: "cancel" }],
];

function newcomer() {
  return {
    username: "eve",
    email: "eve@example.org",
    password: "long enough",
    language: "en",
    locale: "en",
    timezone: "UTC",
  };
}
const seed = (state: FakeState) => {
  state.timesheets.push({
    ...{ id: 1, user: 1, project: 1, activity: 3, begin: 0, end: 3_600_000, zone: "Europe/Berlin", breakSeconds: 0 },
    ...{ description: null, tags: [], exported: false, billable: true, fixedRate: null, hourlyRate: null, meta: {} },
    modified: 0,
  });
};
const withCell = async (cell: Cell, level: Level, more: object = {}) => {
  const session = await kimaiSession(
    "super",
    { plugins: true, permissions: { cells: { [cell]: level } }, ...more },
    { seed },
  );
  away(session.kimai, john, "2026-12-07", "2026-12-08", { status: "requested" });
  return session;
};

describe.each(writes)("%s of %s %j", (cell, tool, args, dry) => {
  test("is refused where it is off, a dry run too, and nothing is sent", async () => {
    const { refused, sent, questions } = await withCell(cell, "off", { answers: ["yes", "yes"] });
    for (const given of dry ? [args, { ...args, dry_run: true }] : [args]) {
      const { error, text } = await refused(tool, given);
      expect(error.code, text).toBe("permission");
    }
    expect(questions).toEqual([]);
    expect(sent()).toEqual([]);
  });

  test("asks where it has to, does nothing after a no, and a dry run asks nothing", async () => {
    const { ok, refused, sent, questions } = await withCell(cell, "ask", { answers: ["no", "yes"] });
    if (dry) await ok(tool, { ...args, dry_run: true });
    expect(questions).toEqual([]);
    expect((await refused(tool, args)).error.code).toBe("declined");
    expect(sent()).toEqual([]);
    await ok(tool, args);
    expect(questions).toHaveLength(2);
    expect(sent().length).toBeGreaterThan(0);
  });
});

const reads: [Cell, string, Record<string, unknown>, RegExp][] = [
  ["customer.read", "list_records", { type: "customer" }, /^\/customers/],
  ["person.read", "list_records", { type: "person" }, /^\/users$/],
  ["team.read", "list_records", { type: "membership", of: "team #1" }, /^\/teams\/1/],
  ["invoice.read", "list_records", { type: "invoice" }, /^\/invoices$/],
  ["expense.read", "list_records", { type: "expense" }, /^\/expenses$/],
  ["task.read", "list_records", { type: "task" }, /^\/tasks$/],
  ["holiday.read", "list_records", { type: "holiday" }, /^\/public-holidays$/],
  ["preference.read", "list_records", { type: "preference", of: "person #4" }, /^\/users\/4/],
  ["comment.read", "list_records", { type: "comment", of: "project #1" }, /comments/],
  ["rate.read", "list_records", { type: "rate", of: "project #1" }, /rates/],
  ["others_time.read", "report_time", { people: ["#4"], by: ["person"] }, /^\/timesheets$/],
  ["others_time.read", "report_time", { people: ["everyone"], by: ["person"] }, /^\/timesheets$/],
  ["project.read", "report_time", { show: ["budget"] }, /^\/(?:projects|timesheets)$/],
  ["others_absence.read", "list_absences", { people: ["#4"] }, /^\/absences$/],
  ["others_absence.read", "get_leave_balance", { person: "#4" }, /^\/absences$/],
  ["absence.read", "list_absences", {}, /^\/absences$/],
  ["absence.read", "get_leave_balance", {}, /^\/absences$/],
  ["time.read", "report_time", {}, /^\/timesheets$/],
];
test.each(reads)(
  "without %s %s %j reads nothing, and where it asks a no reads nothing",
  async (cell, tool, args, path) => {
    for (const [level, code] of [
      ["off", "permission"],
      ["ask", "declined"],
    ] as const) {
      const session = await withCell(cell, level, { answers: ["no"] });
      await session.ok("get_account");
      session.kimai.requests.length = 0;
      const { error, text } = await session.refused(tool, args);
      expect(error.code, text).toBe(code);
      expect(session.kimai.requests.filter(({ method, path: asked }) => method === "GET" && path.test(asked))).toEqual(
        [],
      );
    }
  },
);

const ofTrack: Cell[] = ["absence.create", "tag.create", "time.create", "time.update", "time.delete"];
test.each(["nothing", "look", "track"] as const)(
  "a client that may only %s gets no more by calling what is not listed",
  async (limit) => {
    const { refused, sent, kimai } = await kimaiSession(
      "super",
      { plugins: true, limit, answers: Array(99).fill("yes") },
      { seed },
    );
    away(kimai, john, "2026-12-07", "2026-12-08", { status: "requested" });
    for (const [cell, tool, args] of writes)
      if (limit !== "track" || !ofTrack.includes(cell)) {
        const { error, text } = await refused(tool, args);
        expect(error.code, text).toBe("permission");
      }
    expect(sent()).toEqual([]);
  },
);

test("a batch that was cancelled in the middle says which rows were not sent, and saved the others", async () => {
  const { call, abort, service, sent } = await kimaiSession("super");
  const { records } = service;
  if (!records) throw new Error("there are no records");
  const { create } = records;
  let began = 0;
  records.create = async (...all) => {
    if (++began === 15) abort.abort();
    return await create(...all);
  };
  const rows = Array.from({ length: 40 }, (_, at) => ({ values: { name: `Customer ${at}` } }));
  const { data } = await call("save_record", { type: "customer", records: rows });
  const failed = data.failed as { index: number; message: string }[];
  const kept = data.records as object[];
  expect(kept.length + failed.length).toBe(40);
  expect(failed.filter(({ message }) => message.includes("Cancelled before it was sent")).length).toBeGreaterThan(10);
  expect(sent().filter((line) => line.startsWith("POST /customers"))).not.toHaveLength(40);
});

test.each(["customer.create", "customer.update"] as const)(
  "rows of which some are made and some changed need both permissions, in a dry run too: without %s nothing",
  async (cell) => {
    const { refused, sent } = await withCell(cell, "off", { answers: ["yes"] });
    const rows = [{ id: "#1", values: { comment: "x" } }, { values: { name: "Acme" } }];
    for (const records of [rows, rows.toReversed()])
      for (const dry_run of [true, false]) {
        const { error, text } = await refused("save_record", { type: "customer", records, dry_run });
        expect(error.code, text).toBe("permission");
      }
    expect(sent()).toEqual([]);
  },
);

test("rows of which some may be made and the others ask are asked for before any is saved", async () => {
  const { refused, sent, questions } = await withCell("customer.create", "ask", { answers: ["no", "no"] });
  const rows = [{ id: "#1", values: { comment: "x" } }, { values: { name: "Acme" } }];
  for (const records of [rows, rows.toReversed()]) await refused("save_record", { type: "customer", records });
  expect(questions).toHaveLength(2);
  expect(sent()).toEqual([]);
});

test("with two accounts each call has the permissions of its own, and a token of one deletes nothing in the other", async () => {
  const { call, ok, refused, sent, policy, loaded, account: own } = await withCell("customer.read", "allow");
  const account = { ...own, permissions: { ...own.permissions, confirmsItself: true } };
  const second = { ...account, id: "kimai-2", label: "Second" };
  const third = {
    ...account,
    id: "kimai-3",
    label: "Third",
    permissions: { ...account.permissions, profile: "look" as const },
  };
  policy.use({ ...loaded, accounts: [account, second, third], activeAccount: "kimai-1" });
  const wanted = { type: "customer", ids: ["#1"] };
  const confirmOf = ({ data }: { data: Record<string, unknown> }) => (data.confirm as { token: string }).token;
  const confirm = confirmOf(await call("delete_record", { ...wanted, account: "kimai-1" }));
  expect((await refused("delete_record", { ...wanted, account: "kimai-2", confirm })).text).toMatch(/token|confirm/i);
  expect((await refused("delete_record", { ...wanted, account: "kimai-3", confirm })).error.code).toBe("permission");
  const make = values("customer", { name: "Acme" });
  expect((await refused("save_record", { ...make, account: "kimai-3" })).error.code).toBe("permission");
  expect((await refused("save_record", { ...make, account: "__proto__" })).error.code).toBe("unknown");
  expect(sent()).toEqual([]);
  await ok("delete_record", { ...wanted, account: "kimai-1", confirm });
  expect(sent()).toEqual(["DELETE /customers/1 "]);
});

test("somebody else's expense is made, changed and deleted only after a yes, one's own at once", async () => {
  const { ok, refused, sent, questions } = await kimaiSession("super", {
    plugins: true,
    answers: ["yes", "no", "no", "yes"],
  });
  const expense = { day: "today", project: "Website relaunch", activity: "Design", category: "Travel", cost: 12 };
  await ok("save_record", values("expense", { ...expense, text: "Mine" }));
  await ok("save_record", values("expense", { text: "Still mine" }, { id: "#1" }));
  expect(questions).toHaveLength(0);
  await ok("save_record", values("expense", { ...expense, text: "John's", person: "John Doe" }));
  expect(questions).toHaveLength(1);
  const before = sent().length;
  await refused("save_record", values("expense", { text: "Changed" }, { id: "#2" }));
  await refused("delete_record", { type: "expense", ids: ["#2"] });
  expect(questions).toHaveLength(3);
  expect(sent()).toHaveLength(before);
  await ok("delete_record", { type: "expense", ids: ["#1"] });
  expect(questions).toHaveLength(3);
  await ok("delete_record", { type: "expense", ids: ["#2"] });
  expect(questions).toHaveLength(4);
});

test.each(["#1", "Susan Super", "susan"])(
  "one's own leave needs its own permission, also when one is called %s",
  async (person) => {
    const { refused, sent } = await withCell("absence.create", "off", { answers: ["yes"] });
    for (const dry_run of [true, false]) {
      const { error, text } = await refused("request_absence", { ...leave, person, dry_run });
      expect(error.code, text).toBe("permission");
    }
    expect(sent()).toEqual([]);
  },
);
