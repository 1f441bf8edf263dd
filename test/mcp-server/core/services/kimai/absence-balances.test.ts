import { describe, expect, it } from "vitest";
import type { FakeState } from "../../../../fakes/kimai/model";
import { away, john, nina, paula, withPlugins } from "./plugged";
import { failureOf, type Setup, setup } from "./setup";

const prefer = (state: FakeState, id: number, values: Record<string, string | null>) => {
  const user = state.users.find((each) => each.id === id);
  if (!user) throw new Error(`no user ${id}`);
  user.preferences = [
    ...user.preferences.filter(({ name }) => !(name in values)),
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
  ];
};
const balance = async (s: Setup, type: string, asked = { day: "2026-11-19" } as { day: string; personId?: string }) => {
  const found = (await s.absences.balances(asked)).find((each) => each.type.id === type);
  if (!found) throw new Error(`no balance of ${type}`);
  return found;
};

describe("what is left of the leave", () => {
  it("counts working days less weekends and public holidays, halves as halves, taken until today", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-04-27", "2026-05-03"); // Labour Day is its Friday
    away(s.kimai, john, "2026-06-08", "2026-06-08", { halfDay: true });
    away(s.kimai, john, "2026-11-18", "2026-11-20"); // two days until today, one after
    away(s.kimai, john, "2026-12-21", "2026-12-27"); // a half holiday, and Christmas
    away(s.kimai, john, "2026-12-28", "2026-12-31", { status: "requested" });
    away(s.kimai, john, "2026-09-01", "2026-09-02", { status: "new" });
    away(s.kimai, john, "2025-12-30", "2025-12-31");
    expect(await balance(s, "holiday")).toMatchObject({
      type: { id: "holiday", name: "Holiday" },
      year: 2026,
      unit: "days",
      entitled: 30,
      taken: 4 + 0.5 + 2,
      planned: 1 + 3.5,
      requested: 4,
      left: 30 - 6.5 - 4.5,
      notes: [
        "2 more days are drafts that nobody was asked to approve.",
        expect.stringMatching(/carried over .* not in Kimai's API/),
      ],
    });
  });

  it("takes the days of the person's own week, which are not always of 8 hours (weakness 15)", async () => {
    const s = await withPlugins("user", {
      seed: (state) => prefer(state, john, { work_monday: "21600", work_friday: "0", work_tuesday: "36000" }),
    });
    away(s.kimai, john, "2026-11-09", "2026-11-15", { duration: 0 });
    expect((await balance(s, "holiday")).taken).toBe(4);
    // A whole Tuesday from when Tuesdays had four hours is a whole day still.
    away(s.kimai, john, "2026-10-13", "2026-10-13", { duration: 14_400 });
    expect((await balance(s, "holiday")).taken).toBe(5);
    // Three of Tuesday's ten hours and three of Monday's six.
    away(s.kimai, john, "2026-10-06", "2026-10-06", { type: "other", duration: 10_800 });
    away(s.kimai, john, "2026-10-05", "2026-10-05", { type: "other", duration: 10_800 });
    expect((await balance(s, "other")).taken).toBe(0.8);
  });

  it("has no end for what is not taken from a balance, but tells what was taken", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-02-02", "2026-02-06", { type: "sickness" });
    expect(await balance(s, "sickness")).toMatchObject({ entitled: null, left: null, taken: 5, notes: [] });
  });

  it("does not invent an entitlement or a week, and says what it assumes", async () => {
    const s = await withPlugins("user", {
      seed: (state) => prefer(state, john, { holidays: null, work_contract_type: "none" }),
    });
    away(s.kimai, john, "2026-11-09", "2026-11-15");
    const found = await balance(s, "holiday");
    expect(found).toMatchObject({ entitled: null, left: null, taken: 5 });
    expect(found.notes.join()).toMatch(/Monday to Friday are assumed/);
  });

  it("is of others where their contract may be seen, with their own group of holidays", async () => {
    const s = await withPlugins("super", {
      seed: (state) => prefer(state, paula, { public_holiday_group: "2", holidays: "25.5" }),
    });
    away(s.kimai, paula, "2026-08-31", "2026-09-01");
    expect(await balance(s, "holiday", { day: "2026-11-19", personId: "5" })).toMatchObject({
      entitled: 25.5,
      taken: 1,
      left: 24.5,
    });
    const lead = s.as("teamlead");
    const error = await failureOf(lead.absences?.balances({ day: "2026-11-19", personId: "5" }) ?? Promise.resolve());
    expect(error).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/contract of/) });
  });
});

describe("contracts", () => {
  const contracts = async (s: Setup, people: "me" | "everyone" | string[]) => {
    if (!s.service.contracts) throw new Error("no contracts");
    return s.service.contracts(people);
  };

  it("are read from the own profile, also without any plugin", async () => {
    const open = await setup("user", {
      seed: (state) => prefer(state, john, { work_start_day: "2024-03-01", work_last_day: "2027-12-31 00:00:00" }),
    });
    expect(await contracts(open, "me")).toEqual({
      contracts: [
        {
          person: { id: "4", name: "John Doe" },
          targetSeconds: [28800, 28800, 28800, 28800, 28800, 0, 0],
          first: "2024-03-01",
          last: "2027-12-31",
          leaveDays: 30,
        },
      ],
      unread: [],
    });
  });

  it("say whose could not be read, and why", async () => {
    const open = await setup("user");
    expect(await contracts(open, ["4", "5"])).toMatchObject({
      contracts: [{ person: { id: "4" } }],
      unread: [{ person: { id: "5", name: "#5" }, why: expect.stringMatching(/not let you see/) }],
    });
  });

  it("say that there may be people of whom Kimai does not even tell", async () => {
    const open = await setup("user");
    const read = await contracts(open, "everyone");
    expect(read.contracts.map(({ person }) => person.name)).toEqual(["John Doe"]);
    expect(read.notes?.join()).toMatch(/view_user/);
  });

  it("are everybody's for who may see them, without a target where none is kept", async () => {
    const open = await setup("super");
    const read = await contracts(open, "everyone");
    expect(read.unread).toEqual([]);
    expect(read.notes).toBeUndefined();
    expect(read.contracts).toHaveLength(6);
    expect(read.contracts.find(({ person }) => person.id === String(nina))?.targetSeconds).toBeNull();
  });
});
