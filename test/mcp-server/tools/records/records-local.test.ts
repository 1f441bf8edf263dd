import { expect, test } from "vitest";
import { openToolSession } from "../../../fakes/tool-session";
import { openSheet } from "../../services/local/sheet";

/** The tools over a time sheet on this computer, behind the same session as everything. */
function localSession(wanted: Parameters<typeof openToolSession>[0] = {}) {
  const session = openToolSession({ profile: "everything", ...wanted });
  const { sheet } = openSheet();
  Object.assign(session.memory, sheet);
  const account = { ...session.account, service: "local" as const };
  session.policy.use({ ...session.loaded, accounts: [account] });
  const typesOf = (name: string) => {
    const tool = session.catalog.offered().find((one) => one.name === name);
    return tool && (session.catalog.describe(tool).inputSchema.properties.type as { enum: string[] }).enum;
  };
  return { ...session, sheet, typesOf };
}

test("only what the sheet keeps is offered, and under Track no record tool at all", () => {
  const all = localSession();
  expect(all.typesOf("list_records")).toEqual(["customer", "project", "activity", "tag", "preference"]);
  expect(all.typesOf("delete_record")).toEqual(["customer", "project", "activity", "tag"]);
  const track = localSession({ profile: "track" });
  for (const name of ["list_records", "save_record", "delete_record"]) expect(track.typesOf(name)).toBeUndefined();
});

test("a project is made below its customer, archived, and not deleted while time is booked on it", async () => {
  const { call, questions } = localSession({ answers: ["yes"] });
  await call("save_record", { type: "customer", records: [{ values: { name: "Acme" } }] });
  const made = await call("save_record", {
    type: "project",
    records: [{ values: { name: "Website", customer: "acme" } }, { values: { name: "Care", customer: "acme" } }],
  });
  expect(made.text).toContain("Saved 2 projects:");
  await call("log_time", { entries: [{ from: "8:00", to: "9:00", project: "Website" }] });
  const kept = await call("delete_record", { type: "project", ids: ["Website"] });
  expect(kept.data.error).toMatchObject({ code: "conflict", next: expect.stringContaining("visible: false") });
  expect(questions).toEqual([]);
  const hidden = await call("save_record", {
    type: "project",
    records: [{ id: "Website", values: { visible: false } }],
  });
  expect(hidden.isError, hidden.text).toBe(false);
  expect((await call("find_work", { query: "Website" })).data.found).toEqual({});
  expect((await call("list_records", { type: "project" })).data).toMatchObject({
    total: 1,
    records: [{ name: "Care" }],
  });
  const refused = await call("log_time", { entries: [{ from: "9:00", to: "9:30", project: "Website" }] });
  expect(refused.text).toContain("archived");
});

test("days of leave are set in one sentence, and a leave is taken from them without anybody's approval", async () => {
  const { call } = localSession({ profile: "everything" });
  const set = await call("save_record", { type: "preference", records: [{ values: { leave_days: 30 } }] });
  expect(set.isError, set.text).toBe(false);
  const asked = await call("request_absence", { type: "holiday", from: "2026-12-07", to: "2026-12-11" });
  expect(asked.isError, asked.text).toBe(false);
  expect(asked.data).toMatchObject({ absences: [{ status: "approved", days: 5 }], left_after: 25 });
  const { data } = await call("get_leave_balance", {});
  expect(data.balances).toMatchObject([{ type: { id: "holiday" }, entitled: 30, planned: 5, left: 25 }, {}, {}]);
  const id = (asked.data.absences as { id: string }[])[0]?.id;
  const gone = await call("update_absence", { ids: [id], action: "cancel" });
  expect(gone.isError, gone.text).toBe(false);
  expect((await call("get_leave_balance", {})).data.balances).toMatchObject([{ left: 30 }, {}, {}]);
});
