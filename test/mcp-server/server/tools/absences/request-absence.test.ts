import { beforeEach, describe, expect, test } from "vitest";
import type { Absence, LeaveBalance } from "#core/domain/absences";
import { ServiceError } from "#core/domain/errors";
import { requestedResult } from "#core/domain/results/absences";
import { errorResult } from "#core/domain/results/error";
import { requestAbsence } from "#server/tools/absences/request-absence";
import type { Shape } from "#server/tools/lib/schema";
import { openToolSession } from "../../../../fakes/tool-session";

const charles = { id: "8", name: "Charles Babbage" };
const absence = (id: string, first: string, last: string, more: Partial<Absence> = {}): Absence => ({
  id,
  type: { id: "training", name: "Training" },
  status: "approved",
  first,
  last,
  days: 1,
  seconds: null,
  comment: "",
  ...more,
});

/** @param wanted Ada works in the profile Track, where requests of her own need no question */
const office = (wanted: Parameters<typeof openToolSession>[0] = {}) => {
  const session = openToolSession(wanted);
  const ask = async (args: Record<string, unknown>) => {
    const answer = await session.call("request_absence", args);
    return { ...answer, result: answer.isError ? null : requestedResult.parse(answer.data) };
  };
  const codes = async (args: Record<string, unknown>) =>
    (await ask({ dry_run: true, ...args })).result?.warnings.map(({ code }) => code);
  return { ...session, ask, codes, leave: session.memory.leave };
};
let session: ReturnType<typeof office>;
beforeEach(() => {
  session = office();
});
const christmas = { type: "holiday", from: "2026-12-21", to: "2026-12-31" };

