import { beforeEach, describe, expect, it } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import type { FakeCalamariOptions } from "../../../../fakes/calamari";
import { absenceRow as away, withAbsences as seeded } from "../../../../fakes/calamari/rows";
import type { PersonName } from "../../../../fakes/calamari/seed";
import { beginLeave, failureOf, type Setup } from "./setup";

let open: Setup;
const start = async (options: FakeCalamariOptions = {}, may = false, who: PersonName = "nora") => {
  const s = await beginLeave(options, may ? () => true : {}, who);
  open = s;
  return s.port;
};
const leaveOf = ({ service }: Setup) => {
  if (!service.absences) throw new Error("no leave");
  return service.absences;
};
beforeEach(async () => void (await start()));
const aboutOthers = () => open.calamari.othersAskedFor(open.calamari.people.nora);

const december = { first: "2026-12-01", last: "2026-12-31" };
const wish = (more: Partial<AbsenceDraft> = {}): AbsenceDraft => ({
  typeId: "3",
  first: "2026-12-07",
  last: "2026-12-09",
  ...more,
});
describe("types of leave in Calamari", () => {
  it("are told with what their unit allows and what their name means", async () => {
    const types = await leaveOf(open).types();
    expect(
      types.map(({ name, meaning, halfDays, hours, working }) => [name, meaning, halfDays, hours, working]),
    ).toEqual([
      ["Annual leave", "holiday", true, false, undefined],
      ["Sick leave", "sick", true, false, undefined],
      ["Overtime leave", "overtime", false, true, undefined],
      ["Special leave", "special", true, false, undefined],
      ["Remote work", undefined, false, true, true],
    ]);
    expect(types.find(({ id }) => id === "7")?.fromOvertime).toBe(true);
    // REST does not tell these rules, and none are made up.
    expect(types.every(({ asks, reasons }) => asks === undefined && reasons === undefined)).toBe(true);
    expect(aboutOthers()).toEqual([]);
  });

  it.each([
    ["Urlop wypoczynkowy", "holiday", true],
    ["Urlop okolicznościowy", "special", true],
    ["Urlop bezpłatny", "unpaid", false],
    ["Zwolnienie lekarskie (L4)", "sick", false],
    ["Opieka nad dzieckiem", "sick_child", false],
    ["Odbiór nadgodzin", "overtime", true],
    ["Erholungsurlaub", "holiday", true],
    ["Unbezahlter Sonderurlaub", "unpaid", false],
    ["Kind krank", "sick_child", false],
    ["Elternzeit", "parental", false],
    ["Überstundenabbau", "overtime", true],
    ["Egenmelding", "sick", false],
    ["Avspasering", "overtime", true],
    ["Ferie", "holiday", true],
    ["Volunteering day", undefined, true],
  ])("%s means %s", async (name, meaning, counted) => {
    const port = await start({
      seed: (state) => {
        for (const type of state.absenceTypes.slice(0, 1)) type.name = name;
      },
    });
    expect((await port.types())[0]).toMatchObject({ name, counted });
    expect((await port.types())[0]?.meaning).toBe(meaning);
  });

  it("are work elsewhere once a request of them was told as work, whatever they are called", async () => {
    const port = await start({
      seed: (state) => {
        state.absenceTypes.push({
          ...{
            id: 20,
            name: "Site",
            durationUnit: "DAYS",
            allowance: null,
            category: "WORK",
            minDuration: "WHOLE_DAY",
          },
          ...{ reason: "OPTIONAL", comment: "OPTIONAL", substitute: "OPTIONAL" },
        });
        state.absences.push(away({ type: 20 }));
      },
    });
    expect((await port.types()).find(({ id }) => id === "20")?.working).toBeUndefined();
    const { absences } = await port.list({ ...december, people: "me" });
    expect(absences[0]?.working).toBe(true);
    expect((await port.types()).find(({ id }) => id === "20")?.working).toBe(true);
  });
});

