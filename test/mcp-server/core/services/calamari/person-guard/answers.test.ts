import { afterEach, describe, expect, it } from "vitest";
import type { AdapterEnvironment } from "#core/domain/ports";
import { callMay, withCallContext } from "#core/platform/call-context";
import { createCalamariService } from "#core/services/calamari/index";
import type { FakeState, Scope } from "../../../../../fakes/calamari/model";
import { people } from "../../../../../fakes/calamari/seed";
import { collect, failureOf, type Setup, setup } from "../setup";
import { setStage } from "./probes";

/**
 * What of an answer is kept: Calamari is asked about one person, and may answer with more (a filter that it ignores, a
 * search that finds several). Nothing of it is taken for the account's own person's.
 */

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin(
  person: string,
  { closed = [], may = () => false }: { closed?: Scope[]; may?: AdapterEnvironment["may"] } = {},
) {
  const s = await setup("nora", {
    seed(state: FakeState) {
      setStage(state, false);
      state.settings.scopes = state.settings.scopes.filter((scope) => !closed.includes(scope));
      const nora = state.employees.find(({ id }) => id === 41);
      if (nora) nora.login = "nlind";
    },
  });
  const service = createCalamariService(
    { url: s.calamari.url, person },
    {
      ...{ accountId: "a", secret: async () => s.calamari.state.key, breaks: s.breaks, log: () => undefined },
      ...{ may, now: () => s.calamari.now() },
    },
  );
  open.push(
    () => s.close(),
    () => service.close(),
  );
  return { s, service };
}

const told = (s: Setup, path: RegExp, body: unknown) =>
  s.calamari.fail({ path, failure: { kind: "status", status: 200, body: JSON.stringify(body) } });
const shift = (id: number, person: object | null, description: string) => ({
  ...{ id, person, description, breaks: [], projects: [], duration: 3_600 },
  ...{ started: `2026-11-18T0${id % 10}:00:00+0000`, finished: `2026-11-18T0${id % 10}:30:00+0000` },
});
const nora = { firstName: "Nora", lastName: "Lind", email: people.nora, externalId: "FW-041" };
const ida = { firstName: "Ida", lastName: "Berg", email: people.ida, externalId: "FW-042" };
const november = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const texts = async (service: ReturnType<typeof createCalamariService>) =>
  (await collect(service.time.list({ ...november, people: "me" }))).flatMap(({ entries }) =>
    entries.map(({ text, person }) => `${text} of ${person?.name}`),
  );

const known = [people.nora, "Nora.Lind@FjordWorks.example", "externalNumber:FW-041", "nlind"];
const blind: Scope[] = ["employees", "status"];

