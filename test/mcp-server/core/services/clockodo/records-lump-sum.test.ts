import { expect, it } from "vitest";
import type { RecordDraft } from "#core/domain/records";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import { failureOf, recordSession, type setup } from "./setup";

const begin = async (...options: Parameters<typeof setup>) => {
  const s = await recordSession(options[0] ?? "mara", options[1]);
  return { s, records: s.records };
};
const type = "lump_sum" as const;
const amount = { day: "2026-11-18", project: "7720", activity: "31", amount: 250, text: "Licence" };
const visits = { day: "2026-11-17", customer: "511", lump_sum_service: "12", count: 3 };
const listing = { type, limit: 10, offset: 0 };

it("an amount and a lump-sum service are saved, with the day at noon and what is billable where they belong", async () => {
  const { s, records } = await begin();
  const first = await records.create({ type, values: amount });
  expect(first.record).toMatchObject({
    name: "Licence",
    values: {
      day: "2026-11-18",
      amount: 250,
      customer: { name: "Seehof Hotels" },
      activity: { name: "Design" },
      billable: true,
    },
  });
  const second = await records.create({ type, values: visits });
  expect(second.record.values).toMatchObject({
    amount: 240,
    count: 3,
    lump_sum_service: { id: "12", name: "On-site visit" },
  });
  expect(s.clockodo.state.entries).toMatchObject([
    { type: 2, lumpsum: 250, since: Date.parse("2026-11-18T11:00:00Z") },
    { type: 3, lumpsum_services_amount: 3, services_id: null },
  ]);
});

it("those of the last month are listed, time and other people's are not", async () => {
  const { s, records } = await begin("olga");
  await records.create({ type, values: amount });
  await records.create({ type, values: { ...visits, day: "2026-08-03" } });
  await s.as("mara").records?.create({ type, values: amount });
  await s.service.time.create({
    work: { customer: "510", activity: "31" },
    begin: "2026-11-18T08:00:00Z",
    end: "2026-11-18T09:00:00Z",
  });
  const usual = await records.list(listing);
  expect(usual).toMatchObject({
    total: 1,
    records: [{ name: "Licence" }],
    notes: [expect.stringContaining("2026-10-19")],
  });
  const whole = await records.list({ ...listing, first: "2026-01-01", last: "2026-12-31" });
  expect(whole.records.map(({ name }) => name)).toEqual(["Licence", "On-site visit"]);
  const others = s.clockodo.state.entries.filter(({ users_id }) => users_id === 42);
  for (const { id } of others)
    expect(await failureOf(records.get({ type, id: String(id) }))).toMatchObject({ kind: "not_found" });
});

it("they are changed and deleted, and nothing is sent that was not said", async () => {
  const { s, records } = await begin("olga");
  const { record } = await records.create({ type, values: { ...amount, project: null, customer: "510" } });
  const place = { type, id: record.id };
  await records.update(place, { amount: 300, day: "2026-11-10" });
  await records.update(place, { project: "7720" });
  await records.update(place, { billed: true });
  await records.update(place, { customer: "511" });
  const sent = s.clockodo.requests.filter(({ method }) => method === "PUT").map(({ body }) => JSON.parse(body));
  expect(sent).toEqual([
    { time_since: "2026-11-10T11:00:00Z", lumpsum: 300 },
    { customers_id: 510, projects_id: 7720, subprojects_id: null, services_id: 31 },
    { billable: 2 },
    { customers_id: 511, projects_id: null, subprojects_id: null, services_id: 31 },
  ]);
  await records.remove(place);
  expect(s.clockodo.state.entries).toEqual([]);
});

it("what does not go together is refused before anything is sent", async () => {
  const { s, records } = await begin();
  const { day, project } = amount;
  const wrong: RecordDraft[] = [
    { day, project, activity: "31" },
    { ...amount, lump_sum_service: "12" },
    { day, amount: 5, activity: "31" },
    { ...amount, activity: null },
    { project, amount: 5, activity: "31" },
  ];
  for (const values of wrong) expect((await failureOf(records.create({ type, values }))).name).toBe("InputError");
  expect(s.clockodo.state.entries).toEqual([]);
  const { record } = await records.create({ type, values: amount });
  expect(await failureOf(records.update({ type, id: record.id }, { count: 2 }))).toMatchObject({ name: "InputError" });
});

it("one whose answer was lost is found and not made twice", async () => {
  const { s, records } = await begin();
  s.clockodo.fail({ method: "POST", path: /entries/, failure: { kind: "drop", afterEffect: true } });
  const { notes } = await records.create({ type, values: amount });
  expect(notes.join()).toMatch(/lost.*saved/);
  expect(s.clockodo.state.entries).toHaveLength(1);
});

it("an AI client saves one by names, and copies it though entries may not overlap", async () => {
  const { s } = await begin("mara", { now: thursday });
  const session = openToolSession({ profile: "everything", answers: Array(9).fill("yes"), service: s.service });
  const values = { day: "2026-11-18", project: "App relaunch", activity: "Design", amount: 250 };
  const saved = await session.call("save_record", { type, records: [{ values }] });
  expect(saved.isError, saved.text).toBe(false);
  const [entry] = s.clockodo.state.entries;
  const copied = await session.call("update_time", {
    changes: [{ id: String(entry?.id), copy: true, day: "2026-11-19" }],
  });
  expect(copied.isError, copied.text).toBe(false);
  expect(s.clockodo.state.entries).toMatchObject([{ lumpsum: 250 }, { lumpsum: 250, type: 2 }]);
  const refused = await session.call("log_time", {
    entries: [{ from: "9:00", to: "10:00", project: "App relaunch", activity: "Design", fixed_rate: "90" }],
  });
  expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/lump_sum/) });
});
