import { beforeEach, describe, expect, it } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import type { FakeCalamariOptions } from "../../../../fakes/calamari";
import { beginLeave, failureOf, type Setup, shortSilenceMs } from "./setup";

let open: Setup;
const start = async (options: FakeCalamariOptions = {}, may = false) => {
  open = await beginLeave(options, may ? () => true : {});
};
const port = () => {
  if (!open.service.absences) throw new Error("no leave");
  return open.service.absences;
};
beforeEach(() => start());

const wish = (more: Partial<AbsenceDraft> = {}): AbsenceDraft => ({
  typeId: "3",
  first: "2026-12-07",
  last: "2026-12-09",
  ...more,
});
const create = "/leave/request/v1/create";
const createPath = /request\/v1\/create$/;
/** What was sent to create requests. */
const sent = () =>
  open.calamari.requests
    .filter(({ path }) => path === create)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const ida = "ida.berg@fjordworks.example";

describe("a request for leave in Calamari", () => {
  it("is sent with the number as text, whole days in Calamari's words, and nothing that was not asked for", async () => {
    const { absences, notes } = await port().create(wish());
    expect(sent()).toEqual([
      {
        employee: open.calamari.people.nora,
        absenceTypeId: "3",
        dateFrom: "2026-12-07",
        dateTo: "2026-12-09",
        fromPart: "MORNING",
        toPart: "END_OF_DAY",
      },
    ]);
    expect(absences).toMatchObject([{ id: "2026-12-07.90000", status: "requested", days: 3, first: "2026-12-07" }]);
    expect(notes).toEqual([]);
    expect(open.calamari.othersAskedFor(open.calamari.people.nora)).toEqual([]);
  });

  it.each<[string, Partial<AbsenceDraft>, [string, string], number | null]>([
    ["half of one day", { last: "2026-12-07", firstHalf: true }, ["MORNING", "AFTERNOON"], 0.5],
    ["the morning", { last: "2026-12-07", firstHalf: true, from: "morning" }, ["MORNING", "AFTERNOON"], 0.5],
    ["the afternoon", { last: "2026-12-07", firstHalf: true, from: "afternoon" }, ["AFTERNOON", "END_OF_DAY"], 0.5],
    ["days from the first afternoon on", { firstHalf: true }, ["AFTERNOON", "END_OF_DAY"], 2.5],
    ["days until the last noon", { lastHalf: true }, ["MORNING", "AFTERNOON"], 2.5],
    ["days with half at both ends", { firstHalf: true, lastHalf: true }, ["AFTERNOON", "AFTERNOON"], 2],
    ["hours", { typeId: "7", last: "2026-12-07", seconds: 7_200, from: "13:30" }, ["13:30", "15:30"], null],
    [
      "hours without a beginning, from when work begins",
      { typeId: "7", last: "2026-12-07", seconds: 5_400 },
      ["09:00", "10:30"],
      null,
    ],
  ])("for %s is one piece, by the parts of its days", async (_what, more, [fromPart, toPart], days) => {
    const draft = wish(more);
    // With what was left to us filled in: who is shown it sees what is sent.
    const clock = fromPart === "AFTERNOON" ? "afternoon" : fromPart === "MORNING" ? "morning" : fromPart;
    const [part, ...rest] = await port().parts(draft);
    expect([part, rest]).toEqual([{ ...draft, ...(draft.first === draft.last && { from: clock }) }, []]);
    const { absences } = await port().create(draft);
    expect(sent()).toMatchObject([{ fromPart, toPart }]);
    expect(absences[0]?.days).toBe(days);
    if (draft.seconds !== undefined) expect(absences[0]?.seconds).toBe(draft.seconds);
  });

  it("over New Year stays one piece, because it could not be taken back", async () => {
    const draft = wish({ first: "2026-12-28", last: "2027-01-05" });
    expect(await port().parts(draft)).toEqual([draft]);
  });

  it.each<[string, Partial<AbsenceDraft>, RegExp]>([
    ["by hours of a type by days", { last: "2026-12-07", seconds: 7_200, from: "09:00" }, /cannot be taken by hours/],
    ["by halves of a type by hours", { typeId: "7", last: "2026-12-07", firstHalf: true }, /in hours/],
    ["for hours of several days", { typeId: "7", seconds: 3_600, from: "09:00" }, /part of one day/],
    ["for hours over midnight", { typeId: "7", last: "2026-12-07", seconds: 10_800, from: "22:00" }, /next day/],
    [
      "for hours of a free day, without a beginning",
      { typeId: "7", first: "2026-12-12", last: "2026-12-12", seconds: 3_600 },
      /when these hours begin/,
    ],
    ["that ends before it begins", { last: "2026-12-01" }, /before it begins/],
    ["with too long a reason", { reason: "x".repeat(1_025) }, /1025 characters/],
    ["with too long a comment", { comment: "x".repeat(1_025) }, /1025 characters/],
    ["of a type that is not there", { typeId: "99" }, /no type of absence/],
  ])("%s is refused before anything is sent, never made a whole day", async (_what, more, words) => {
    for (const failure of [await failureOf(port().parts(wish(more))), await failureOf(port().create(wish(more)))])
      expect(failure.message).toMatch(words);
    expect(sent()).toEqual([]);
  });

  it.each<[string, Partial<AbsenceDraft>, string, RegExp]>([
    [
      "half a day of a type of whole days",
      { typeId: "4", last: "2026-12-07", firstHalf: true },
      "INVALID_TIME_PART",
      /part of a day/,
    ],
    ["a reason where none is taken", { typeId: "4", reason: "Flu" }, "INVALID_REASON", /reason/],
    [
      "no reason where one is needed",
      { typeId: "8", last: "2026-12-07", comment: "us", substituteId: ida },
      "INVALID_REASON",
      /reason/,
    ],
    [
      "a reason that is not on the list",
      { typeId: "8", last: "2026-12-07", comment: "us", reason: "Party", substituteId: ida },
      "INVALID_REASON",
      /reason/,
    ],
    [
      "no comment where one is needed",
      { typeId: "8", last: "2026-12-07", reason: "Move", substituteId: ida },
      "INVALID_COMMENT",
      /comment/,
    ],
    [
      "a comment where none is taken",
      { typeId: "7", last: "2026-12-07", seconds: 3_600, from: "09:00", comment: "x" },
      "INVALID_COMMENT",
      /comment/,
    ],
    [
      "nobody to stand in where somebody is needed",
      { typeId: "8", last: "2026-12-07", reason: "Move", comment: "us" },
      "INVALID_SUBSTITUTE",
      /stands in/,
    ],
    [
      "somebody to stand in where nobody is taken",
      { typeId: "4", substituteId: ida },
      "INVALID_SUBSTITUTE",
      /stands in/,
    ],
    [
      "somebody to stand in whom nobody knows",
      { substituteId: "nobody@fjordworks.example" },
      "INVALID_SUBSTITUTE",
      /stands in/,
    ],
    [
      "more than what is left",
      { first: "2026-12-01", last: "2027-02-26" },
      "INVALID_ABSENCE_ALLOWANCE",
      /Not enough is left/,
    ],
    ["a weekend", { first: "2026-12-12", last: "2026-12-13" }, "INVALID_ABSENCE_TIME", /working day/],
    ["days before the person was hired", { first: "2020-03-02", last: "2020-03-03" }, "INVALID_HIRE_DATE", /hired/],
  ])("with %s is refused in words with what to do, and nothing is saved", async (_what, more, _code, words) => {
    const failure = await failureOf(port().create(wish(more)));
    expect(failure.message).toMatch(words);
    expect(failure).toMatchObject({ saved: "no" });
    expect(open.calamari.state.absences).toEqual([]);
    expect(sent()).toHaveLength(1);
  });

  it("that collides is told with what, and two halves of a day do not", async () => {
    await port().create(wish({ last: "2026-12-07", firstHalf: true, from: "morning" }));
    const failure = await failureOf(port().create(wish()));
    expect(failure).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failure.message).toMatch(
      /collides with what is there: Annual leave 7 Dec 2026, requested \(#2026-12-07\.90000\)/,
    );
    const { absences } = await port().create(wish({ last: "2026-12-07", firstHalf: true, from: "afternoon" }));
    expect(absences).toMatchObject([{ part: "afternoon" }]);
  });

  it("takes the reason, the comment and who stands in that it needs", async () => {
    await port().create(
      wish({ typeId: "8", last: "2026-12-07", reason: " Wedding ", comment: "Ours", substituteId: ida }),
    );
    expect(sent()).toMatchObject([{ reason: "Wedding", comment: "Ours", substitute: ida }]);
    expect(open.calamari.state.absences).toMatchObject([{ reason: "Wedding", substitute: 42 }]);
  });

  it("that needs nobody's approval is told as approved", async () => {
    open = await beginLeave({}, {}, "olav");
    const { absences } = await port().create(wish());
    expect(absences).toMatchObject([{ status: "approved" }]);
  });

  it("for somebody else goes out in their name where that is allowed", async () => {
    await start({}, true);
    const { absences } = await port().create(wish({ personId: ida }));
    expect(sent()).toMatchObject([{ employee: ida }]);
    expect(absences).toMatchObject([{ id: `2026-12-07.90000.${ida}`, person: { id: ida } }]);
  });

  it("whose answer is lost is found by looking, sent once, and said so", async () => {
    open.calamari.fail({ path: createPath, times: 1, failure: { kind: "drop", afterEffect: true } });
    const { absences, notes } = await port().create(wish());
    expect(open.calamari.state.absences).toHaveLength(1);
    expect(sent()).toHaveLength(1);
    expect(absences).toMatchObject([{ id: "2026-12-07.90000", status: "requested" }]);
    expect(notes.join(" ")).toMatch(/lost on the way/);
  });

  it("that was answered with 504 before it was taken is not there, and it is said that nothing was saved", async () => {
    // What stood there before is not taken for it.
    await port().create(wish({ first: "2026-12-14", last: "2026-12-14" }));
    open.calamari.fail({ path: createPath, times: 1, failure: { kind: "status", status: 504 } });
    const failure = await failureOf(port().create(wish()));
    expect(open.calamari.state.absences).toHaveLength(1);
    expect(sent()).toHaveLength(2);
    expect(failure).toMatchObject({ saved: "no", next: expect.stringMatching(/looked: nothing was saved/) });
  });

  it("that was answered with 504 although it was taken is found by looking", async () => {
    open.calamari.fail({ path: createPath, times: 1, failure: { kind: "status", status: 504, afterEffect: true } });
    const { absences, notes } = await port().create(wish());
    expect(open.calamari.state.absences).toHaveLength(1);
    expect(sent()).toHaveLength(1);
    expect(absences).toMatchObject([{ id: "2026-12-07.90000" }]);
    expect(notes.join(" ")).toMatch(/lost on the way/);
  });

  it("that Calamari answers with silence is looked for, and what is not known is said", async () => {
    open = await beginLeave({}, { silenceMs: shortSilenceMs });
    open.calamari.fail({ path: createPath, times: 1, failure: { kind: "silence", afterEffect: true } });
    const { absences } = await port().create(wish());
    expect(absences).toHaveLength(1);
    expect(sent()).toHaveLength(1);
  });

  it("is told as it was asked for where it cannot be read after it, with a word", async () => {
    await port().list({ first: "2026-12-07", last: "2026-12-09", people: "me" });
    open.calamari.fail({ path: /request\/v1\/find$/, failure: { kind: "status", status: 500 } });
    const { absences, notes } = await port().create(wish({ firstHalf: true, lastHalf: true }));
    expect(absences).toMatchObject([{ id: "2026-12-07.90000", firstHalf: true, lastHalf: true, days: null }]);
    expect(notes.join(" ")).toMatch(/could not be read/);
  });

  it("cannot be decided, cancelled or taken back, and it is said where that is done", async () => {
    const { absences } = await port().create(wish());
    const id = absences[0]?.id ?? "";
    const { url } = open.calamari;
    expect(port().decisions).toEqual([]);
    expect(port().decideWhere).toBe(url);
    for (const decision of ["approve", "reject", "cancel", "ask"] as const)
      expect(await failureOf(port().decide(id, decision, undefined))).toMatchObject({
        kind: "unsupported",
        next: expect.stringContaining(url),
      });
    const undo = await failureOf(port().undo(id));
    expect(undo.message).toMatch(/Annual leave 2026-12-07 to 2026-12-09 stands as requested \(#2026-12-07.90000\)/);
    expect(undo.next).toContain(url);
    expect(open.calamari.state.absences).toMatchObject([{ status: "PENDING" }]);
  });
});

describe("a comment below a request in Calamari", () => {
  it("is written in one's own name", async () => {
    const { absences } = await port().create(wish());
    await port().comment?.(absences[0]?.id ?? "", " See you in January ");
    expect(open.calamari.state.absences[0]?.comments).toEqual([{ commentator: 41, content: "See you in January" }]);
    expect(open.calamari.othersAskedFor(open.calamari.people.nora)).toEqual([]);
  });

  it("is refused where it is empty or too long, and below what is not there", async () => {
    const { absences } = await port().create(wish());
    const id = absences[0]?.id ?? "";
    expect((await failureOf(port().comment?.(id, "  ") ?? Promise.resolve())).message).toMatch(/empty/);
    expect((await failureOf(port().comment?.(id, "x".repeat(1_025)) ?? Promise.resolve())).message).toMatch(/1025/);
    expect(await failureOf(port().comment?.("2026-12-07.1", "x") ?? Promise.resolve())).toMatchObject({
      kind: "not_found",
    });
    expect(open.calamari.state.absences[0]?.comments).toEqual([]);
  });

  it("below somebody else's is the account's person's, and only where that is allowed", async () => {
    const seed: FakeCalamariOptions = {
      seed: (state) => {
        state.absences.push({
          ...{
            id: 9,
            employee: 42,
            type: 3,
            from: "2026-12-07",
            to: "2026-12-07",
            fromPart: "MORNING",
            toPart: "END_OF_DAY",
          },
          ...{ amount: 1, status: "PENDING", reason: null, substitute: null, comments: [], created: 0, updated: 0 },
        });
      },
    };
    await start(seed);
    const id = `2026-12-07.9.${ida}`;
    expect(await failureOf(port().comment?.(id, "Enjoy") ?? Promise.resolve())).toMatchObject({ kind: "forbidden" });
    expect(open.calamari.count(/create-comment/)).toBe(0);
    await start(seed, true);
    await port().comment?.(id, "Enjoy");
    expect(open.calamari.state.absences[0]?.comments).toEqual([{ commentator: 41, content: "Enjoy" }]);
  });

  it("whose answer is lost is not written twice, and it stays open whether it is there", async () => {
    const { absences } = await port().create(wish());
    open.calamari.fail({ path: /create-comment/, times: 1, failure: { kind: "drop", afterEffect: true } });
    const failure = await failureOf(port().comment?.(absences[0]?.id ?? "", "Once") ?? Promise.resolve());
    expect(failure).toMatchObject({ saved: "unknown" });
    expect(open.calamari.state.absences[0]?.comments).toHaveLength(1);
  });
});
