import { expect, test } from "vitest";
import { CallRecord, recordingInto } from "#core/journal/call-record";
import { recordedTime } from "#core/journal/ports/time";
import { undoSession } from "./undo-session";

const origin = { client: "test", account: "kimai-1", service: "local", label: "Sheet", tool: "update_time" };
const write = (record: CallRecord, id: string) =>
  record.write({
    operation: "update",
    subject: "entry",
    id,
    send: async () => "saved",
    outcomes: () => [{ operation: "update", subject: "entry", id, before: {}, after: {} }],
  });

test("a later call goes on with the change of an earlier one of the same client, account and tool only", async () => {
  const { policy } = await undoSession("local");
  const { journal } = policy;
  const first = new CallRecord(journal, origin);
  await write(first, "1");
  const id = first.change ?? 0;
  const second = new CallRecord(journal, origin, id);
  await write(second, "2");
  expect(second.change).toBe(id);
  expect((await (await journal.store()).parts(id)).map(({ subjectId }) => subjectId)).toEqual(["1", "2"]);
  for (const other of [{ client: "claude" }, { account: "b" }, { tool: "delete_time" }]) {
    const record = new CallRecord(journal, { ...origin, ...other }, id);
    await write(record, "3");
    expect(record.change).not.toBe(id);
  }
  const unknown = new CallRecord(journal, origin, 4_711);
  await write(unknown, "3");
  expect(unknown.change).not.toBe(4_711);
});

test("what is sent after a person took the first part back is a change that can be taken back, too", async () => {
  const on = await undoSession("local");
  const account = on.policy.visible()[0];
  const { time } = (await account?.service()) ?? {};
  const log = async (hour: string, continues?: number) => {
    const record = new CallRecord(on.policy.journal, { ...origin, tool: "log_time" }, continues);
    const times = { begin: `2026-11-16T${hour}:00:00Z`, end: `2026-11-16T${hour}:30:00Z` };
    await recordingInto(record, async () => time?.create({ work: {}, ...times }));
    return record.change ?? 0;
  };
  const first = await log("08");
  expect(await on.undo(first)).toMatchObject({ kind: "done" });
  const second = await log("09", first);
  expect(await on.undo(second)).toMatchObject({ kind: "done" });
  expect(await on.entries()).toEqual([]);
});

test("an entry that one change wrote twice is undone to what it was before both", async () => {
  const on = await undoSession("local");
  await on.log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  const [before] = await on.entries();
  const id = String(before?.id);
  const account = on.policy.visible().find(({ settings }) => settings.id === "kimai-1");
  if (!account) throw new Error("no account");
  const service = await account.service();
  const record = new CallRecord(on.policy.journal, { ...origin, service: account.view.service });
  await recordingInto(record, async () => {
    await service.time.update(id, { text: "first" });
    await service.time.update(id, { text: "second", billable: true });
  });
  expect(await on.undo(record.change ?? 0)).toMatchObject({ kind: "done" });
  expect(await on.entries()).toEqual([{ ...before, billable: false }]);
  // And forth again, as one step.
  const undo = await on.latest();
  expect(await on.undo(undo.id)).toMatchObject({ kind: "done" });
  expect((await on.entries())[0]).toMatchObject({ text: "second" });
});

test("a bulk deletion records only what is gone afterwards", async () => {
  const { policy } = await undoSession("local");
  const entry = (id: string) => ({ id, work: {}, begin: "", end: "", seconds: 1, breakSeconds: 0, text: "", tags: [] });
  let there = ["1", "2", "3"];
  const record = new CallRecord(policy.journal, { ...origin, tool: "delete_time" });
  const time = {
    async *list() {
      yield { entries: there.map(entry), total: null };
    },
    bulk: {
      prepare: async () => ({
        count: 3,
        commit: async () => {
          there = ["2"];
          return { count: 2, notes: [] };
        },
      }),
    },
  };
  const recorded = recordedTime({ service: { time } as never, record: () => record } as never);
  const plan = await recorded.bulk?.prepare({ from: "", to: "", people: "me" }, "delete");
  await recordingInto(record, async () => plan?.commit());
  const parts = await (await policy.journal.store()).parts(record.change ?? 0);
  expect(parts.map(({ subjectId, operation }) => [subjectId, operation])).toEqual([
    ["1", "delete"],
    ["3", "delete"],
  ]);
});
