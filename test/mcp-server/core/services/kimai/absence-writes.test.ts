import { describe, expect, it } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import { away, john, nina, paula, withPlugins } from "./plugged";
import { absencesOf, failureOf, type Setup } from "./setup";

const holiday = (first: string, last: string, more: Partial<AbsenceDraft> = {}): AbsenceDraft => ({
  typeId: "holiday",
  first,
  last,
  comment: "Skiing",
  ...more,
});
const bodies = (s: Setup, path = /^\/absences$/) =>
  s.kimai.requests
    .filter((each) => each.method === "POST" && path.test(each.path))
    .map((each) => JSON.parse(each.body));
const kept = (s: Setup) => s.kimai.state.plugged.absences.map(({ first, last, status }) => [first, last, status]);

describe("asking for leave", () => {
  it("creates it once, sends only what was said, and asks for its approval", async () => {
    const s = await withPlugins();
    const { absences, notes } = await s.absences.create(holiday("2026-12-07", "2026-12-11"));
    expect(bodies(s)).toEqual([{ comment: "Skiing", date: "2026-12-07", end: "2026-12-11", type: "holiday" }]);
    expect(absences).toMatchObject([
      {
        person: { id: "4", name: "John Doe" },
        type: { id: "holiday", name: "Holiday" },
        first: "2026-12-07",
        last: "2026-12-11",
        status: "requested",
        seconds: 144_000,
      },
    ]);
    expect(notes).toEqual([]);
    expect(kept(s)).toEqual([["2026-12-07", "2026-12-11", "requested"]]);
  });

  it("does not ask twice where Kimai asks by itself, nor for sickness, which needs nobody's approval", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        state.plugged.rules.asksAtOnce = true;
      },
    });
    await s.absences.create(holiday("2026-12-07", "2026-12-07"));
    const { absences } = await s.absences.create(holiday("2026-12-08", "2026-12-08", { typeId: "sickness" }));
    expect(absences).toMatchObject([{ status: "approved" }]);
    expect(s.kimai.count("PATCH", /request/)).toBe(0);
  });

  it("says that nobody was asked where Kimai keeps it but refuses that", async () => {
    const s = await withPlugins();
    await s.service.facts();
    s.kimai.fail({ path: /request$/, failure: { kind: "status", status: 403 } });
    const { absences, notes } = await s.absences.create(holiday("2026-12-07", "2026-12-07"));
    expect(absences).toMatchObject([{ status: "draft" }]);
    expect(notes).toEqual([expect.stringMatching(/saved as a draft.*nobody was asked/)]);
  });

  it("takes half days and hours where Kimai does, as it writes them", async () => {
    const s = await withPlugins();
    const { absences } = await s.absences.create(holiday("2026-12-07", "2026-12-07", { firstHalf: true }));
    expect(absences).toMatchObject([{ firstHalf: true, seconds: 14_400 }]);
    await s.absences.create(holiday("2026-12-08", "2026-12-08", { typeId: "other", seconds: 9_000 }));
    expect(bodies(s).map(({ halfDay, duration }) => [halfDay, duration])).toEqual([
      [true, undefined],
      [undefined, "2:30"],
    ]);
    expect(s.kimai.state.plugged.absences.map(({ duration }) => duration)).toEqual([14_400, 9_000]);
  });

  it("names the missing comment before anything is sent (weakness 16)", async () => {
    const s = await withPlugins();
    for (const comment of [undefined, "", "  "]) {
      const draft = holiday("2026-12-07", "2026-12-07", { comment });
      expect(await failureOf(s.absences.create(draft))).toMatchObject({
        kind: "invalid",
        saved: "no",
        fields: { comment: expect.any(String) },
      });
      // What it would be cut into is told without: a dry run comes before the words.
      expect(await s.absences.parts(draft)).toHaveLength(1);
    }
    expect(bodies(s)).toEqual([]);
  });

  it.each([
    ["half a sick day", { typeId: "sickness", firstHalf: true }, /halves/],
    ["holiday by hours", { seconds: 7200 }, /hours/],
    ["a negative span", { last: "2026-12-01" }, /before it begins/],
    ["hours of several days", { typeId: "other", seconds: 7200, last: "2026-12-08" }, /one whole day/],
    ["half days of a span", { last: "2026-12-08", firstHalf: true }, /single days only/],
  ])("refuses %s in words before anything is sent", async (_name, more, words) => {
    const s = await withPlugins();
    const error = await failureOf(s.absences.create(holiday("2026-12-07", "2026-12-07", more)));
    expect(error.message).toMatch(words);
    expect(bodies(s)).toEqual([]);
  });

  it("goes over New Year and over 30 days in pieces, weekends in them, and nothing is left out", async () => {
    const s = await withPlugins();
    const parts = await s.absences.parts(holiday("2025-09-01", "2026-03-31", { lastHalf: true }));
    for (const part of parts) await s.absences.create(part);
    expect(kept(s)).toEqual(
      [
        ["2025-09-01", "2025-09-30"],
        ["2025-10-01", "2025-10-30"],
        ["2025-10-31", "2025-11-29"],
        ["2025-11-30", "2025-12-29"],
        ["2025-12-30", "2025-12-31"],
        ["2026-01-01", "2026-01-30"],
        ["2026-01-31", "2026-03-01"],
        ["2026-03-02", "2026-03-30"],
        ["2026-03-31", "2026-03-31"],
      ].map((span) => [...span, "requested"]),
    );
    const list = await s.absences.list({ first: "2025-09-01", last: "2026-03-31", people: "me" });
    expect(list.absences).toHaveLength(9);
    expect(list.absences.at(-1)).toMatchObject({ firstHalf: true });
  });

  it("takes several absences for one piece where the plugin makes one a day", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        state.plugged.rules.perDay = true;
      },
    });
    const { absences } = await s.absences.create(holiday("2026-12-24", "2026-12-29"));
    // A half public holiday, two whole ones and a weekend lie in it.
    expect(absences.map(({ first, seconds }) => [first, seconds])).toEqual([
      ["2026-12-24", 14_400],
      ["2026-12-28", 28_800],
      ["2026-12-29", 28_800],
    ]);
    const weekend = await s.absences.create(holiday("2026-12-05", "2026-12-06"));
    expect(weekend).toMatchObject({ absences: [], notes: [expect.stringMatching(/no working day/)] });
  });

  it("shows Kimai's own words where an installation allows less at once", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        state.plugged.rules.maxDaysOf = { holiday: 20 };
      },
    });
    const error = await failureOf(s.absences.create(holiday("2026-03-01", "2026-03-25")));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", fields: { end: "An absence is limited to 20 days." } });
    expect(error.message).toContain("limited to 20 days");
    expect(kept(s)).toEqual([]);
  });

  it("is for others only with the right to it", async () => {
    const s = await withPlugins("teamlead");
    await s.absences.create(holiday("2026-12-07", "2026-12-07", { personId: String(paula) }));
    expect(bodies(s)).toEqual([{ comment: "Skiing", date: "2026-12-07", type: "holiday", user: paula }]);
    const stranger = await failureOf(
      s.absences.create(holiday("2026-12-07", "2026-12-07", { personId: String(nina) })),
    );
    expect(stranger).toMatchObject({ kind: "forbidden" });
    const user = s.as("user");
    const error = await failureOf(
      absencesOf(user).create(holiday("2026-12-07", "2026-12-07", { personId: String(paula) })),
    );
    expect(error).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/other people's absences/) });
    expect(kept(s)).toHaveLength(1);
  });

  it("finds what was saved when the answer is lost, and not an older twin", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        state.plugged.rules.asksAtOnce = true;
      },
    });
    const old = away(s.kimai, john, "2026-12-07", "2026-12-07", { status: "rejected" });
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/absences$/, times: 1, failure: { kind: "drop", afterEffect: true } });
    const made = await s.absences.create(holiday("2026-12-07", "2026-12-07"));
    expect(made.notes).toEqual([expect.stringMatching(/lost.*saved/)]);
    expect(made.absences).toHaveLength(1);
    expect(made.absences[0]?.id).not.toBe(String(old.id));
    expect(bodies(s)).toHaveLength(1);
  });

  it("says that nothing was saved when it never arrived", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-12-07", "2026-12-07", { status: "rejected" });
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/absences$/, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.absences.create(holiday("2026-12-07", "2026-12-07")))).toMatchObject({
      saved: "no",
    });
  });
});

