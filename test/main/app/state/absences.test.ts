import { expect, test, vi } from "vitest";
import { Absences } from "#main/app/state/absences";
import { contract } from "#main/ipc/contract/index";
import { failureOf, serverWith, waits } from "./answers";

function opened(answers: unknown[], account: string | null = "kimai-1") {
  const written = vi.fn();
  const { server, ...seen } = serverWith(answers);
  return { absences: new Absences({ server, account: () => account, written }), written, ...seen };
}
const away = (id: string) => ({
  id,
  mine: true,
  status: "approved",
  first: "2026-12-21",
  last: "2026-12-21",
  days: 1,
  comment: "",
});
const page = (ids: string[], next?: string) => ({
  zone: "UTC",
  first: "2026-12-01",
  last: "2026-12-31",
  absences: ids.map(away),
  holidays: [],
  people: { read: 1, unread: [] },
  more: next ? 1 : 0,
  next,
});
const checked = (days: number) => ({
  dry_run: true,
  absences: [],
  days,
  skipped: [],
  warnings: [],
  also_away: [],
  left_after: null,
  checked_at: "2026-11-19T11:12:00+01:00",
  notes: [],
});
const draft = contract["absences:request"].request.parse({
  type: "holiday",
  first: "2026-12-21",
  last: "2026-12-31",
  dryRun: true,
});

test("all pages of a month arrive as one answer, with its holidays", async () => {
  const { absences, calls } = opened([page(["1", "2"], "c1"), page(["3"])]);
  const result = await absences.list({ from: "2026-12-01", to: "2026-12-31", who: "everyone" }, 1);
  expect(result.absences.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  expect([result.next, result.more]).toEqual([undefined, 0]);
  expect(calls[1]).toEqual([
    "list_absences",
    {
      account: "kimai-1",
      from: "2026-12-01",
      to: "2026-12-31",
      people: ["everyone"],
      show: ["absences", "holidays"],
      limit: 500,
      cursor: "c1",
    },
  ]);
});

test("a later month ends the one before it, and so does Cancel", async () => {
  const { absences } = opened([waits, waits, page(["1"])]);
  const month = { from: "2026-12-01", to: "2026-12-31", who: "me" } as const;
  const first = failureOf(absences.list(month, 1));
  const second = failureOf(absences.list({ ...month, who: "everyone" }, 1));
  expect(await first).toMatchObject({ message: "aborted" });
  absences.cancelList(1);
  expect(await second).toMatchObject({ message: "aborted" });
  expect((await absences.list(month, 1)).absences.map(({ id }) => id)).toEqual(["1"]);
});

test("a check sends nothing that was not chosen, and says that it is one", async () => {
  const { absences, calls, written } = opened([checked(8)]);
  expect((await absences.request(draft, 1)).days).toBe(8);
  expect(calls).toEqual([
    ["request_absence", { account: "kimai-1", type: "#holiday", from: "2026-12-21", to: "2026-12-31", dry_run: true }],
  ]);
  expect(written).not.toHaveBeenCalled();
});

test.each([
  [true, false, "first"],
  [false, true, "last"],
  [true, true, "both"],
])("halves are told: first %s, last %s", async (firstHalf, lastHalf, half) => {
  const { absences, calls } = opened([checked(1)]);
  await absences.request({ ...draft, firstHalf, lastHalf }, 1);
  expect(calls[0]?.[1]).toMatchObject({ half });
});

test.each([
  ["2026-12-21", "afternoon"],
  ["2026-12-22", "first"],
])("which half is told of a single day alone: until %s", async (last, half) => {
  const { absences, calls } = opened([checked(1)]);
  await absences.request({ ...draft, last, firstHalf: true, half: "afternoon" }, 1);
  expect(calls[0]?.[1]).toMatchObject({ half });
});

test("a later check ends the one before it, and so does closing the form", async () => {
  const { absences, signals } = opened([waits, waits, checked(2)]);
  const first = failureOf(absences.request(draft, 1));
  const second = failureOf(absences.request({ ...draft, last: "2026-12-30" }, 1));
  expect(await first).toMatchObject({ message: "aborted" });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, false]);
  absences.cancelCheck(1);
  expect(await second).toMatchObject({ message: "aborted" });
  expect((await absences.request(draft, 1)).days).toBe(2);
});

test("a request that is sent is not ended by a later check, and what was read is old after it", async () => {
  const sent = { ...checked(8), dry_run: undefined, absences: [away("7")] };
  const { absences, calls, signals, written } = opened([sent, checked(1)]);
  const sending = absences.request({ ...draft, comment: "Family visit", dryRun: false }, 1);
  await absences.request(draft, 1);
  expect((await sending).absences).toHaveLength(1);
  expect(calls[0]?.[1]).toEqual({
    account: "kimai-1",
    type: "#holiday",
    from: "2026-12-21",
    to: "2026-12-31",
    comment: "Family visit",
  });
  expect(signals[0]).toBeUndefined();
  expect(written).toHaveBeenCalledOnce();
});

test("asking again is called by the tool's own word; a refused decision is a failure, and all is read again", async () => {
  const { absences, calls, written } = opened([
    { absences: [], done: ["7"], failed: [], notes: [] },
    { absences: [], done: ["7"], failed: [{ id: "8", message: "It is approved already." }], notes: [] },
  ]);
  await absences.decide({ ids: ["7"], action: "ask" });
  expect(calls[0]).toEqual(["update_absence", { account: "kimai-1", ids: ["7"], action: "ask_again" }]);
  expect(await failureOf(absences.decide({ ids: ["7", "8"], action: "approve" }))).toMatchObject({
    message: "1 of 2 were changed: It is approved already.",
    saved: "yes",
  });
  expect(written).toHaveBeenCalledTimes(2);
});

test("types come with what can be decided, balances for a day; without an account nothing is asked", async () => {
  const types = [
    { id: "holiday", name: "Holiday", half_days: true, hours: false, comment_needed: false, counted: true },
  ];
  const balance = { zone: "UTC", as_of: "2026-12-31", person: { id: "1", name: "Ada" }, balances: [] };
  const { absences, calls } = opened([{ ...page([]), types, decisions: ["cancel"] }, balance]);
  expect(await absences.types()).toEqual({ types, decisions: ["cancel"] });
  await absences.balance({ day: "2026-12-31" });
  expect(calls.map(([, args]) => args)).toEqual([
    { account: "kimai-1", show: ["types"] },
    { account: "kimai-1", as_of: "2026-12-31" },
  ]);
  const none = opened([], null);
  expect(await failureOf(none.absences.types())).toMatchObject({ code: "argument", saved: "no" });
  expect(none.calls).toEqual([]);
});