describe("absences in Calamari", () => {
  it("of one's own are told with days, halves, hours and state, and nobody else is asked about", async () => {
    const port = await start(
      seeded(
        away({ id: 1 }),
        away({ id: 2, from: "2026-12-14", to: "2026-12-14", toPart: "AFTERNOON", amount: 0.5, status: "PENDING" }),
        away({ id: 3, from: "2026-12-15", to: "2026-12-15", fromPart: "AFTERNOON", amount: 0.5 }),
        away({ id: 4, type: 7, from: "2026-12-16", to: "2026-12-16", fromPart: "09:00", toPart: "11:30", amount: 2.5 }),
        away({ id: 5, from: "2026-12-17", to: "2026-12-18", fromPart: "AFTERNOON", amount: 1.5 }),
        away({ id: 6, from: "2026-12-21", to: "2026-12-22", toPart: "AFTERNOON", amount: 1.5, status: "CANCELED" }),
        away({ id: 7, from: "2026-12-28", to: "2026-12-28", amount: 1, status: "REJECTED", reason: "Autumn break" }),
        away({ id: 8, employee: 42 }),
      ),
    );
    const { absences, people } = await port.list({ ...december, people: "me" });
    expect(
      absences.map(({ id, status, days, seconds, firstHalf, lastHalf, part }) => [
        id,
        status,
        days,
        seconds,
        firstHalf ?? false,
        lastHalf ?? false,
        part,
      ]),
    ).toEqual([
      ["2026-12-07.1", "approved", 5, null, false, false, undefined],
      ["2026-12-14.2", "requested", 0.5, null, true, false, "morning"],
      ["2026-12-15.3", "approved", 0.5, null, true, false, "afternoon"],
      ["2026-12-16.4", "approved", null, 9_000, false, false, "09:00–11:30"],
      ["2026-12-17.5", "approved", 1.5, null, true, false, undefined],
      ["2026-12-21.6", "cancelled", 1.5, null, false, true, undefined],
      ["2026-12-28.7", "rejected", 1, null, false, false, undefined],
    ]);
    expect(absences.at(-1)?.comment).toBe("Autumn break");
    expect(people).toEqual([{ id: "nora.lind@fjordworks.example", name: "Nora Lind" }]);
    expect(aboutOthers()).toEqual([]);
    for (const each of absences) expect(await port.get(each.id)).toEqual(each);
  });

  it.each(["overlap", "inside"] as const)(
    "that reach over the edge of a period are found where ranges mean %s",
    async (absencesBy) => {
      const port = await start({
        settings: { absencesBy },
        ...seeded(
          away({ id: 1, from: "2026-11-30", to: "2026-12-02" }),
          away({ id: 2, from: "2026-12-31", to: "2027-01-04" }),
          away({ id: 3, from: "2026-11-02", to: "2026-11-03" }),
        ),
      });
      const { absences } = await port.list({ ...december, people: "me" });
      expect(absences.map(({ id }) => id)).toEqual(["2026-11-30.1", "2026-12-31.2"]);
    },
  );

  it.each(["overlap", "inside"] as const)(
    "of years, like parental leave, are found in their middle where ranges mean %s",
    async (absencesBy) => {
      const port = await start(
        {
          settings: { absencesBy },
          ...seeded(
            away({ id: 1, from: "2025-02-03", to: "2028-01-31", amount: 780 }),
            away({ id: 2, employee: 42, from: "2024-06-03", to: "2027-05-31", amount: 780 }),
            away({ id: 3, employee: 43 }),
          ),
        },
        true,
      );
      const day = { first: "2026-12-08", last: "2026-12-08" };
      const own = await port.list({ ...day, people: "me" });
      expect([own.absences.map(({ id }) => id), own.notes]).toEqual([["2025-02-03.1"], undefined]);
      const all = await port.list({ ...day, people: "everyone" });
      expect(all.absences.map(({ person }) => person?.name)).toEqual(["Ida Berg", "Nora Lind", "Jan Nowak"]);
      expect(all.notes).toBeUndefined();
    },
  );

  it("of a company too large to look years around say that the longest may be missing", async () => {
    const port = await start(
      {
        settings: { absencesBy: "inside" },
        seed: (state) => {
          for (let at = 0; at < 5_001; at++)
            state.absences.push(away({ employee: 42, from: "2027-03-08", to: "2027-03-08", amount: 1 }));
          state.absences.push(away({}));
        },
      },
      true,
    );
    const { absences, notes } = await port.list({ first: "2026-12-08", last: "2026-12-08", people: "everyone" });
    expect(absences).toHaveLength(1);
    expect(notes?.join(" ")).toMatch(/longer than a year may be missing/);
  });

  it.each(["overlap", "inside"] as const)("of everybody are complete where ranges mean %s", async (absencesBy) => {
    const port = await start(
      {
        settings: { absencesBy },
        ...seeded(away({ id: 1, employee: 42, from: "2026-11-30", to: "2026-12-02" }), away({ id: 2 })),
      },
      true,
    );
    const asked = { first: "2026-12-01", last: "2026-12-11", people: "everyone" as const };
    const { absences, people } = await port.list(asked);
    expect(absences.map(({ person }) => person?.name)).toEqual(["Ida Berg", "Nora Lind"]);
    expect(absences.map(({ id }) => id)).toEqual(["2026-11-30.1.ida.berg@fjordworks.example", "2026-12-07.2"]);
    expect(people.map(({ name }) => name).sort()).toEqual(["Ida Berg", "Jan Nowak", "Nora Lind", "Olav Dahl"]);
    const advanced = () => open.calamari.count(/find-advanced/);
    const first = advanced();
    // Once it is known that whatever touches is told, one request is enough.
    expect(first).toBe(absencesBy === "overlap" ? 1 : 3);
    await port.list(asked);
    expect(advanced() - first).toBe(absencesBy === "overlap" ? 1 : 3);
    for (const { path, body } of open.calamari.requests)
      if (path.endsWith("find-advanced")) expect(JSON.parse(body)).not.toHaveProperty("employees");
  });

  it("of a company with 3,000 people take three requests, not three thousand", async () => {
    const port = await start(
      {
        seed: (state) => {
          const [, nora] = state.employees;
          if (!nora) throw new Error("no Nora");
          for (let id = 1_000; id < 4_000; id++) {
            state.employees.push({
              ...nora,
              id,
              email: `worker${id}@fjordworks.example`,
              firstName: "Worker",
              lastName: String(id),
            });
            if (id % 3 === 0)
              state.absences.push(away({ employee: id, from: "2026-12-04", to: "2026-12-08", amount: 3 }));
          }
        },
      },
      true,
    );
    await open.service.facts();
    const before = open.calamari.requests.length;
    const { absences, people, unread } = await port.list({
      first: "2026-12-07",
      last: "2026-12-07",
      people: "everyone",
    });
    expect([absences.length, people.length, unread]).toEqual([1_000, 3_004, []]);
    expect(open.calamari.requests.length - before).toBeLessThanOrEqual(3);
    expect(absences[0]?.person?.name).toMatch(/^Worker \d+$/);
  });

  it("of oneself and a colleague are told of both", async () => {
    const port = await start(seeded(away({ id: 7 }), away({ id: 8, employee: 42 })), true);
    const ida = "ida.berg@fjordworks.example";
    const { absences, people } = await port.list({ ...december, people: ["nora.lind@fjordworks.example", ida] });
    expect(absences.map(({ id }) => id)).toEqual(["2026-12-07.7", `2026-12-07.8.${ida}`]);
    expect(people.map(({ id }) => id).sort()).toEqual([ida, "nora.lind@fjordworks.example"]);
  });

  it("of others are not even asked for where the account's permissions keep them away", async () => {
    const port = await start(seeded(away({ id: 8, employee: 42 })));
    for (const people of ["everyone" as const, ["ida.berg@fjordworks.example"]]) {
      const failure = await failureOf(port.list({ ...december, people }));
      expect(failure).toMatchObject({ kind: "forbidden" });
    }
    expect(await failureOf(port.get("2026-12-07.8.ida.berg@fjordworks.example"))).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(port.holidays({ ...december, personId: "ida.berg@fjordworks.example" }))).toMatchObject({
      kind: "forbidden",
    });
    expect(
      await failureOf(port.balances({ day: "2026-12-31", personId: "ida.berg@fjordworks.example" })),
    ).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(port.create(wish({ personId: "ida.berg@fjordworks.example" })))).toMatchObject({
      kind: "forbidden",
    });
    // Ida's number under Nora's name finds nothing.
    expect(await failureOf(port.get("2026-12-07.8"))).toMatchObject({ kind: "not_found" });
    expect(aboutOthers()).toEqual([]);
  });

  it("in a state that nobody knows are shown as requested, with a word about it; a cancellation asked for is still away", async () => {
    const port = await start(
      seeded(
        away({ id: 1, status: "ON_HOLD" }),
        away({ id: 2, from: "2026-12-14", to: "2026-12-14", status: "PENDING_CANCELLATION" }),
      ),
    );
    const { absences, notes } = await port.list({ ...december, people: "me" });
    expect(absences.map(({ status }) => status)).toEqual(["requested", "approved"]);
    expect(notes?.join(" ")).toMatch(/ON_HOLD/);
    expect(notes?.join(" ")).toMatch(/cancellation was asked for/);
  });

  it("are told by state without a filter whose words are not known", async () => {
    const port = await start(
      seeded(
        away({ id: 1 }),
        away({ id: 2, employee: 42, status: "PENDING" }),
        away({ id: 3, employee: 42, from: "2026-12-14", to: "2026-12-14", status: "CANCELED" }),
      ),
      true,
    );
    const { absences } = await port.list({ ...december, people: "everyone", statuses: ["approved", "requested"] });
    expect(absences.map(({ status }) => status)).toEqual(["approved", "requested"]);
    expect(open.calamari.requests.some(({ body }) => body.includes("absenceStatuses"))).toBe(false);
  });

  it("are found by an e-mail address in other letters, and by an external number", async () => {
    for (const person of ["NORA.Lind@Fjordworks.example", "externalNumber:FW-041"]) {
      await start(seeded(away({ id: 1 })));
      const { createCalamariService } = await import("#core/services/calamari/index");
      const { calamari } = open;
      const service = createCalamariService(
        { url: calamari.url, person },
        {
          accountId: "a",
          secret: async () => calamari.state.key,
          breaks: open.breaks,
          log: () => undefined,
          now: () => calamari.now(),
        },
      );
      const list = await service.absences?.list({ ...december, people: ["nora.lind@fjordworks.example"] });
      expect(list?.absences.map(({ id }) => id)).toEqual(["2026-12-07.1"]);
      expect(aboutOthers()).toEqual([]);
      await service.close();
    }
  });

  it.each(["empty", "triple", "html"] as const)(
    "are refused in words where the key lacks the scope, said by %s",
    async (forbiddenBody) => {
      const port = await start({
        settings: { forbiddenBody },
        seed: (state) => {
          state.settings.scopes = state.settings.scopes.filter((scope) => scope !== "balances" && scope !== "requests");
        },
      });
      expect(await failureOf(port.list({ ...december, people: "me" }))).toMatchObject({
        kind: "forbidden",
        saved: "no",
      });
      const failure = await failureOf(port.create(wish()));
      expect(failure).toMatchObject({ kind: "forbidden" });
      expect(failure.message).toMatch(/scope|API key/);
    },
  );

  it("with an id of another form are told not to be there", async () => {
    expect(await failureOf(leaveOf(open).get("5561"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(leaveOf(open).get("2026-12-07.99"))).toMatchObject({ kind: "not_found" });
  });
});
