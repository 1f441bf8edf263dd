import { expect, test } from "vitest";
import type { AccountPermissions } from "#core/access/permission-matrix";
import { openToolSession } from "../../../fakes/tool-session";

async function working(cells: AccountPermissions["cells"], answers?: ("yes" | "no")[]) {
  const session = openToolSession({ profile: "track", permissions: { cells: {} }, answers });
  await session.call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
  const id = session.memory.entries[0]?.id ?? "";
  const limit = (more: AccountPermissions["cells"]) =>
    session.policy.use({
      ...session.loaded,
      accounts: [{ ...session.account, permissions: { ...session.account.permissions, cells: more } }],
    });
  limit(cells);
  session.memory.writes.length = 0;
  return { ...session, id, limit };
}

test.each([{ to: "13:30" }, { duration: "15m" }, { from: "12:45", to: "13:30", text: "x" }])(
  "update_time does not end what runs without the right to end the timer: %j",
  async (change) => {
    for (const dry_run of [false, true]) {
      const { call, memory, id } = await working({ "timer.update": "off" });
      expect((await call("update_time", { changes: [{ id, ...change }], dry_run })).data).toMatchObject({
        error: { code: "permission", message: expect.stringContaining("timer.update") },
      });
      expect(memory.writes).toEqual([]);
    }
  },
);

test("update_time changes the text of what runs without any right to the timer", async () => {
  const { call, memory, id } = await working({ "timer.update": "off", "timer.create": "off" });
  expect((await call("update_time", { changes: [{ id, text: "x" }] })).isError).toBe(false);
  expect(memory.entries[0]).toMatchObject({ text: "x", end: null });
});

test("update_time does not let an entry run again without the right to start the timer", async () => {
  const { call, memory, id, limit } = await working({});
  await call("clock_out", {});
  limit({ "timer.create": "off" });
  memory.writes.length = 0;
  expect((await call("update_time", { changes: [{ id, reopen: true }] })).data).toMatchObject({
    error: { code: "permission", message: expect.stringContaining("timer.create") },
  });
  expect([memory.writes, memory.entries[0]?.end]).toEqual([[], expect.any(String)]);
  limit({});
  expect((await call("update_time", { changes: [{ id, reopen: true }] })).isError).toBe(false);
});

test("ending what runs by update_time asks where ending the timer asks", async () => {
  const { call, memory, id, questions } = await working({ "timer.update": "ask" }, ["no"]);
  expect((await call("update_time", { changes: [{ id, to: "13:30" }] })).data).toMatchObject({
    error: { code: "declined" },
  });
  expect([questions.length, memory.writes]).toEqual([1, []]);
});