describe("a dry run", () => {
  test("tells what it takes, what is wrong with it and how it would fit, and sends nothing", async () => {
    session = office({ profile: "manage" });
    session.leave.absences = [
      absence("1", "2026-12-21", "2026-12-21"),
      absence("2", "2026-12-23", "2026-12-30", { person: charles }),
    ];
    const { result, text } = await session.ask({ ...christmas, dry_run: true });
    expect(result).toMatchObject({
      dry_run: true,
      days: 8,
      left_after: -1.5,
      also_away: [{ person: charles, first: "2026-12-23", last: "2026-12-30" }],
      checked_at: "2026-11-19T14:00:00+01:00",
    });
    expect(result?.skipped.map(({ day, why }) => `${day} ${why}`)).toEqual([
      "2026-12-25 Christmas",
      "2026-12-26 Saturday",
      "2026-12-27 Sunday",
    ]);
    expect(result?.warnings).toEqual([
      {
        code: "balance",
        message: "Urlaub 2026: 1.5 days too many, only 6.5 left; it fits until Tue 29 Dec 2026.",
        last: "2026-12-29",
        days: 1.5,
      },
      {
        code: "overlap",
        message: "Overlaps Training 21 Dec 2026, approved (#1): start on Tue 22 Dec 2026 instead.",
        first: "2026-12-22",
      },
    ]);
    expect(text).toContain("Nothing was sent. It would be Urlaub 21–31 Dec 2026, 8 days (without 25 Dec).");
    expect(text).toContain("Also away: Charles Babbage (23–30 Dec 2026)");
    expect(session.memory.writes).toEqual([]);
    expect(session.wrote).toEqual([]);
  });

  test("with the suggested days each of these warnings is gone", async () => {
    session.leave.absences = [absence("1", "2026-12-21", "2026-12-21")];
    expect(await session.codes({ ...christmas, from: "2026-12-22", to: "2026-12-29" })).toEqual([]);
  });

  test("what would be left is told, and days that others may decide on are taken off before", async () => {
    const fits = { type: "holiday", from: "2026-12-21", to: "2026-12-22", dry_run: true };
    expect((await session.ask(fits)).result).toMatchObject({ left_after: 4.5, warnings: [] });
    const [balance] = session.leave.balances;
    if (balance) balance.requested = 6;
    const { result } = await session.ask(fits);
    expect(result).toMatchObject({ left_after: -1.5, warnings: [{ code: "balance", days: 1.5 }] });
    expect(result?.warnings[0]?.message).toContain("only 0.5 left besides 6 already asked for");
    expect(result?.warnings[0]).not.toHaveProperty("last");
  });

  test("over New Year each year is checked against its own balance", async () => {
    const { result, text } = await session.ask({ ...christmas, to: "2027-01-08", dry_run: true });
    expect(result).toMatchObject({ days: 13, left_after: null });
    expect(result?.warnings).toMatchObject([{ code: "balance", days: 1.5, last: "2026-12-29" }]);
    expect(text).toContain("2027: 23 days of Urlaub left after it.");
    expect(result?.absences.map(({ first, last, days }) => [first, last, days])).toEqual([
      ["2026-12-21", "2026-12-31", 8],
      ["2027-01-01", "2027-01-08", 5],
    ]);
  });

  test("a balance in hours is compared in hours", async () => {
    const hours: LeaveBalance = {
      type: { id: "time_off", name: "Overtime leave" },
      year: 2026,
      unit: "hours",
      entitled: null,
      taken: 0,
      planned: 0,
      requested: 0,
      left: 10,
      notes: [],
    };
    session.leave.balances.push(hours);
    const asked = { type: "time_off", from: "2026-12-01", dry_run: true };
    expect((await session.ask({ ...asked, hours: "2h30" })).result).toMatchObject({ days: 0.31, left_after: 7.5 });
    const { result } = await session.ask({ ...asked, to: "2026-12-02" });
    expect(result?.warnings[0]).toMatchObject({ code: "balance", last: "2026-12-01" });
    expect(result?.warnings[0]?.message).toContain("6 hours too many, only 10 left");
  });

  test.each([
    ["no working day in it", { from: "2026-11-21", to: "2026-11-22" }, ["no_working_day"]],
    ["days that are over", { from: "2026-11-16", to: "2026-11-17" }, ["past"]],
    ["a begin in the past", { from: "2026-11-18", to: "2026-11-20" }, ["past"]],
    ["a comment that is missing", { type: "other", from: "2026-11-23" }, ["comment"]],
    ["nothing at all", { from: "2026-11-23" }, []],
  ])("warns of %s", async (_what, args, codes) => {
    expect(await session.codes({ type: "sickness", ...args })).toEqual(codes);
  });

  test("time booked on those days is told by day; half a day beside half a day of work is fine", async () => {
    const entry = { project: "Website care", activity: "Bugs" };
    await session.call("log_time", { entries: [{ day: "2026-11-18", from: "8:00", to: "11:30", ...entry }] });
    const sick = { type: "sickness", from: "2026-11-18" };
    const { result } = await session.ask({ ...sick, dry_run: true });
    expect(result?.warnings.find(({ code }) => code === "time_booked")?.message).toBe(
      "Time is booked on 18 Nov (3:30).",
    );
    expect(await session.codes({ ...sick, half: "first" })).toEqual(["past"]);
  });

  test("two halves of one day fit beside each other, a half and a whole do not; refused leave is no overlap", async () => {
    session.leave.absences = [absence("1", "2026-12-01", "2026-12-01", { firstHalf: true })];
    expect(await session.codes({ type: "sickness", from: "2026-12-01", half: "first" })).toEqual([]);
    expect(await session.codes({ type: "sickness", from: "2026-12-01" })).toEqual(["overlap"]);
    session.leave.absences = [absence("1", "2026-12-01", "2026-12-01", { status: "rejected" })];
    expect(await session.codes({ type: "sickness", from: "2026-12-01" })).toEqual([]);
  });
});

describe("what cannot be checked is said", () => {
  const down = () => new ServiceError("unavailable", "The service answers with an error.");

  test("a balance, absences or holidays that cannot be read are warnings, not silence", async () => {
    session.leave.broken = { balances: down(), list: down(), holidays: down() };
    const { result } = await session.ask({ ...christmas, dry_run: true });
    expect(result?.warnings.map(({ code }) => code)).toEqual(["not_known", "not_known", "not_known"]);
    const said = result?.warnings.map(({ message }) => message).join(" ");
    expect(said).toContain("Whether enough is left in 2026 is not known: The service answers with an error.");
    expect(said).toContain("Overlaps are not known");
    expect(said).toContain("Public holidays are not taken off");
    expect(result).toMatchObject({ left_after: null, days: 9 });
  });

  test("a type whose balance the service does not tell, and own absences that are hidden", async () => {
    session.leave.balances = [];
    session.leave.unread = [{ person: { id: "7", name: "Ada Lovelace" }, why: "not for you" }];
    const { result } = await session.ask({ ...christmas, dry_run: true });
    expect(result?.warnings.map(({ message }) => message)).toEqual([
      "Whether enough is left in 2026 is not known: the service tells no balance of Urlaub for 2026.",
      "Overlaps are not known: not for you",
    ]);
  });

  test("a type without a limit needs no balance", async () => {
    for (const balance of session.leave.balances) balance.left = null;
    expect((await session.ask({ ...christmas, dry_run: true })).result).toMatchObject({
      left_after: null,
      warnings: [],
    });
  });

  test("a client that may ask but not read learns nothing of absences and time", async () => {
    const blind = office({ permissions: { cells: { "absence.read": "off", "time.read": "off" } } });
    blind.leave.absences = [absence("1", "2026-12-21", "2026-12-21", { comment: "secret" })];
    const { result, text } = await blind.ask({ ...christmas, dry_run: true });
    expect(result?.warnings.map(({ code }) => code)).toEqual(["not_known", "not_known", "not_known"]);
    expect(result?.left_after).toBeNull();
    expect(text).not.toMatch(/Training|secret|6\.5/);
  });

  test("without hours of the person Monday to Friday count, and that is said", async () => {
    session.memory.facts_.targetSeconds = null;
    const { result } = await session.ask({ type: "sickness", from: "next week", dry_run: true });
    expect(result).toMatchObject({ days: 5, warnings: [{ code: "not_known" }] });
    expect(result?.warnings[0]?.message).toContain("Monday to Friday were counted");
  });
});

