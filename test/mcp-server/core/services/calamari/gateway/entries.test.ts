import { afterEach, expect, test } from "vitest";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

const morningShift = { work: {}, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T11:30:00Z", text: "Planning" };

test("a finished entry is looked at for overlaps, then saved by the person's clock", async () => {
  here = await setup();
  const { entry, notes } = await here.service.time.create(morningShift);
  expect(entry).toMatchObject({ begin: morningShift.begin, end: morningShift.end, seconds: 12_600, text: "Planning" });
  expect(notes).toEqual([]);
  expect(here.gateway.calls.slice(-3)).toMatchObject([
    { tool: "checkTimesheetOverlap", args: { skipNotEligibleDays: false } },
    {
      tool: "createTimesheetEntries",
      args: {
        entries: [{ date: "2026-11-18", fromTime: "09:00", toTime: "12:30", description: "Planning" }],
        skipNotEligibleDays: false,
      },
    },
    { tool: "checkTimesheetOverlap" },
  ]);
});

test("an entry that Calamari keeps at another time is an error, not saved as it was said", async () => {
  here = await setup();
  here.gateway.state.distort = (shift) => {
    shift.started += 9 * 3_600_000;
    shift.finished = (shift.finished ?? 0) + 9 * 3_600_000;
  };
  const failure = await failureOf(here.service.time.create(morningShift));
  expect(failure).toMatchObject({ kind: "conflict", saved: "unknown" });
  expect(failure.message).toMatch(/has no time there/);
});

test("a clock time that comes twice in the night of a clock change is refused, because no offset can be said", async () => {
  here = await setup();
  for (const begin of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
    await expect(here.service.time.create({ ...morningShift, begin, end: "2026-10-25T05:00:00Z" })).rejects.toThrow(
      /02:30 comes twice/,
    );
  expect(here.tools()).not.toContain("createTimesheetEntries");
});

test("an entry that needs approval says so", async () => {
  here = await setup({ settings: { changeRequests: true } });
  const { notes } = await here.service.time.create(morningShift);
  expect(notes.join(" ")).toMatch(/not in the time sheet yet.*approve/);
  expect(here.gateway.state.shifts).toEqual([]);
});

test("what overlaps is not sent", async () => {
  here = await setup();
  await here.service.time.create(morningShift);
  const failure = await failureOf(
    here.service.time.create({ ...morningShift, begin: "2026-11-18T11:00:00Z", end: "2026-11-18T12:00:00Z" }),
  );
  expect(failure).toMatchObject({ kind: "conflict", saved: "no" });
  expect(here.gateway.state.shifts).toHaveLength(1);
});

test("a Saturday is saved as it was said, not silently left out", async () => {
  here = await setup();
  await here.service.time.create({ ...morningShift, begin: "2026-11-14T08:00:00Z", end: "2026-11-14T09:00:00Z" });
  expect(here.gateway.state.shifts).toHaveLength(1);
});

test("an entry until midnight ends a minute before and says so; one over midnight is refused", async () => {
  here = await setup();
  const { entry, notes } = await here.service.time.create({
    ...morningShift,
    begin: "2026-11-18T21:00:00Z",
    end: "2026-11-18T23:00:00Z",
  });
  expect(entry).toMatchObject({ end: "2026-11-18T22:59:00Z", seconds: 7_140 });
  expect(notes.join(" ")).toMatch(/23:59/);
  await expect(
    here.service.time.create({ ...morningShift, begin: "2026-11-17T21:00:00Z", end: "2026-11-18T02:00:00Z" }),
  ).rejects.toThrow(/one day only/);
});

test.each([
  ["seconds", { begin: "2026-11-18T08:00:10Z" }, /whole minutes/],
  ["a project", { work: { project: "14" } }, /no project/],
  ["a break", { breakSeconds: 600 }, /break/],
  ["somebody else", { personId: "42" }, /time of others/],
])("%s is refused before anything is written", async (_what, more, words) => {
  here = await setup();
  await expect(here.service.time.create({ ...morningShift, ...more })).rejects.toThrow(words);
  expect(here.tools()).not.toContain("createTimesheetEntries");
});

test("an answer that was lost is looked for: saved, and said so", async () => {
  here = await setup();
  here.gateway.fail({ path: /createTimesheetEntries/, times: 1, failure: { kind: "drop", afterEffect: true } });
  const { notes } = await here.service.time.create(morningShift);
  expect(String(notes[0])).toMatch(/it was saved/);
  expect(here.gateway.state.shifts).toHaveLength(1);
});

test("a write that surely did not happen says that nothing was saved", async () => {
  here = await setup();
  here.gateway.fail({ path: /createTimesheetEntries/, times: 1, failure: { kind: "drop", afterEffect: false } });
  expect(await failureOf(here.service.time.create(morningShift))).toMatchObject({ saved: "no" });
});

test("reading, changing and deleting entries are refused in words", async () => {
  here = await setup();
  const { time } = here.service;
  const listed = (async () => {
    for await (const _page of time.list({ from: "2026-11-18T00:00:00Z", to: "2026-11-19T00:00:00Z", people: "me" }));
  })();
  for (const asked of [listed, time.get("1"), time.update("1", {}), time.remove("1")])
    expect(await failureOf(asked)).toMatchObject({ kind: "unsupported" });
});
