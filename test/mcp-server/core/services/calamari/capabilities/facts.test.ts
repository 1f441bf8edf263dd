import { describe, expect, it } from "vitest";
import { hasCell, kindsOf } from "#core/access/permission-matrix";
import { toolRules } from "#core/access/tool-rules";
import type { AccountFacts } from "#core/domain/entities";
import type { Cell } from "#core/domain/permission-cells";
import type { FactsCache } from "#core/domain/ports";
import type { FakeState, Scope } from "../../../../../fakes/calamari/model";
import { without } from "../../../../../fakes/calamari/rows";
import { people } from "../../../../../fakes/calamari/seed";
import { openToolSession } from "../../../../../fakes/tool-session";
import { begin, failureOf } from "../setup";

const closed = ({ refused }: AccountFacts, ...kinds: string[]) =>
  Object.keys(refused).filter((cell) => kinds.some((kind) => cell.startsWith(`${kind}.`)));

function shelf(): FactsCache & { held: AccountFacts | null } {
  const kept: FactsCache & { held: AccountFacts | null } = {
    held: null,
    read: async () => kept.held,
    write: async (facts) => {
      kept.held = facts;
    },
    forget: async () => {
      kept.held = null;
    },
  };
  return kept;
}

describe("who and where", () => {
  it("takes zone, hours, team and manager from the person in Calamari, in seven requests", async () => {
    const s = await begin();
    expect(await s.service.facts()).toMatchObject({
      person: { id: people.nora, name: "Nora Lind", email: people.nora },
      zone: "Europe/Oslo",
      targetSeconds: [27_000, 27_000, 27_000, 27_000, 27_000, 0, 0],
      teams: [{ id: "5", name: "Design" }],
      supervisor: { id: people.olav },
      refused: {},
      modules: { "Time & Attendance": "on", "Time Off": "on" },
    });
    expect(s.calamari.requests.length).toBe(7);
    for (const { body } of s.calamari.requests) expect(body).not.toMatch(/ida|olav|jan/i);
  });

  it("asks nothing where another process of the account knows them, and two things when more is needed", async () => {
    const known = shelf();
    const first = await begin({}, { factsCache: known });
    await first.service.facts();
    const second = first.as("nora");
    const before = first.calamari.requests.length;
    expect(await second.facts()).toMatchObject({ zone: "Europe/Oslo", person: { name: "Nora Lind" } });
    expect(first.calamari.requests.length).toBe(before);
    await second.contracts?.("me");
    expect(first.calamari.requests.length).toBe(before + 2);
    await second.facts({ fresh: true });
    expect(first.calamari.requests.length).toBe(before + 9);
  });

  it("says that nobody has this address, instead of an account without data", async () => {
    const s = await begin();
    const { createCalamariService } = await import("#core/services/calamari/index");
    const service = createCalamariService(
      { url: s.calamari.url, person: "nobody@fjordworks.example" },
      {
        accountId: "a",
        secret: async () => s.calamari.state.key,
        breaks: s.breaks,
        log: () => undefined,
        now: () => s.calamari.now(),
      },
    );
    const error = await failureOf(service.facts());
    expect(error).toMatchObject({ kind: "not_found" });
    expect(error.message).toMatch(/does not know this person/);
    await service.close();
    s.calamari.requests.length = 0;
  });

  it("knows the person by an external number, and with an address in capitals", async () => {
    const s = await begin();
    const { createCalamariService } = await import("#core/services/calamari/index");
    for (const person of ["externalNumber:FW-041", "Nora.Lind@Fjordworks.Example"]) {
      const service = createCalamariService(
        { url: s.calamari.url, person },
        {
          accountId: "a",
          secret: async () => s.calamari.state.key,
          breaks: s.breaks,
          log: () => undefined,
          now: () => s.calamari.now(),
        },
      );
      expect((await service.facts()).person).toMatchObject({ id: people.nora, name: "Nora Lind" });
      const records = await service.records?.get({ type: "person", id: "NORA.LIND@fjordworks.example" });
      expect(records).toMatchObject({ id: people.nora });
      await service.close();
    }
  });

  it("uses this computer's zone where the person has none", async () => {
    const s = await begin({
      seed(state) {
        for (const each of state.employees) each.timezone = "";
      },
    });
    expect((await s.service.facts()).zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it("uses this computer's zone where the key does not read employees, and get_account settings say so", async () => {
    const s = await begin(without("employees"));
    const facts = await s.service.facts();
    expect(facts).toMatchObject({ person: { id: people.nora, name: "Nora Lind" }, targetSeconds: null });
    expect(facts.zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(await s.service.settings?.()).toMatchObject({ zone: { from: expect.stringMatching(/this computer/) } });
  });
});

describe("a person who may be mistyped", () => {
  const unconfirmed = /Nothing that this API key reads shows whether Calamari knows/;
  const mistyped = "nora.lnid@fjordworks.example";
  async function factsOf(person: string, own: Scope[], search?: object) {
    const s = await begin({ settings: { scopes: own } });
    if (search)
      s.calamari.fail({
        path: /employees/,
        failure: { kind: "status", status: 200, body: JSON.stringify(search) },
      });
    const { createCalamariService } = await import("#core/services/calamari/index");
    const service = createCalamariService(
      { url: s.calamari.url, person },
      {
        ...{ accountId: "a", secret: async () => s.calamari.state.key, breaks: s.breaks },
        ...{ log: () => undefined, now: () => s.calamari.now() },
      },
    );
    return await service.facts().finally(async () => {
      await service.close();
      // Whom it asked for is who it is not.
      if (person === mistyped) s.calamari.requests.length = 0;
    });
  }

  const proving: Scope[] = [
    "terminal",
    "status",
    "timesheet",
    "projects",
    "requests",
    "balances",
    "holidays",
    "employees",
  ];
  it.each(proving)("is refused by a key that has but the scope %s", async (scope) => {
    const error = await failureOf(factsOf(mistyped, [scope]));
    expect(error).toMatchObject({ kind: "not_found", message: "Calamari does not know this person." });
    expect(error.next).toMatch(/Check the e-mail address/);
  });

  it.each(proving.filter((scope) => scope !== "projects"))(
    "is confirmed where they are known, by the scope %s alone",
    async (scope) => {
      const facts = await factsOf(people.nora, [scope]);
      expect(facts.notes?.join(" ")).not.toMatch(unconfirmed);
    },
  );

  it.each([mistyped, people.nora])("is connected where nothing confirms %s, and that is said", async (person) => {
    const facts = await factsOf(person, ["types", "weeks", "people", "teams", "positions", "contracts"]);
    expect(facts.person).toMatchObject({ id: person, name: person });
    // The app keeps no account of which neither time nor leave can be read; the command line does.
    expect(closed(facts, "timer", "time", "absence")).toContain("absence.read");
    expect(String(facts.notes?.[0])).toMatch(new RegExp(`shows whether Calamari knows ${person}`));
    const { text } = await openToolSession({
      service: (await begin({ settings: { scopes: ["types"] } })).service,
    }).call("get_account");
    expect(text).toMatch(unconfirmed);
  });

  it("is refused where the search finds nobody instead of refusing, and nothing else speaks for them", async () => {
    const error = await failureOf(factsOf(mistyped, ["employees", "types"], { employees: [], totalPages: 0 }));
    expect(error).toMatchObject({ kind: "not_found" });
    const facts = await factsOf(people.nora, ["employees", "timesheet"], { employees: [], totalPages: 0 });
    expect(facts).toMatchObject({ person: { id: people.nora } });
    expect(facts.notes?.join(" ")).not.toMatch(unconfirmed);
  });
});

describe("what is closed", () => {
  for (const forbiddenBody of ["empty", "triple", "html"] as const)
    it(`a key without the scope for the time sheet closes time and timer with the reason, after a 403 that is ${forbiddenBody}`, async () => {
      const s = await begin({ settings: { ...without("timesheet").settings, forbiddenBody } });
      const facts = await s.service.facts();
      expect(facts.refused["time.read"]).toBe("the API key lacks the scope for timesheet entries");
      expect(closed(facts, "time", "timer", "others_time")).toHaveLength(11);
      expect(closed(facts, "absence", "project")).toEqual([]);
      expect(facts.modules).toEqual({ "Time & Attendance": "on", "Time Off": "on" });
    });

  it("a company without Time Off: which of both it may be is said, and time stays open", async () => {
    const s = await begin({ settings: { modules: ["time"] } });
    const facts = await s.service.facts();
    expect(facts.refused["absence.read"]).toMatch(
      /^either your company does not have Calamari's module Time Off, or the API key has none of its scopes/,
    );
    expect(closed(facts, "timer", "time")).toEqual([]);
    expect(facts.modules).toMatchObject({ "Time Off": "off, or closed to this API key" });
    expect(facts.notes?.join(" ")).toMatch(/keeps it to Nora Lind.*Either your company/);
  });

  it("a company without Time & Attendance has leave only", async () => {
    const s = await begin({ settings: { modules: ["leave"] } });
    const facts = await s.service.facts();
    expect(closed(facts, "timer", "time", "project").length).toBeGreaterThan(9);
    expect(closed(facts, "absence")).toEqual([]);
    expect(facts.booking.levels).toEqual([]);
  });

  it("a key without the terminal's scope reads time and cannot clock in", async () => {
    const s = await begin(without("terminal"));
    const { refused } = await s.service.facts();
    expect(refused["timer.create"]).toBe("the API key lacks the scope for terminal");
    expect(refused["timer.read"]).toBeUndefined();
  });

  it("closed cells are cells that a Calamari account has", async () => {
    const s = await begin({ settings: { scopes: ["employees"] } });
    const kinds = kindsOf("calamari");
    for (const cell of Object.keys((await s.service.facts()).refused)) {
      const known = hasCell("calamari", cell) || /^(others_)?absence\.delete$/.test(cell);
      expect(known && kinds.some((kind) => cell.startsWith(`${kind}.`)), cell).toBe(true);
    }
  });
});

describe("tools of an account", () => {
  const listed = async (seed: (state: FakeState) => void, profile: "track" | "everything" = "everything") => {
    const s = await begin({ seed });
    const session = openToolSession({ service: s.service, profile, unknown: true });
    const before = session.catalog.offered().map(({ name }) => name);
    await session.call("get_account");
    return { session, before, after: session.catalog.offered().map(({ name }) => name) };
  };

  it("offers nothing of either module before it is known which the company has, but get_account", async () => {
    const { before } = await listed(() => undefined, "track");
    expect(before).toEqual(["get_account"]);
  });

  it("offers no leave where there is no Time Off, and get_account says why", async () => {
    const { session, after } = await listed((state) => {
      state.settings.modules = ["time"];
    });
    expect(after).toContain("clock_in");
    for (const tool of ["list_absences", "get_leave_balance", "request_absence", "update_absence"])
      expect(after).not.toContain(tool);
    const { text, data } = await session.call("get_account", { show: ["rights", "plugins", "settings"] });
    expect(text).toMatch(/kept|keeps it to Nora Lind/);
    expect(text).toMatch(/Time Off off, or closed to this API key/);
    expect(data).toMatchObject({
      settings: {
        zone: { name: "Europe/Oslo", from: "the person in Calamari" },
        break_types: ["Lunch", "Coffee"],
        projects: 2,
        limits: { requests: expect.stringMatching(/720 in 1 h/) },
        key: { reaches: expect.arrayContaining(["timesheet entries"]) },
      },
    });
  });

  it("tells who it is even with a key that opens nothing", async () => {
    const { session, after } = await listed((state) => {
      state.settings.scopes = [];
    });
    expect(after).toContain("get_account");
    expect(after).not.toContain("list_time");
    const { text, isError } = await session.call("get_account", { show: ["rights"] });
    expect(isError, text).toBe(false);
    expect(text).toMatch(/none of its scopes/);
  });

  it("a client that may nothing of timer, time and leave gets no get_account", () => {
    const off = Object.fromEntries(toolRules.get_account.needs.map((cell: Cell) => [cell, "off" as const]));
    const { catalog } = openToolSession({ permissions: { cells: off } });
    expect(catalog.offered().map(({ name }) => name)).not.toContain("get_account");
  });
});