describe.each(known)("an account of %s", (person) => {
  it.each([
    ["an address in capitals", { ...nora, email: "NORA.LIND@Fjordworks.example" }, ida],
    ["no address, but a number", { ...nora, email: null }, { ...ida, email: null }],
    [
      "no address and no number",
      { firstName: "Nora", lastName: "Lind", email: null },
      { ...ida, externalId: null, email: null },
    ],
  ])("keeps its own entries and drops a colleague's, told with %s", async (_how, own, other) => {
    const { s, service } = await begin(person);
    await service.facts();
    told(s, /timesheetentries\/v1\/find/, [shift(1, own, "Own"), shift(2, other, "Secret")]);
    expect(await texts(service)).toEqual(["Own of Nora Lind"]);
  });

  it("drops an entry that names nobody beside a colleague's, and keeps it alone", async () => {
    const { s, service } = await begin(person);
    await service.facts();
    told(s, /timesheetentries\/v1\/find/, [shift(1, null, "Nameless"), shift(2, ida, "Secret")]);
    expect(await texts(service)).toEqual([]);
    s.calamari.heal();
    told(s, /timesheetentries\/v1\/find/, [shift(1, null, "Own")]);
    expect(await texts(service)).toEqual(["Own of Nora Lind"]);
  });

  it("has a colleague's overtime for its own in no order of the rows", async () => {
    const { s, service } = await begin(person);
    const rows = [
      { person: { ...ida, email: null }, balance: 360_000 },
      { person: nora, balance: 3_600 },
    ];
    for (const answer of [rows, [...rows].reverse()]) {
      s.calamari.heal();
      told(s, /timesheetentries\/v1\/balance/, answer);
      const balances = await service.absences?.balances({ day: "2026-11-19" });
      expect(balances?.find(({ type }) => type.id === "overtime")).toMatchObject({ left: 1 });
    }
  });

  it("keeps its own absences and drops a colleague's", async () => {
    const { s, service } = await begin(person);
    await service.facts();
    const row = (id: number, employeeEmail: string | null, reason: string) => ({
      ...{ id, from: "2026-12-01", to: "2026-12-01", status: "ACCEPTED", employeeEmail, reason },
    });
    told(s, /leave\/request\/v1\/find/, [
      row(1, "NORA.LIND@fjordworks.example", "Own"),
      row(2, null, "Nameless"),
      row(3, people.ida, "Secret"),
    ]);
    const list = await service.absences?.list({ first: "2026-12-01", last: "2026-12-31", people: "me" });
    expect(list?.absences.map(({ comment }) => comment)).toEqual(["Own"]);
  });

  it("has the zone and hours of its person", async () => {
    const { service } = await begin(person);
    expect(await service.facts()).toMatchObject({
      zone: "Europe/Oslo",
      targetSeconds: expect.arrayContaining([27_000]),
    });
  });

  it("is not who else the search for its person finds first", async () => {
    const { s, service } = await begin(person);
    const rows = s.calamari.state.employees.filter(({ id }) => id >= 41 && id <= 43);
    const found = [...rows].reverse().map(({ id, firstName, lastName, email, externalNumber }) => ({
      ...{ id, firstName, lastName, email, externalNumber },
    }));
    told(s, /employees\/v1\/search/, { employees: found, totalPages: 1 });
    expect((await service.facts()).person).toMatchObject({ id: people.nora, name: "Nora Lind" });
  });

  it("takes nobody else over whom Calamari answers with instead", async () => {
    const { s, service } = await begin(person);
    const { externalId: externalNumber, ...rest } = ida;
    told(s, /employees\/v1\/search/, { employees: [{ id: 42, ...rest, externalNumber }], totalPages: 1 });
    // A login says nothing that could be compared: the one row is its person.
    if (person === "nlind") expect((await service.facts()).person).toMatchObject({ id: people.ida });
    else expect(await failureOf(service.facts())).toMatchObject({ kind: "not_this_product", saved: "no" });
  });

  it("is not named by the state of somebody else's clock, where the key does not read employees", async () => {
    const { s, service } = await begin(person);
    s.calamari.fail({ path: /employees\/v1\/search/, failure: { kind: "status", status: 403, body: "{}" } });
    told(s, /shift\/status\/v1\/get-current/, { person: ida, status: "STOPPED" });
    if (person === "nlind") expect((await service.facts()).person).toMatchObject({ id: people.ida });
    else expect(await failureOf(service.facts())).toMatchObject({ kind: "not_this_product", saved: "no" });
  });

  it("shows its own entries where the key tells nothing of the person, and those of several never", async () => {
    const { s, service } = await begin(person, { closed: blind });
    await service.facts();
    const bare = ({ externalId: _none, ...rest }: { externalId: string }) => rest;
    told(s, /timesheetentries\/v1\/find/, [shift(1, bare(nora), "Own"), shift(3, bare(nora), "Own")]);
    expect((await texts(service)).map((text) => text.slice(0, 3))).toEqual(["Own", "Own"]);
    s.calamari.heal();
    told(s, /timesheetentries\/v1\/find/, [shift(1, bare(ida), "Secret"), shift(3, bare(nora), "Own")]);
    const seen = await texts(service).catch((error: Error) => error.message);
    expect(String(seen)).not.toMatch(/Secret/);
    if (!person.includes("@")) expect(seen).toMatch(/name several/);
  });
});

