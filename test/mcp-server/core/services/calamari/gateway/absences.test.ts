import { afterEach, expect, test } from "vitest";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

const absence = (employee: number, from: string, to: string, more: object = {}) => ({
  ...{
    id: 5_000 + here.gateway.state.absences.length,
    employee,
    type: 3,
    from,
    to,
    fromPart: "MORNING",
    toPart: "END_OF_DAY",
  },
  ...{ amount: 1, status: "PENDING", reason: null, substitute: null, comments: [], created: 0, updated: 0 },
  ...more,
});
const december = { first: "2026-12-01", last: "2026-12-31" };

test("types come with their rules: which words a request needs, halves and hours, what is counted", async () => {
  here = await setup();
  const types = await here.absences.types();
  const named = (name: string) => types.find((type) => type.name === name);
  expect(named("Annual leave")).toMatchObject({
    halfDays: true,
    hours: false,
    counted: true,
    asks: { substitute: "optional" },
  });
  expect(named("Sick leave")).toMatchObject({
    halfDays: false,
    counted: false,
    asks: { reason: "none", substitute: "none" },
  });
  expect(named("Special leave")).toMatchObject({
    commentNeeded: true,
    asks: { reason: "needed", comment: "needed", substitute: "needed" },
    reasons: ["Wedding", "Move"],
  });
  expect(named("Overtime leave")).toMatchObject({ hours: true });
});

test("own absences are asked for by the person's own id, and said to be neither approved nor refused", async () => {
  here = await setup();
  here.gateway.state.absences.push(
    absence(41, "2026-12-21", "2026-12-23"),
    absence(42, "2026-12-22", "2026-12-22"),
    absence(41, "2026-12-29", "2026-12-29", { type: 9, fromPart: "09:00", toPart: "13:00" }),
  );
  const list = await here.absences.list({ ...december, people: "me" });
  expect(list.absences).toMatchObject([
    { first: "2026-12-21", last: "2026-12-23", status: "requested", person: { id: "41", name: "Nora Lind" } },
    { first: "2026-12-29", last: "2026-12-29", working: true, seconds: 14_400, part: "09:00–13:00" },
  ]);
  expect(list.notes?.join(" ")).toMatch(/neither the type.*nor whether it is approved/);
  expect(list.statusUntold).toBe(true);
  // What is decided of them is decided where it was for all companies.
  expect(here.absences.decideWhere).toBe("https://app-new.calamari.io");
  expect(here.gateway.calls.at(-1)?.args.peopleUuids).toEqual(["0b1c2d3e-0000-4000-8000-000000000041"]);
});

test("pages are followed to their end", async () => {
  here = await setup();
  for (let day = 1; day <= 7; day++)
    here.gateway.state.absences.push(absence(41, `2026-12-0${day}`, `2026-12-0${day}`));
  expect((await here.absences.list({ ...december, people: "me" })).absences).toHaveLength(7);
  expect(here.tools().filter((tool) => tool === "search")).toHaveLength(4);
});

test("rows of somebody else in an answer about oneself never leave the adapter", async () => {
  here = await setup();
  const { uuid } = here.gateway.state.employees.find(({ id }) => id === 42) ?? {};
  // A gateway that ignores the filter.
  const ida = here.gateway.state.employees.find(({ id }) => id === 42);
  if (ida) ida.uuid = "0b1c2d3e-0000-4000-8000-000000000041";
  here.gateway.state.absences.push(absence(42, "2026-12-22", "2026-12-22"));
  const list = await here.absences.list({ ...december, people: "me" });
  expect(uuid).toBeDefined();
  expect(list.absences).toEqual([]);
  expect(JSON.stringify(list)).not.toContain("Ida");
  expect(list.notes?.join(" ")).toMatch(/1 rows of people who were not asked for were left out/);
});

test.each([
  ["everybody", "everyone" as const],
  ["a colleague", ["42"]],
  ["a colleague by address", ["ida.berg@fjordworks.example"]],
  ["oneself and a colleague", ["41", "42"]],
])("absences of %s are asked for only where the client may", async (_who, people) => {
  here = await setup();
  await here.service.facts();
  const before = here.gateway.calls.length;
  expect(await failureOf(here.absences.list({ ...december, people }))).toMatchObject({
    kind: "forbidden",
    saved: "no",
  });
  expect(here.gateway.calls).toHaveLength(before);
});