describe("taking back what was made (weakness 19)", () => {
  it("undoes the pieces whose ids are known when a later one fails", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2027-01-04", "2027-01-04");
    const parts = await s.absences.parts(holiday("2026-12-28", "2027-01-08"));
    expect(parts).toHaveLength(2);
    const made: string[] = [];
    const [first, second] = parts;
    if (!first || !second) throw new Error("two parts");
    made.push(...(await s.absences.create(first)).absences.map(({ id }) => id));
    expect(await failureOf(s.absences.create(second))).toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/already an absence/),
    });
    for (const id of made) await s.absences.undo(id);
    expect(kept(s)).toEqual([["2027-01-04", "2027-01-04", "approved"]]);
  });

  it("says so where the role may not delete", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        state.revoked.USER = ["delete_own_absence"];
      },
    });
    const { absences } = await s.absences.create(holiday("2026-12-07", "2026-12-07"));
    const error = await failureOf(s.absences.undo(absences[0]?.id ?? ""));
    expect(error).toMatchObject({
      kind: "forbidden",
      saved: "no",
      message: expect.stringMatching(/not let you delete your own/),
    });
  });
});

describe("deciding", () => {
  it("approves, rejects, asks again and cancels", async () => {
    const s = await withPlugins("teamlead");
    const { id } = away(s.kimai, paula, "2026-12-07", "2026-12-08", { status: "requested" });
    const decide = async (decision: "approve" | "reject" | "ask" | "cancel") =>
      (await s.absences.decide(String(id), decision, undefined))?.status ?? null;
    // A lead without view_user cannot be told of Paula, who has booked nothing yet.
    expect(await failureOf(decide("approve"))).toMatchObject({
      kind: "not_found",
      message: expect.stringMatching(/view_user/),
    });
    await s.absences.list({ first: "2026-12-01", last: "2026-12-31", people: [String(paula)] });
    expect(await decide("approve")).toBe("approved");
    // Kimai puts what is rejected back to the new ones: it waits for nobody.
    expect(await decide("reject")).toBe("draft");
    expect(await decide("ask")).toBe("requested");
    expect(await decide("cancel")).toBeNull();
    expect(s.kimai.state.plugged.absences).toEqual([]);
  });

  it("is refused to a plain user before anything is sent, and to a lead in clear words for themselves", async () => {
    const s = await withPlugins("user");
    const { id } = away(s.kimai, john, "2026-12-07", "2026-12-08", { status: "requested" });
    const error = await failureOf(s.absences.decide(String(id), "approve", undefined));
    expect(error).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/no right to decide/) });
    const own = away(s.kimai, 3, "2026-12-07", "2026-12-08", { status: "requested" });
    const lead = await failureOf(absencesOf(s.as("teamlead")).decide(String(own.id), "approve", undefined));
    expect(lead).toMatchObject({
      kind: "forbidden",
      message: "Kimai does not let you approve your own absence.",
      next: expect.stringMatching(/supervisor/),
    });
    expect(s.kimai.state.plugged.absences.map(({ status }) => status)).toEqual(["requested", "requested"]);
  });

  it("refuses words that Kimai would drop", async () => {
    const s = await withPlugins("super");
    const { id } = away(s.kimai, paula, "2026-12-07", "2026-12-08", { status: "requested" });
    expect(await failureOf(s.absences.decide(String(id), "reject", "too busy"))).toMatchObject({
      kind: "unsupported",
    });
    expect(s.kimai.state.plugged.absences[0]?.status).toBe("requested");
  });

  it("looks when the answer is lost", async () => {
    const s = await withPlugins("super");
    const { id } = away(s.kimai, paula, "2026-12-07", "2026-12-08", { status: "requested" });
    await s.absences.get(String(id));
    s.kimai.fail({ method: "PATCH", times: 1, failure: { kind: "drop", afterEffect: true } });
    expect(await s.absences.decide(String(id), "approve", undefined)).toMatchObject({ status: "approved" });
    s.kimai.fail({ method: "DELETE", times: 1, failure: { kind: "drop", afterEffect: true } });
    expect(await s.absences.decide(String(id), "cancel", undefined)).toBeNull();
    expect(s.kimai.count("PATCH", /confirm/)).toBe(1);
  });
});