describe("an account that may reach others", () => {
  const may = (cell: string) => /^(others_time|others_absence|person)\.read$/.test(cell);
  const everyone = { ...november, people: "everyone" as const };

  it("takes nobody's entry for its own that only does not say whose it is", async () => {
    const { s, service } = await begin(people.nora, { may });
    await service.facts();
    told(s, /timesheetentries\/v1\/find/, [
      shift(1, nora, "A"),
      shift(2, { ...ida, email: null }, "B"),
      shift(3, null, "C"),
      shift(4, { firstName: null, lastName: null, email: null }, "D"),
    ]);
    const entries = (await collect(service.time.list(everyone))).flatMap((page) => page.entries);
    const whose = Object.fromEntries(entries.map(({ text, person }) => [text, person?.name]));
    const unnamed = "(Calamari does not say who)";
    expect(whose).toEqual({ A: "Nora Lind", B: "Ida Berg", C: unnamed, D: unnamed });
  });

  it("has of one colleague only what is theirs", async () => {
    const { s, service } = await begin(people.nora, { may });
    await service.facts();
    told(s, /timesheetentries\/v1\/find/, [shift(1, nora, "A"), shift(2, ida, "B"), shift(3, null, "C")]);
    const asked = { ...november, people: [people.ida] };
    const entries = (await collect(service.time.list(asked))).flatMap((page) => page.entries);
    expect(entries.map(({ text, person }) => `${text} ${person?.id}`).sort()).toEqual([
      `B ${people.ida}`,
      `C ${people.ida}`,
    ]);
  });

  it("reads a colleague's overtime only where it may read their time", async () => {
    const { s, service } = await begin(people.nora, { may: (cell) => cell === "others_absence.read" });
    const balances = await service.absences?.balances({ day: "2026-11-19", personId: people.ida });
    expect(balances?.map(({ type }) => type.id)).not.toContain("overtime");
    expect(s.calamari.count(/timesheetentries\/v1\/balance/)).toBe(0);
    const more = await begin(people.nora, { may });
    const all = await more.service.absences?.balances({ day: "2026-11-19", personId: people.ida });
    expect(all?.map(({ type }) => type.id)).toContain("overtime");
  });

  it("gives nobody what another client's call is just reading", async () => {
    const { s, service } = await begin(people.nora, { may: callMay });
    await service.facts();
    const read = (allowed: boolean) =>
      withCallContext({ waits: () => undefined, may: () => allowed }, () =>
        service.time.get(`2026-11-18.701.${people.ida}`),
      );
    const first = read(true);
    // Asked again once the first has its answer, for both that follow.
    const second = read(true);
    const third = failureOf(read(false));
    for (const { text } of await Promise.all([first, second])) expect(text).toBe("Idas-secret-work");
    expect(await third).toMatchObject({ kind: "forbidden" });
    expect(s.calamari.count(/timesheetentries\/v1\/find/)).toBe(3);
  });

  it("tells who is in a team by making a project for it only where it may know who works here", async () => {
    for (const person of [true, false]) {
      const { s, service } = await begin(people.nora, { may: (cell) => person && cell === "person.read" });
      await service.facts();
      told(s, /projects\/v1\/create/, {
        id: 20,
        name: "New",
        employees: [nora, ida],
        teams: [{ id: 5, name: "Design" }],
      });
      const draft = { type: "project" as const, values: { name: "New", teams: [{ id: "5", name: "Design" }] } };
      const made = JSON.stringify(await service.records?.create(draft));
      expect(made).toMatch(/Nora Lind/);
      expect(/Ida Berg/.test(made)).toBe(person);
    }
  });
});