test("the company's calendar names only who is away, and says so", async () => {
  here = await setup({ may: ["others_absence.read"] });
  here.gateway.state.absences.push(absence(42, "2026-12-22", "2026-12-22"), absence(40, "2026-12-24", "2026-12-24"));
  const list = await here.absences.list({ ...december, people: "everyone" });
  expect(list.absences.map(({ person }) => person?.name)).toEqual(["Ida Berg", "Olav Dahl"]);
  expect(list.notes?.join(" ")).toMatch(/of everybody else it says nothing/);
  const one = await here.absences.list({ ...december, people: ["42"] });
  expect(one.absences.map(({ person }) => person?.name)).toEqual(["Ida Berg"]);
});

test("balances say what is left, what was taken and what waits", async () => {
  here = await setup();
  here.gateway.state.absences.push(
    absence(41, "2026-05-04", "2026-05-08", { amount: 5, status: "ACCEPTED" }),
    absence(41, "2026-12-21", "2026-12-22", { amount: 2 }),
  );
  const balances = await here.absences.balances({ day: "2026-11-19" });
  expect(balances.find(({ type }) => type.name === "Annual leave")).toMatchObject({
    ...{ year: 2026, unit: "days", entitled: 25, taken: 5, requested: 2, left: 20 },
  });
  expect(balances.find(({ type }) => type.name === "Sick leave")).toMatchObject({ entitled: null, left: null });
  expect(balances.find(({ type }) => type.name === "Overtime leave")).toMatchObject({ unit: "hours" });
});

test("a wrapped list of allowances is read like a bare one", async () => {
  here = await setup({ settings: { wrapped: true } });
  expect(await here.absences.balances({ day: "2026-11-19" })).toHaveLength(5);
});

test("balances of others: not without permission, and what Calamari itself refuses is told without its words", async () => {
  here = await setup();
  expect(await failureOf(here.absences.balances({ day: "2026-11-19", personId: "42" }))).toMatchObject({
    kind: "forbidden",
  });
  expect(here.tools()).not.toContain("getAbsenceAllowancesForEmployee");
  await here.close();
  here = await setup({ may: ["others_absence.read"] });
  expect(await failureOf(here.absences.balances({ day: "2026-11-19", personId: "42" }))).toMatchObject({
    kind: "forbidden",
    message: "Calamari does not allow you this.",
  });
  await here.close();
  here = await setup({ may: ["others_absence.read"], who: "olav" });
  expect(await here.absences.balances({ day: "2026-11-19", personId: "42" })).toHaveLength(5);
});

test("whole days are asked for without parts, with the words of the type and the number of who stands in", async () => {
  here = await setup({ may: ["absence.create"] });
  const draft = {
    ...{ typeId: "8", first: "2026-12-01", last: "2026-12-02", reason: "Wedding", comment: "Ours" },
    substituteId: here.gateway.people.ida,
  };
  const { absences } = await here.absences.create(draft);
  expect(absences).toMatchObject([
    { status: "requested", first: "2026-12-01", last: "2026-12-02", type: { name: "Special leave" } },
  ]);
  expect(here.gateway.calls.find(({ tool }) => tool === "createAbsenceRequest")?.args).toEqual({
    ...{ absenceTypeId: 8, startDate: "2026-12-01", endDate: "2026-12-02", reason: "Wedding", comment: "Ours" },
    substituteEmployeeId: 42,
  });
});

test.each([
  [
    "the first half of a day",
    { first: "2026-12-01", last: "2026-12-01", firstHalf: true },
    { fromPart: "MORNING", toPart: "AFTERNOON" },
  ],
  [
    "the afternoon",
    { first: "2026-12-01", last: "2026-12-01", firstHalf: true, from: "afternoon" },
    { fromPart: "AFTERNOON", toPart: "END_OF_DAY" },
  ],
  [
    "days with half the last",
    { first: "2026-12-01", last: "2026-12-03", lastHalf: true },
    { fromPart: "MORNING", toPart: "AFTERNOON" },
  ],
])("%s is asked for as such, after Calamari said that it can be", async (_what, draft, parts) => {
  here = await setup();
  await here.absences.create({ typeId: "3", ...draft });
  expect(here.tools()).toContain("getPartDayPossibility");
  expect(here.gateway.calls.find(({ tool }) => tool === "createAbsenceRequest")?.args).toMatchObject(parts);
});

