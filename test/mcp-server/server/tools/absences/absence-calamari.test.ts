import { afterEach, describe, expect, it } from "vitest";
import { requestAbsence } from "#server/tools/absences/request-absence";
import type { FakeCalamari } from "../../../../fakes/calamari";
import type { FakeAbsence } from "../../../../fakes/calamari/model";
import { absenceRow as away, withAbsences as seeded, without } from "../../../../fakes/calamari/rows";
import { calamariSession } from "../calamari-session";

let calamari: FakeCalamari;
let logged: () => string;
async function session(...args: Parameters<typeof calamariSession>) {
  const made = await calamariSession(...args);
  ({ calamari, logged } = made);
  return made;
}
afterEach(() => {
  expect(calamari.unknownMembers()).toEqual([]);
  calamari.assertKeyOnlyInHeaders(logged());
});
const onlyNora = () => expect(calamari.othersAskedFor(calamari.people.nora)).toEqual([]);

const creating = /request\/v1\/create$/;
const warningsOf = (data: Record<string, unknown>) => JSON.stringify(data.warnings);

describe("request_absence in Calamari", () => {
  it("tells in a dry run what speaks against it, sends nothing, and asks for little", async () => {
    const { ok, sent } = await session(
      {},
      {
        seed: (state) => {
          state.absences.push(away({ from: "2026-12-23", to: "2026-12-23", amount: 1, status: "PENDING" }));
          for (const type of state.absenceTypes) if (type.id === 3) type.allowance = 4;
          state.shifts.push({
            ...{ id: 1, employee: 41, breaks: [], projects: [], description: "" },
            ...{ started: Date.parse("2026-12-28T08:00:00Z"), finished: Date.parse("2026-12-28T12:00:00Z") },
          });
        },
      },
    );
    await ok("get_account");
    const before = calamari.requests.length;
    const { data, text } = await ok("request_absence", {
      type: "holiday",
      from: "2026-12-22",
      to: "2026-12-31",
      dry_run: true,
    });
    // 22, 23, half of 24, 28 to 31 December.
    expect(data.days).toBe(6.5);
    expect(warningsOf(data)).toMatch(/Overlaps Annual leave 23 Dec 2026, requested/);
    expect(warningsOf(data)).toMatch(/too many/);
    expect(warningsOf(data)).toMatch(/Time is booked on 28 Dec/);
    expect(text).toMatch(/24 Dec is half a holiday: Christmas Eve \(afternoon\)/);
    expect(sent(creating)).toEqual([]);
    // Types, balance, absences, holidays, shifts.
    expect(calamari.requests.length - before).toBeLessThanOrEqual(5);
    onlyNora();
  });

  it("creates it in one piece and tells how it stands, over New Year too", async () => {
    const { ok, sent } = await session();
    const { text, data } = await ok("request_absence", { type: "vacation", from: "2026-12-28", to: "2027-01-05" });
    expect(text).toMatch(/^Requested Annual leave 28 Dec 2026–5 Jan 2027/m);
    expect(data.absences).toMatchObject([{ status: "requested", id: expect.stringMatching(/^2026-12-28\.\d+$/) }]);
    expect(sent(creating)).toHaveLength(1);
    onlyNora();
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, RegExp]>([
    [
      "a morning",
      { type: "holiday", half: "morning" },
      { fromPart: "MORNING", toPart: "AFTERNOON" },
      /7 Dec 2026, morning/,
    ],
    [
      "an afternoon",
      { type: "holiday", half: "afternoon" },
      { fromPart: "AFTERNOON", toPart: "END_OF_DAY" },
      /7 Dec 2026, afternoon/,
    ],
    [
      "half a day",
      { type: "holiday", half: "first" },
      { fromPart: "MORNING", toPart: "AFTERNOON" },
      /7 Dec 2026, morning, 0.5 days/,
    ],
    [
      "from when until when",
      { type: "overtime", hours: "9:00–11:00" },
      { fromPart: "09:00", toPart: "11:00" },
      /7 Dec 2026, 09:00–11:00[\s\S]*38 hours left after it/,
    ],
    [
      "hours in words",
      { type: "overtime", hours: "1pm to 3:30pm" },
      { fromPart: "13:00", toPart: "15:30" },
      /13:00–15:30/,
    ],
    [
      "hours from when work begins",
      { type: "overtime", hours: "2h30" },
      { fromPart: "09:00", toPart: "11:30" },
      /7 Dec 2026, 09:00–11:30/,
    ],
  ])("takes %s of a day as it is meant", async (_what, wanted, parts, shown) => {
    const { ok, sent } = await session();
    const dry = await ok("request_absence", { from: "2026-12-07", ...wanted, dry_run: true });
    expect(dry.text).toMatch(shown);
    const { text } = await ok("request_absence", { from: "2026-12-07", ...wanted });
    expect(sent(creating)).toMatchObject([{ dateFrom: "2026-12-07", dateTo: "2026-12-07", ...parts }]);
    expect(text).toMatch(/Requested/);
    const listed = await ok("list_absences", { period: "2026-12" });
    expect(listed.text).toMatch(/7 Dec 2026, (morning|afternoon|\d\d:\d\d–\d\d:\d\d)/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["hours of a type by days", { type: "holiday", hours: "9:00–11:00" }, /cannot be taken by hours/],
    ["half a day of a type by hours", { type: "overtime", half: "morning" }, /cannot be taken by half days/],
    ["a morning of several days", { type: "holiday", half: "morning", to: "2026-12-08" }, /half of one day/],
    ["half a day of a type of whole days", { type: "sick", half: "first" }, /part of a day/],
    ["hours over midnight", { type: "overtime", hours: "22:00–2:00" }, /02:00 is before 22:00/],
    ["more hours than a day has", { type: "overtime", hours: "8:00–18:00" }, /more than/],
    ["half and hours at once", { type: "overtime", half: "first", hours: "2h" }, /half or hours/],
  ])("refuses %s, and never makes a whole day of it", async (_what, wanted, words) => {
    const { refused } = await session();
    const { error } = await refused("request_absence", { from: "2026-12-07", ...wanted });
    expect(error.message).toMatch(words);
    if (/by half days/.test(error.message)) expect(JSON.stringify(error)).toContain("Give hours instead");
    expect(error.saved).toBe("no");
    expect(calamari.state.absences).toEqual([]);
  });

  it("tells a reason and who stands in, by e-mail address where names of others may not be read", async () => {
    const { ok, refused, sent } = await session();
    const wanted = { type: "Special leave", from: "2026-12-07", reason: "Wedding", comment: "Ours" };
    const unknown = await refused("request_absence", { ...wanted, substitute: "Ida Berg" });
    expect(unknown.text).toMatch(/Give the e-mail address/);
    onlyNora();
    const dry = await ok("request_absence", { ...wanted, substitute: "IDA.Berg@Fjordworks.example", dry_run: true });
    expect(dry.text).toMatch(/ida\.berg@fjordworks\.example stands in/);
    await ok("request_absence", { ...wanted, substitute: "IDA.Berg@Fjordworks.example" });
    expect(sent(creating)).toMatchObject([
      { reason: "Wedding", comment: "Ours", substitute: "ida.berg@fjordworks.example" },
    ]);
    onlyNora();
  });

  it("finds who stands in by name where others may be known, and nobody stands in for themselves", async () => {
    const { ok, refused, sent } = await session({ profile: "manage" });
    const wanted = { type: "holiday", from: "2026-12-07" };
    const self = await refused("request_absence", { ...wanted, substitute: "me" });
    expect(self.text).toMatch(/Nobody stands in for themselves/);
    const { text } = await ok("request_absence", { ...wanted, substitute: "Ida" });
    expect(text).toMatch(/Ida Berg stands in/);
    expect(sent(creating)).toMatchObject([{ substitute: "ida.berg@fjordworks.example" }]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "a needed reason that is missing",
      { type: "Special leave", comment: "x", substitute: "ida.berg@fjordworks.example" },
      /needs a reason/,
    ],
    [
      "a needed comment that is missing",
      { type: "Special leave", reason: "Move", substitute: "ida.berg@fjordworks.example" },
      /needs a comment/,
    ],
    [
      "nobody to stand in where it is needed",
      { type: "Special leave", reason: "Move", comment: "x" },
      /somebody who stands in/,
    ],
    ["a reason where none is taken", { type: "sick", reason: "Flu" }, /takes none/],
    ["a comment where none is taken", { type: "overtime", hours: "9–10", comment: "x" }, /takes none/],
    [
      "somebody to stand in where nobody is",
      { type: "sick", substitute: "ida.berg@fjordworks.example" },
      /takes nobody/,
    ],
    [
      "a reason that is not on the list",
      { type: "Special leave", reason: "Party", comment: "x", substitute: "ida.berg@fjordworks.example" },
      /certain ones/,
    ],
  ])("tells %s in words with what to do", async (_what, wanted, words) => {
    const { refused } = await session();
    const { text, error } = await refused("request_absence", { from: "2026-12-07", ...wanted });
    expect(text).toMatch(words);
    expect(error.saved).toBe("no");
    expect(calamari.state.absences).toEqual([]);
  });

  it("after a lost answer says that it was saved, and asks only once", async () => {
    const { ok, sent } = await session();
    calamari.fail({ path: creating, times: 1, failure: { kind: "status", status: 504, afterEffect: true } });
    const { text } = await ok("request_absence", { type: "holiday", from: "2026-12-07" });
    expect(text).toMatch(/lost on the way; Punchcard looked, and it was saved/);
    expect(sent(creating)).toHaveLength(1);
  });

  it("warns of the same part of a day only: two halves fit beside each other", async () => {
    const { ok } = await session(
      {},
      seeded(away({ from: "2026-12-07", to: "2026-12-07", toPart: "AFTERNOON", amount: 0.5 })),
    );
    const wanted = { type: "holiday", from: "2026-12-07", dry_run: true };
    expect(warningsOf((await ok("request_absence", { ...wanted, half: "afternoon" })).data)).not.toMatch(/Overlaps/);
    expect(warningsOf((await ok("request_absence", { ...wanted, half: "morning" })).data)).toMatch(
      /Overlaps Annual leave 7 Dec 2026, morning, approved/,
    );
  });

  it("warns of the half on which a longer leave begins or ends, and only of that", async () => {
    const half = (day: string, more: Partial<FakeAbsence>) => away({ from: day, to: day, amount: 0.5, ...more });
    const { ok } = await session(
      {},
      seeded(
        half("2026-12-07", { fromPart: "AFTERNOON" }),
        half("2026-12-09", { toPart: "AFTERNOON" }),
        away({ from: "2026-12-16", to: "2026-12-18", fromPart: "AFTERNOON", amount: 2.5 }),
      ),
    );
    const overlaps = async (from: string, to: string, half: string) => {
      const { data } = await ok("request_absence", { type: "holiday", from, to, half, dry_run: true });
      return (data.warnings as { code: string; message: string }[]).filter(({ code }) => code === "overlap").length;
    };
    // From Monday noon, where Monday afternoon is taken; until Wednesday noon, where Wednesday morning is.
    expect(await overlaps("2026-12-07", "2026-12-08", "first")).toBe(1);
    expect(await overlaps("2026-12-08", "2026-12-09", "last")).toBe(1);
    // From Wednesday noon, beside what is taken that morning; until the noon at which the next begins.
    expect(await overlaps("2026-12-09", "2026-12-11", "first")).toBe(0);
    expect(await overlaps("2026-12-14", "2026-12-16", "last")).toBe(0);
  });

  it("counts half a day for nothing where that half is a public holiday, and says so", async () => {
    const { ok } = await session();
    // The afternoon of Christmas Eve is free.
    const days = async (wanted: Record<string, unknown>) => {
      const { data } = await ok("request_absence", { type: "holiday", from: "2026-12-24", ...wanted, dry_run: true });
      return [data.days, (data.warnings as { code: string }[]).map(({ code }) => code)];
    };
    expect(await days({ half: "morning" })).toEqual([0.5, []]);
    expect(await days({ half: "afternoon" })).toEqual([0, ["no_working_day"]]);
    expect(await days({ to: "2026-12-28", half: "first" })).toEqual([1, []]);
    expect(await days({ to: "2026-12-28" })).toEqual([1.5, []]);
  });

  it("sends the clock times that were said, also in the night in which an hour is skipped", async () => {
    const { ok, sent } = await session();
    const wanted = { type: "overtime", from: "2027-03-28", hours: "1:00–4:00" };
    expect((await ok("request_absence", { ...wanted, dry_run: true })).text).toMatch(/01:00–04:00/);
    await ok("request_absence", wanted);
    expect(sent(creating)).toMatchObject([{ fromPart: "01:00", toPart: "04:00" }]);
  });

  it("on a Saturday says that nobody works then before it is sent, and again where Calamari refuses it", async () => {
    const saturday = { type: "sick", from: "2026-11-21" };
    const { call, refused, sent, questions } = await session({ answers: ["no", "yes"] });
    expect((await call("request_absence", saturday)).isError).toBe(true);
    expect(questions.flat().join(" ")).toMatch(/There is no working day in it/);
    expect(sent(creating)).toEqual([]);
    const { error } = await refused("request_absence", saturday);
    expect(error).toMatchObject({ saved: "no", message: expect.stringMatching(/^There is no working day in it/) });
    expect(sent(creating)).toHaveLength(1);
    onlyNora();
  });

  it("on a Saturday is sent by a client that cannot ask and may confirm by itself, with the token of the preview", async () => {
    const { call, sent, catalog } = await session({ permissions: { confirmsItself: true } });
    expect(catalog.takes(requestAbsence)).toContain("confirm");
    const saturday = { type: "sick", from: "2026-11-21" };
    const { data, text } = await call("request_absence", saturday);
    expect(text).toMatch(/There is no working day in it/);
    expect(sent(creating)).toEqual([]);
    await call("request_absence", { ...saturday, confirm: (data.confirm as { token: string }).token });
    expect(sent(creating)).toHaveLength(1);
  });

  it("on a Saturday goes out unasked and unexplained where no hours of the person are known", async () => {
    const { refused, sent, questions } = await session({}, without("employees"));
    const { error } = await refused("request_absence", { type: "sick", from: "2026-11-21" });
    expect(error.message).toMatch(/^Calamari does not take these days/);
    expect([questions.length, sent(creating).length]).toEqual([0, 1]);
  });

  it("for somebody else is refused before anything is sent, unless the account allows it and its person says yes", async () => {
    const own = await session();
    await own.refused("request_absence", { type: "holiday", from: "2026-12-07", person: "Ida Berg" });
    onlyNora();
    const { ok, sent, questions } = await session({ profile: "manage", answers: ["yes"] });
    const { text } = await ok("request_absence", { type: "holiday", from: "2026-12-07", person: "Ida Berg" });
    expect(questions.flat().join(" ")).toMatch(/for Ida Berg/);
    expect(sent(creating)).toMatchObject([{ employee: "ida.berg@fjordworks.example" }]);
    expect(text).toMatch(/ida/i);
  });
});

describe("update_absence in Calamari", () => {
  it("writes a comment below one's own request", async () => {
    const { ok } = await session({}, seeded(away({ id: 77, status: "PENDING" })));
    const { text } = await ok("update_absence", { ids: ["2026-12-07.77"], action: "comment", comment: "Until noon" });
    expect(text).toMatch(/^Commented on one absence/m);
    expect(calamari.state.absences[0]).toMatchObject({
      status: "PENDING",
      comments: [{ commentator: 41, content: "Until noon" }],
    });
    onlyNora();
  });

  it("asks for the words of a comment before anything is sent", async () => {
    const { refused } = await session({}, seeded(away({ id: 77 })));
    expect((await refused("update_absence", { ids: ["2026-12-07.77"], action: "comment" })).text).toMatch(/no comment/);
    expect(calamari.count(/create-comment/)).toBe(0);
  });

  it.each(["approve", "reject", "cancel", "ask_again"])(
    "says where people %s, since Calamari lets no program",
    async (action) => {
      const { refused } = await session({ profile: "everything" }, seeded(away({ id: 77 })));
      const { text } = await refused("update_absence", { ids: ["2026-12-07.77"], action });
      expect(text).toMatch(/cannot do that from here/);
      expect(text).toContain(calamari.url);
      expect(calamari.state.absences[0]?.status).toBe("ACCEPTED");
    },
  );

  it("below somebody else's asks the person first, whatever is allowed", async () => {
    const { call, questions } = await session(
      { profile: "everything", answers: ["no"] },
      seeded(away({ id: 78, employee: 42 })),
    );
    const id = "2026-12-07.78.ida.berg@fjordworks.example";
    const answer = await call("update_absence", { ids: [id], action: "comment", comment: "Hello" });
    expect(answer.isError).toBe(true);
    expect(questions.flat().join(" ")).toMatch(/Comment on one absence/);
    expect(calamari.state.absences[0]?.comments).toEqual([]);
  });
});

describe("list_absences and get_leave_balance in Calamari", () => {
  it("show one's own leave, holidays and types, and ask about nobody else", async () => {
    const { ok } = await session({}, seeded(away({}), away({ employee: 42 })));
    const { text, data } = await ok("list_absences", { period: "2026-12", show: ["absences", "holidays", "types"] });
    expect(data.total).toEqual({ absences: 1, days: 5 });
    expect(text).toMatch(/Christmas Eve/);
    expect(text).toMatch(/Type #9 Remote work/);
    const types = data.types as { name: string; which_half?: boolean }[];
    expect(types.filter(({ which_half }) => which_half).map(({ name }) => name)).toEqual([
      "Annual leave",
      "Sick leave",
      "Special leave",
    ]);
    onlyNora();
  });

  it("say who is away in few requests, and who only works elsewhere", async () => {
    const { ok } = await session(
      { profile: "manage" },
      seeded(
        away({ employee: 42 }),
        away({ employee: 43, type: 9, from: "2026-12-07", to: "2026-12-07", amount: 8 }),
        away({ employee: 40, from: "2026-12-04", to: "2026-12-07", amount: 2, status: "PENDING_CANCELLATION" }),
      ),
    );
    await ok("get_account");
    const before = calamari.requests.length;
    const { text } = await ok("list_absences", { period: "2026-12-07", show: ["away"] });
    expect(text).toMatch(/away .*Ida Berg \(Annual leave\)/);
    expect(text).toMatch(/away .*Olav Dahl \(Annual leave\)/);
    expect(text).toMatch(/not away: .*Jan Nowak \(Remote work\)/);
    expect(text).toMatch(/not away: .*Nora Lind/);
    expect(calamari.requests.length - before).toBeLessThanOrEqual(6);
  });

  it("count the hours of somebody else by their own week and public holidays, and say so where they are not theirs", async () => {
    const { ok } = await session(
      { profile: "manage" },
      {
        seed: (state) => {
          // Of hours: Monday and Tuesday of Christmas week, of which Poland has one off.
          state.holidays.push({
            ...{ calendar: "Poland", name: "Christmas Eve's eve", start: "2026-12-22", end: "2026-12-22" },
            halfdayPeriod: null,
          });
          state.absences.push(away({ employee: 43, type: 7, from: "2026-12-21", to: "2026-12-22", amount: 8 }));
        },
      },
    );
    const alone = await ok("list_absences", {
      period: "2026-12",
      people: ["Jan Nowak"],
      show: ["absences", "statistics"],
    });
    expect(alone.data.total).toEqual({ absences: 1, days: 1 });
    expect(alone.text).not.toMatch(/your own\./);
    const all = await ok("list_absences", { period: "2026-12", people: ["everyone"] });
    expect(all.text).toMatch(/Public holidays of others are taken to be your own\./);
  });

  it("of others are neither listed nor asked for without the permission", async () => {
    const { refused } = await session({}, seeded(away({ employee: 42 })));
    for (const people of [["everyone"], ["Ida Berg"], ["#ida.berg@fjordworks.example"]])
      await refused("list_absences", { period: "2026-12", people });
    await refused("get_leave_balance", { person: "Ida Berg" });
    onlyNora();
  });

  it("tell what is left as Calamari's number, and overtime in hours", async () => {
    const { ok } = await session({}, seeded(away({ from: "2026-03-02", to: "2026-03-06" })));
    const { text } = await ok("get_leave_balance", { as_of: "2026-11-19" });
    expect(text).toMatch(/Annual leave 2026: 20 days left \(5 taken, 0 planned\)/);
    // Said once for all types, not after each of them.
    expect(text.split("Calamari tells the days left")).toHaveLength(2);
    expect(text).toMatch(/Overtime 2026: [\d.]+ hours below zero/);
    onlyNora();
  });

  it("name whose balance it is, where that of somebody else may be read", async () => {
    const { ok } = await session(
      { profile: "manage" },
      seeded(away({ employee: 42, from: "2026-03-02", to: "2026-03-06" })),
    );
    const { text } = await ok("get_leave_balance", { person: "Ida Berg" });
    expect(text).toMatch(/^Ida Berg/m);
    expect(text).toMatch(/20 days left/);
  });

  it("are refused with the reason where the company lacks the module", async () => {
    const { refused } = await session({ tray: true }, { settings: { modules: ["time"] } });
    expect((await refused("list_absences", { period: "2026-12" })).text).toMatch(/Time Off|scope/);
  });
});

describe("what the absence tools offer", () => {
  const listedOf = async (tool: string, member: string, wanted: Parameters<typeof calamariSession>[0] = {}) => {
    const { catalog, ok } = await session(wanted);
    await ok("get_account");
    const found = catalog.offered().find(({ name }) => name === tool);
    if (!found) throw new Error(`${tool} is not offered`);
    const properties = catalog.describe(found).inputSchema.properties as Record<string, { enum?: string[] }>;
    return member in properties ? (properties[member]?.enum ?? []) : null;
  };

  it("is what Calamari has: words below a request, no decisions, whatever the permissions are", async () => {
    expect(await listedOf("update_absence", "action")).toEqual(["comment"]);
    expect(await listedOf("update_absence", "action", { profile: "everything" })).toEqual(["comment"]);
  });

  it("is which half of a day, why, and who stands in", async () => {
    expect(await listedOf("request_absence", "half")).toEqual(["first", "last", "both", "morning", "afternoon"]);
    expect(await listedOf("request_absence", "reason")).toEqual([]);
    expect(await listedOf("request_absence", "substitute")).toEqual([]);
  });
});
