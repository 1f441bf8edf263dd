import { describe, expect, it } from "vitest";
import { type FakeAbsence, scopes } from "../../../../fakes/calamari/model";
import { absenceRow, withAbsences as seeded } from "../../../../fakes/calamari/rows";
import { beginLeave, failureOf, type Setup } from "./setup";

const ida = "ida.berg@fjordworks.example";
let open: Setup;
const start = async (...args: Parameters<typeof beginLeave>) => {
  const s = await beginLeave(...args);
  open = s;
  return s;
};
const away = (more: Partial<FakeAbsence>) => absenceRow({ from: "2026-03-02", to: "2026-03-06", ...more });

describe("leave balances in Calamari", () => {
  it.each(["nested", "flat"] as const)(
    "are what Calamari says is left, with what was counted, in %s answers",
    async (balanceItems) => {
      const { port } = await start({
        settings: { balanceItems },
        ...seeded(
          away({}),
          away({ from: "2026-12-07", to: "2026-12-08", amount: 2 }),
          away({ from: "2026-12-14", to: "2026-12-14", amount: 1, status: "PENDING" }),
          away({ from: "2026-05-04", to: "2026-05-04", amount: 1, status: "CANCELED" }),
          away({ from: "2025-05-05", to: "2025-05-05", amount: 1 }),
          away({ type: 7, from: "2026-06-01", to: "2026-06-01", fromPart: "09:00", toPart: "11:30", amount: 2.5 }),
        ),
      });
      await open.service.facts();
      const before = open.calamari.requests.length;
      const balances = await port.balances({ day: "2026-11-19" });
      expect(
        balances.map(({ type, unit, entitled, taken, planned, requested, left }) => [
          type.name,
          unit,
          entitled,
          taken,
          planned,
          requested,
          left,
        ]),
      ).toEqual([
        ["Annual leave", "days", null, 5, 2, 1, 20],
        ["Sick leave", "days", null, 0, 0, 0, null],
        ["Overtime leave", "hours", null, 2.5, 0, 0, 37.5],
        ["Special leave", "days", null, 0, 0, 0, 3],
        ["Remote work", "hours", null, 0, 0, 0, null],
        ["Overtime", "hours", null, 0, 0, 0, expect.any(Number)],
      ]);
      // What is a guess says so; what has no limit needs no such words.
      expect(balances[0]?.notes.join(" ")).toMatch(/Calamari does not say/);
      expect(balances[1]?.notes).toEqual([]);
      // Types, balances, absences, overtime.
      expect(open.calamari.requests.length - before).toBeLessThanOrEqual(4);
    },
  );

  it("of one type alone take one question about it, and none about overtime", async () => {
    const { port } = await start();
    const [only, ...more] = await port.balances({ day: "2026-12-31", typeId: "3" });
    expect([only?.left, more]).toEqual([25, []]);
    expect(open.calamari.count(/timesheetentries\/v1\/balance/)).toBe(0);
  });

  it("as of a day count what has begun by then as taken and share out what lies around it", async () => {
    const { port } = await start(seeded(away({ from: "2026-12-07", to: "2026-12-11" })));
    const [monday] = await port.balances({ day: "2026-12-08" });
    expect([monday?.taken, monday?.planned]).toEqual([2, 3]);
  });

  it("over New Year count only the days of their year, without holidays", async () => {
    const { port } = await start(seeded(away({ from: "2026-12-24", to: "2027-01-05", amount: 7.5 })));
    const [old] = await port.balances({ day: "2026-12-31" });
    const [next] = await port.balances({ day: "2027-12-31" });
    // 24 December is half a holiday and 25 a whole one; 28 to 31 December and 1 to 5 January have seven days.
    expect([old?.taken, next?.taken]).toEqual([4.5, 3]);
  });

  it("learn from Calamari which types have no limit", async () => {
    const { port } = await start({
      seed: (state) => {
        for (const type of state.absenceTypes) if (type.name === "Sick leave") type.allowance = 12;
      },
    });
    expect((await port.types()).find(({ name }) => name === "Sick leave")?.counted).toBe(false);
    await port.balances({ day: "2026-12-31" });
    expect((await port.types()).find(({ name }) => name === "Sick leave")?.counted).toBe(true);
  });

  it("tell overtime below zero as owed, and leave it out without the time module", async () => {
    const { port } = await start();
    const owed = (await port.balances({ day: "2026-11-19" })).at(-1);
    expect(owed?.left).toBeLessThan(0);
    expect(owed?.notes.join(" ")).toMatch(/owed/);
    const { port: without } = await start({ settings: { modules: ["leave"] } });
    expect((await without.balances({ day: "2026-11-19" })).map(({ type }) => type.id)).not.toContain("overtime");
  });

  it("tell overtime up to today, for days to come are not owed yet, and say so", async () => {
    const { port } = await start();
    const [now, later, next] = await Promise.all(
      ["2026-11-19", "2026-12-31", "2027-06-30"].map(async (day) =>
        (await port.balances({ day })).find(({ type }) => type.id === "overtime"),
      ),
    );
    expect(later?.left).toBe(now?.left);
    expect(later?.notes.join(" ")).toMatch(/up to today, 2026-11-19/);
    expect(now?.notes.join(" ")).not.toMatch(/up to today/);
    expect(next).toBeUndefined();
  });

  it("by hours share an absence out by the hours of its days, where days are of different length", async () => {
    const { port } = await start({
      seed: (state) => {
        const [week] = state.weeks;
        if (!week) throw new Error("no week");
        const [full, short] = [28_800, 14_400].map((seconds) => ({ start: "08:00:00.000", finish: null, seconds }));
        week.days = [full ?? null, full ?? null, full ?? null, full ?? null, short ?? null, null, null];
        state.absences.push(away({ type: 7, from: "2026-12-10", to: "2026-12-11", amount: 12 }));
      },
    });
    const thursday = (await port.balances({ day: "2026-12-10" })).find(({ type }) => type.id === "7");
    expect([thursday?.taken, thursday?.planned]).toEqual([8, 4]);
  });

  it("lose nothing of a leave by calendar days that lies on a weekend", async () => {
    const { port } = await start(seeded(away({ from: "2026-12-05", to: "2026-12-06", amount: 2 })));
    const [saturday] = await port.balances({ day: "2026-12-05" });
    expect([saturday?.taken, saturday?.planned]).toEqual([1, 1]);
  });

  it("of others need the permission, and are then theirs", async () => {
    const seed = seeded(away({ employee: 42 }));
    const { port } = await start(seed);
    expect(await failureOf(port.balances({ day: "2026-11-19", personId: ida }))).toMatchObject({ kind: "forbidden" });
    const { port: boss } = await start(seed, () => true);
    const [holiday] = await boss.balances({ day: "2026-11-19", personId: ida });
    expect([holiday?.taken, holiday?.left]).toEqual([5, 20]);
  });

  it("are refused in words where the key lacks their scope", async () => {
    const { port } = await start({
      settings: { scopes: scopes.filter((one) => one !== "balances") },
    });
    const failure = await failureOf(port.balances({ day: "2026-11-19" }));
    expect(failure).toMatchObject({ kind: "forbidden" });
    expect(failure.next).toMatch(/scope/);
  });
});