test("hours of a day begin when work does, and only on the type's own grid", async () => {
  here = await setup();
  const day = { typeId: "7", first: "2026-12-01", last: "2026-12-01" };
  await here.absences.create({ ...day, seconds: 9_000 });
  expect(here.gateway.calls.find(({ tool }) => tool === "createAbsenceRequest")?.args).toMatchObject({
    fromPart: "09:00",
    toPart: "11:30",
  });
  const failure = await failureOf(here.absences.parts({ ...day, seconds: 600 }));
  expect(failure.message).toMatch(/does not offer 09:10/);
  expect(failure.next).toMatch(/quarters of an hour/);
});

test("a part of a day on a type of whole days is refused, never made a whole day", async () => {
  here = await setup();
  const draft = { typeId: "4", first: "2026-12-01", last: "2026-12-01", firstHalf: true };
  await expect(here.absences.create(draft)).rejects.toThrow(/half|halves/);
  expect(here.tools()).not.toContain("createAbsenceRequest");
});

test.each([
  ["a reason where none is taken", { typeId: "4", reason: "Flu" }, /takes no reason/],
  ["a missing reason", { typeId: "8", comment: "x", substituteId: "ida.berg@fjordworks.example" }, /needs a reason/],
  [
    "a reason that is not on the list",
    { typeId: "8", comment: "x", reason: "Moon", substituteId: "ida.berg@fjordworks.example" },
    /certain reasons/,
  ],
  ["nobody to stand in", { typeId: "8", comment: "x", reason: "Move" }, /needs a substitute/],
])("%s is refused before anything is created", async (_what, more, words) => {
  here = await setup({ may: ["absence.create"] });
  await expect(here.absences.create({ first: "2026-12-01", last: "2026-12-01", ...more })).rejects.toThrow(words);
  expect(here.tools()).not.toContain("createAbsenceRequest");
});

test("Calamari's own warnings come with the dry run", async () => {
  here = await setup();
  here.gateway.state.absences.push(absence(41, "2026-12-01", "2026-12-01"));
  const draft = { typeId: "3", first: "2026-12-01", last: "2026-12-02" };
  expect(await here.absences.check?.(draft)).toEqual([
    "You have another absence in this period, or it has no working day.",
  ]);
  expect(await here.absences.check?.({ ...draft, first: "2026-12-07", last: "2026-12-08" })).toEqual([]);
});

test("what Calamari refuses is told by its code, not in its own words", async () => {
  here = await setup();
  here.gateway.state.absences.push(absence(41, "2026-12-01", "2026-12-01"));
  const failure = await failureOf(here.absences.create({ typeId: "3", first: "2026-12-01", last: "2026-12-01" }));
  expect(failure).toMatchObject({ kind: "conflict", saved: "no", next: "Look at list_absences for these days." });
  expect(failure.message).toMatch(/^Calamari does not take these days/);
  expect(failure.message).not.toContain("Request rejected");
});

test("a request whose answer was lost is looked for in the calendar, not sent again", async () => {
  here = await setup();
  here.gateway.fail({
    path: /createAbsenceRequest/,
    times: 1,
    failure: { kind: "status", status: 504, body: "", afterEffect: true },
  });
  const { notes } = await here.absences.create({ typeId: "3", first: "2026-12-07", last: "2026-12-08" });
  expect(String(notes[0])).toMatch(/it was saved/);
  expect(here.gateway.state.absences).toHaveLength(1);
});

test("public holidays are of the person's own calendar, days each, halves told", async () => {
  here = await setup();
  const holidays = await here.absences.holidays({ first: "2026-12-24", last: "2026-12-25" });
  expect(holidays).toMatchObject([
    { day: "2026-12-24", half: true },
    { day: "2026-12-25", half: false },
  ]);
});

test("deciding, finding by id and taking back are refused in words", async () => {
  here = await setup();
  expect(here.absences.decisions).toEqual([]);
  for (const asked of [here.absences.get("x"), here.absences.decide("x", "cancel", undefined), here.absences.undo("x")])
    expect(await failureOf(asked)).toMatchObject({ kind: "unsupported" });
});