describe("a request", () => {
  test("is sent as it was said and answered as it was stored", async () => {
    const { result, text } = await session.ask({
      type: "URLAUB",
      from: "23 dec",
      to: "28 dec",
      comment: "Family visit",
    });
    expect(session.memory.writes).toEqual(["create absence"]);
    expect(session.leave.absences).toMatchObject([
      { first: "2026-12-23", last: "2026-12-28", comment: "Family visit" },
    ]);
    expect(result).toMatchObject({ days: 3, absences: [{ id: "500", mine: true, status: "requested", days: 3 }] });
    expect(result).not.toHaveProperty("dry_run");
    expect(text).toContain("Requested Urlaub 23–28 Dec 2026, 3 days (without 25 Dec):");
    expect(text).toContain('#500  Urlaub  23–28 Dec 2026  3 days  requested  "Family visit"');
    expect(session.wrote).toHaveLength(1);
  });

  test("for half a day, for hours and for half days at both ends takes what was asked and not a day more", async () => {
    const one = async (args: object) => (await session.ask({ from: "2026-12-01", ...args })).result?.days;
    expect(await one({ type: "sickness", half: "first" })).toBe(0.5);
    expect(await one({ type: "time_off", hours: "2h" })).toBe(0.25);
    expect(await one({ type: "sickness", from: "2026-12-07", to: "2026-12-11", half: "both" })).toBe(4);
    expect(session.leave.absences.slice(-3).map(({ first, last, days }) => [first, last, days])).toEqual([
      ["2026-12-07", "2026-12-07", 0.5],
      ["2026-12-08", "2026-12-10", 3],
      ["2026-12-11", "2026-12-11", 0.5],
    ]);
  });

  test("over New Year and over 30 days is cut as the service takes it, and told with number, days and ids", async () => {
    const { result, text } = await session.ask({ type: "sickness", from: "2026-11-23", to: "2027-01-15" });
    expect(session.leave.absences.map(({ first, last }) => [first, last])).toEqual([
      ["2026-11-23", "2026-12-22"],
      ["2026-12-23", "2026-12-31"],
      ["2027-01-01", "2027-01-15"],
    ]);
    const sum = result?.absences.reduce((total, { days }) => total + (days ?? 0), 0);
    expect(sum).toBe(result?.days);
    expect(text).toContain(
      "The service takes it in 3 parts: 3 absences for 23 Nov 2026–15 Jan 2027: #500, #501, #502.",
    );
    expect(session.progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  test("days that the service counts differently are the service's, and that is said", async () => {
    const create = session.memory.absences?.create;
    const port = session.memory.absences;
    if (!create || !port) throw new Error("no port");
    port.create = async (part) => {
      const made = await create(part);
      return { ...made, absences: made.absences.map((one) => ({ ...one, days: 7 })) };
    };
    const { result, text } = await session.ask(christmas);
    expect(result?.days).toBe(7);
    expect(text).toContain("The service counts 7 days, not 8 days.");
  });

  test("days that the service does not tell are counted here, and nothing made is not told as done", async () => {
    const port = session.memory.absences;
    const create = port?.create;
    if (!port || !create) throw new Error("no port");
    port.create = async (part) => {
      const { absences } = await create(part);
      return { absences: absences.map((one) => ({ ...one, days: null })), notes: ["Waits for Grace."] };
    };
    const { result, text } = await session.ask(christmas);
    expect(result).toMatchObject({ days: 8, absences: [{ days: 8 }] });
    expect(text).toContain("Waits for Grace.");
    expect(text).not.toContain("The service counts");
    port.create = async () => ({ absences: [], notes: ["It has no working day of this person."] });
    const none = await session.ask({ type: "sickness", from: "2026-11-23" });
    expect(none.isError).toBe(true);
    expect(none.text).toContain("The service made no absence of it. It has no working day of this person.");
  });

  test("every example of its description can be sent as it stands", async () => {
    const examples = (name: string) =>
      [...String((requestAbsence.input as Shape)[name]?.json.description).matchAll(/`([^`]+)`/g)].map(
        ([, text]) => text,
      );
    expect(examples("from").length).toBeGreaterThan(1);
    for (const type of examples("type"))
      for (const from of examples("from")) expect((await session.ask({ type, from })).isError, from).toBe(false);
    for (const hours of examples("hours"))
      expect((await session.ask({ type: "time_off", from: "2026-12-03", hours })).isError, hours).toBe(false);
  });
});

describe("nothing is sent for", () => {
  test.each([
    ["an end before its begin", { to: "2026-12-20" }, /before it begins/],
    ["more than two years", { to: "2029-01-01" }, /two years/],
    ["hours over several days", { type: "time_off", hours: "2h" }, /more than one/],
    ["half a day of a type without halves", { type: "time_off", half: "first" }, /half days/],
    ["hours of a type without hours", { to: undefined, hours: "2h" }, /by hours/],
    ["half and hours at once", { type: "time_off", half: "first", hours: "2h" }, /not both/],
    ["the last half of a single day", { to: undefined, half: "last" }, /half: first/],
    ["more hours than the day has", { type: "time_off", to: undefined, hours: "9h" }, /more than the 8:00/],
    ["hours without a unit", { type: "time_off", to: undefined, hours: "2" }, /2h or 2m/],
    ["a weekday that could be two days", { from: "friday", to: undefined }, /2026-11-13 or 2026-11-20/],
    ["a clock time", { from: "tomorrow 9-11", to: undefined }, /clock time/],
    ["a type that needs a comment, without one", { type: "other" }, /needs a comment/],
    ["a type that there is not", { type: "yachting" }, /no type of absence/],
    ["somebody that there is not", { person: "Nobody Atall" }, /not allowed|no person/],
  ])("%s", async (_what, args, why) => {
    const { isError, text, data } = await session.ask({ ...christmas, ...args });
    expect(isError).toBe(true);
    expect(text).toMatch(why);
    expect(errorResult.parse(data).error.saved).toBe("no");
    expect(session.memory.writes).toEqual([]);
  });

  test("an unknown type, which is answered with those that there are", async () => {
    const { data } = await session.ask({ ...christmas, type: "yachting" });
    expect(errorResult.parse(data).error.candidates?.map(({ id }) => id)).toContain("sickness");
  });
});

describe("all or nothing", () => {
  const long = { type: "sickness", from: "2026-11-23", to: "2027-01-15" };
  const refusal = new ServiceError("invalid", "The service refuses these days.", { next: "Choose other days." });

  test("when a later part fails, what was created before is taken back, and all of it is told", async () => {
    session.leave.failCreate = { at: 3, error: refusal };
    const { isError, data, text } = await session.ask(long);
    expect(isError).toBe(true);
    expect(session.leave.absences).toEqual([]);
    expect(session.memory.writes).toEqual([...Array(3).fill("create absence"), "undo", "undo"]);
    const { error } = errorResult.parse(data);
    expect(error).toMatchObject({ code: "invalid", saved: "no", next: "Choose other days." });
    expect(error.message).toBe(
      "Nothing was requested. Part 3 of 3 (1–15 Jan 2027) failed: The service refuses these days. Choose other days. What was created before it was taken back: #501, #500.",
    );
    expect(requestedResult.parse(data)).toMatchObject({ absences: [], days: 0 });
    expect(data.undone).toEqual(["501", "500"]);
    expect(text).toContain("Nothing was requested.");
    expect(session.wrote).toHaveLength(1);
  });

  test("what cannot be taken back is told by id, as saved, with what to do", async () => {
    session.leave.failCreate = { at: 3, error: refusal };
    session.leave.stuck.add("500");
    const { isError, data, text } = await session.ask(long);
    expect(isError).toBe(true);
    const { error } = errorResult.parse(data);
    expect(error.saved).toBe("yes");
    expect(error.message).toContain("The request failed in part.");
    expect(error.message).toContain("#500 (23 Nov–22 Dec 2026) could not be taken back");
    expect(error.next).toContain("Still there: #500.");
    expect(requestedResult.parse(data).absences.map(({ id }) => id)).toEqual(["500"]);
    expect(data.undone).toEqual(["501"]);
    expect(text).toContain("Still there: #500.");
    expect(session.leave.absences.map(({ id }) => id)).toEqual(["500"]);
  });

  test("a call cancelled between two parts takes back the first, though the call is over", async () => {
    let created = 0;
    session.leave.onCreate = () => {
      if (++created === 2) session.abort.abort();
    };
    const { isError, text } = await session.ask(long);
    expect(isError).toBe(true);
    expect(text).toContain("Cancelled before it was sent.");
    expect(created).toBe(2);
    expect(session.leave.absences).toEqual([]);
  });

  test("a part of which nobody knows whether it was saved is told so", async () => {
    const error = new ServiceError("timeout", "No answer in time.", { saved: "unknown" });
    session.leave.failCreate = { at: 2, error };
    const { data } = await session.ask(long);
    expect(errorResult.parse(data).error).toMatchObject({
      code: "timeout",
      saved: "unknown",
      message: expect.stringContaining("The request failed in part."),
      next: "Look with list_absences before you ask again.",
    });
  });

  test("when the first part fails there is nothing to take back, and its own error is the answer", async () => {
    session.leave.failCreate = { at: 1, error: refusal };
    const { data } = await session.ask(long);
    expect(errorResult.parse(data).error).toMatchObject({
      code: "invalid",
      message: "The service refuses these days.",
    });
    expect(session.memory.writes).toEqual(["create absence"]);
  });
});

describe("who may ask", () => {
  test("Look may not, Track may for itself, and for others needs more", async () => {
    expect((await office({ profile: "look" }).ask(christmas)).data).toMatchObject({ error: { code: "permission" } });
    expect((await session.ask({ ...christmas, person: "me" })).isError).toBe(false);
    const { data } = await session.ask({ ...christmas, person: "Charles" });
    expect(data).toMatchObject({ error: { code: "permission" } });
    expect(session.leave.absences).toHaveLength(1);
  });

  test("where it asks, the question shows days, parts, comment and warnings, and a no sends nothing", async () => {
    const asking = office({ permissions: { cells: { "absence.create": "ask" } }, answers: ["no"] });
    const { data } = await asking.ask({ ...christmas, to: "2027-01-08", comment: "Family visit" });
    expect(data).toMatchObject({ error: { code: "declined" } });
    const [question] = asking.questions;
    expect(question?.[0]).toBe("Ask for Urlaub 21 Dec 2026–8 Jan 2027, 13 days (without 25 Dec, 1 Jan)");
    expect(question).toContain("Comment: Family visit");
    expect(question).toContain("- 1–8 Jan 2027");
    expect(question?.join("\n")).toContain("Warning: Urlaub 2026: 1.5 days too many");
    expect(asking.memory.writes).toEqual([]);
  });

  test("for somebody else the person is always asked, also where it is allowed, and it is theirs then", async () => {
    const boss = office({ profile: "everything", answers: ["no", "yes"] });
    expect((await boss.ask({ ...christmas, person: "charles" })).data).toMatchObject({ error: { code: "declined" } });
    expect(boss.questions[0]?.[0]).toContain("for Charles Babbage");
    const { result } = await boss.ask({ ...christmas, person: "charles" });
    expect(result?.absences[0]).toMatchObject({ mine: false, person: charles });
    expect(boss.leave.absences[0]?.person).toEqual(charles);
  });

  test("the app acts for its person without a question", async () => {
    const tray = office({ tray: true });
    expect((await tray.ask({ ...christmas, person: "charles" })).isError).toBe(false);
  });

  test("a dry run needs the same permission and no question", async () => {
    const asking = office({ permissions: { cells: { "absence.create": "ask" } }, answers: [] });
    expect((await asking.ask({ ...christmas, dry_run: true })).isError).toBe(false);
    expect((await office({ profile: "look" }).ask({ ...christmas, dry_run: true })).isError).toBe(true);
  });

  test("what the service itself refuses is said in its words, also to the app", async () => {
    const why = "The absence plugin is not installed.";
    const refused = { "absence.read": why, "absence.create": why, "others_absence.create": why };
    for (const tray of [true, false])
      expect((await office({ tray, facts: { refused } }).ask(christmas)).text).toContain("plugin is not installed");
  });
});
