import { expect, test } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { balanceResult } from "#core/domain/results/absences";
import { openToolSession } from "../../../../fakes/tool-session";

const office = (wanted: Parameters<typeof openToolSession>[0] = {}) => {
  const session = openToolSession(wanted);
  const balance = async (args: Record<string, unknown> = {}) => {
    const answer = await session.call("get_leave_balance", args);
    return { ...answer, result: answer.isError ? null : balanceResult.parse(answer.data) };
  };
  return { ...session, balance, leave: session.memory.leave };
};

test("what is left is told by type, for today, with what is taken, planned and asked for", async () => {
  const { balance, leave } = office();
  const [first] = leave.balances;
  if (first) Object.assign(first, { requested: 1, notes: ["3 days of it end on 31 March."] });
  leave.balances.push({
    type: { id: "sickness", name: "Sickness" },
    year: 2026,
    unit: "hours",
    entitled: null,
    taken: 16.005,
    planned: 0,
    requested: 0,
    left: null,
    notes: [],
  });
  const { result, text } = await balance();
  expect(result).toMatchObject({ as_of: "2026-11-19", person: { id: "7", name: "Ada Lovelace" } });
  expect(result?.balances[0]).toMatchObject({ type: { name: "Urlaub" }, left: 6.5, entitled: 28, requested: 1 });
  expect(result?.balances[1]).toMatchObject({ left: null, taken: 16.01 });
  expect(text).toContain("Ada Lovelace, as of Thu 19 Nov 2026:");
  expect(text).toContain("Urlaub 2026: 6.5 of 28 days left (21 taken, 0.5 planned, 1 not approved yet)");
  expect(text).toContain("3 days of it end on 31 March.");
  expect(text).toContain("Sickness 2026: no limit is kept, hours (16.01 taken, 0 planned)");
});

test("another day is the balance of its year", async () => {
  const { balance } = office();
  expect((await balance({ as_of: "2027-06-01" })).result?.balances).toMatchObject([{ year: 2027, left: 28 }]);
  expect((await balance({ as_of: "sometime" })).isError).toBe(true);
});

test("that nothing is kept is not told as nothing left", async () => {
  const { balance, leave } = office();
  leave.balances = [];
  const { result, text } = await balance();
  expect(result?.balances).toEqual([]);
  expect(text).toContain("what is left is not known");
});

test("a balance that cannot be read is an error with its reason, never a number", async () => {
  const { balance, leave } = office({ tray: true });
  leave.broken.balances = new ServiceError("forbidden", "The contract of this person is not for you.");
  expect((await balance()).data).toMatchObject({ error: { code: "forbidden" } });
  const bare = office({ tray: true, facts: { refused: { "absence.read": "The absence plugin is not installed." } } });
  expect((await bare.balance()).text).toContain("plugin is not installed");
});

test("other people's balance needs their permission, and is theirs", async () => {
  const track = office();
  expect((await track.balance({ person: "charles" })).data).toMatchObject({ error: { code: "permission" } });
  expect((await track.balance({ person: "me" })).isError).toBe(false);
  const manage = office({ profile: "manage" });
  const port = manage.memory.absences;
  if (!port) throw new Error("no port");
  const asked: unknown[] = [];
  port.balances = async (what) => {
    asked.push(what);
    return [];
  };
  expect((await manage.balance({ person: "charles" })).result?.person).toEqual({ id: "8", name: "Charles Babbage" });
  expect(asked).toEqual([{ day: "2026-11-19", personId: "8" }]);
  expect((await manage.balance({ person: "Nobody Atall" })).isError).toBe(true);
});