describe("public holidays in Calamari", () => {
  it("are told by day, also of ranges, with halves, and once for a year", async () => {
    const { port } = await start();
    const december = { first: "2026-12-01", last: "2026-12-31" };
    expect(await port.holidays(december)).toEqual([
      { day: "2026-12-24", name: "Christmas Eve (afternoon)", half: true, part: "afternoon" },
      { day: "2026-12-25", name: "Christmas", half: false },
      { day: "2026-12-26", name: "Christmas", half: false },
    ]);
    expect(await port.holidays({ first: "2026-12-26", last: "2026-12-31" })).toHaveLength(1);
    expect(open.calamari.count(/holiday/)).toBe(1);
  });

  it("of somebody else are of their calendar", async () => {
    const { port } = await start({}, () => true);
    const found = await port.holidays({
      first: "2026-12-24",
      last: "2026-12-24",
      personId: "jan.nowak@fjordworks.example",
    });
    expect(found).toEqual([]);
  });
});

describe("what people have to work in Calamari", () => {
  it("is one's own working week", async () => {
    const { contracts } = await start();
    expect(await contracts("me")).toEqual({
      contracts: [
        {
          person: { id: "nora.lind@fjordworks.example", name: "Nora Lind" },
          targetSeconds: [27_000, 27_000, 27_000, 27_000, 27_000, 0, 0],
          first: "2023-03-01",
        },
      ],
      unread: [],
    });
    expect(await contracts(["nora.lind@fjordworks.example"])).toEqual(await contracts("me"));
  });

  it("is told of others where that is allowed, flexible weeks too", async () => {
    const { contracts } = await start();
    expect(await failureOf(contracts("everyone"))).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(contracts([ida]))).toMatchObject({ kind: "forbidden" });
    const { contracts: allowed } = await start({}, (cell) => cell === "others_time.read");
    const read = await allowed(["jan.nowak@fjordworks.example", "nobody@fjordworks.example"]);
    expect(read.contracts.map(({ targetSeconds }) => targetSeconds)).toEqual([
      [28_800, 28_800, 28_800, 28_800, 0, 0, 0],
    ]);
    expect(read.unread.map(({ person }) => person.id)).toEqual(["nobody@fjordworks.example"]);
  });

  it.each([true, false])("is told of everybody, also when the number of pages is told: %s", async (totalPages) => {
    const { contracts } = await start({ settings: { totalPages, perPage: 2 } }, () => true);
    const { contracts: found, unread } = await contracts("everyone");
    expect(found.map(({ person }) => person.name).sort()).toEqual(["Ida Berg", "Jan Nowak", "Nora Lind", "Olav Dahl"]);
    expect(unread).toEqual([]);
  });

  it("of 3,000 people is not read page by page, and that is said", async () => {
    const { contracts } = await start(
      {
        seed: (state) => {
          const [, nora] = state.employees;
          if (!nora) throw new Error("no Nora");
          for (let id = 1_000; id < 4_000; id++)
            state.employees.push({ ...nora, id, email: `worker${id}@fjordworks.example` });
        },
      },
      () => true,
    );
    const { contracts: found, notes } = await contracts("everyone");
    expect(found[0]?.person.name).toBe("Olav Dahl");
    expect(found.some(({ person }) => person.name === "Nora Lind")).toBe(true);
    expect(notes?.join(" ")).toMatch(/too few requests/);
    expect(open.calamari.count(/employees\/v1\/list/)).toBeLessThanOrEqual(6);
  });

  it("is not made up where the key lacks the scope of employees", async () => {
    const { contracts } = await start({
      settings: { scopes: scopes.filter((one) => one !== "employees") },
    });
    const { contracts: own, notes } = await contracts("me");
    expect(own[0]?.targetSeconds).toBeNull();
    expect(notes?.join(" ")).toMatch(/no working week/);
  });
});
