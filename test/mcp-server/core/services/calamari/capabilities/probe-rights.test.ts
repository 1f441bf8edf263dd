import { describe, expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { type Answers, reachOf, refusedBy, type Tried, tried } from "#core/services/calamari/capabilities/probe-rights";
import { demand, groundOf, ifAllowed } from "#core/services/calamari/capabilities/require-capability";
import type { Calamari } from "#core/services/calamari/context";
import { readShiftId, wireId } from "#core/services/calamari/mapping/ids";
import { failureOf } from "../setup";

const open: Tried<unknown> = { value: [] };
const shut: Tried<unknown> = { value: null, why: "Forbidden.", as: "closed" };
const absent: Tried<unknown> = { value: null, why: "Not here.", as: "absent" };
const personal: Tried<unknown> = { value: null, why: "No terminal for this person.", as: "personal" };
const all = (but: Partial<Answers> = {}): Answers => ({
  ...{ shifts: open, terminal: open, projects: open, requests: open, types: open, found: open, weeks: open },
  ...but,
});

describe("what a key opens", () => {
  it("tells a refusal of the key from one of the person and from an operation that is not there", async () => {
    const failed = (kind: "forbidden" | "unsupported", detail?: string) =>
      tried(Promise.reject(new ServiceError(kind, "No.", { detail })));
    expect(await failed("forbidden", "HTTP 403")).toEqual({ value: null, why: "No.", as: "closed" });
    expect(await failed("forbidden", "HTTP 400")).toEqual({ value: null, why: "No.", as: "personal" });
    expect(await failed("unsupported", "HTTP 404")).toEqual({ value: null, why: "No.", as: "absent" });
    expect(await tried(Promise.resolve(7))).toEqual({ value: 7 });
  });

  it.each(["unauthorized", "not_found", "offline", "rate_limited"] as const)("is not known after %s", async (kind) => {
    expect(await failureOf(tried(Promise.reject(new ServiceError(kind, "No."))))).toMatchObject({ kind });
  });

  it("is less by a scope where the module is there, and perhaps by the module where nothing of it is", () => {
    expect(refusedBy(all({ requests: shut }))["absence.read"]).toBe("the API key lacks the scope for absence requests");
    const both = refusedBy(all({ requests: shut, types: shut }))["absence.create"];
    expect(both).toMatch(/^either your company does not have Calamari's module Time Off/);
    expect(both).toMatch(/none of its scopes \(absence requests, absence types\)/);
    expect(refusedBy(all({ weeks: shut }))).toEqual({
      "target_hours.read": "the API key lacks the scope for working weeks",
    });
  });

  it("says of clocking in what came first: the time sheet, then the terminal", () => {
    const refused = refusedBy(all({ shifts: shut, terminal: personal }));
    expect(refused["timer.create"]).toBe("the API key lacks the scope for timesheet entries");
    expect(refusedBy(all({ terminal: personal }))).toEqual({
      "timer.create": "No terminal for this person",
      "timer.update": "No terminal for this person",
    });
  });

  it("lets people clock in where only the kinds of break have another path", () => {
    expect(refusedBy(all({ terminal: absent }))).toEqual({});
    expect(refusedBy(all({ shifts: absent }))["time.read"]).toBe("Not here");
  });

  it("is told in whole sentences, each once", () => {
    const { has, lacks, modules } = reachOf(all({ requests: shut, types: shut, found: absent }));
    expect(has).toEqual(["timesheet entries", "terminal", "projects", "working weeks"]);
    expect(lacks).toHaveLength(2);
    for (const sentence of lacks) expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
    expect(modules).toEqual({ "Time & Attendance": "on", "Time Off": "off, or closed to this API key" });
  });
});

describe("the gate", () => {
  const calamari = (refused: Record<string, string>, ...may: string[]) =>
    ({
      facts: { get: async () => ({ refused }) },
      env: { may: (cell: string) => may.includes(cell) },
    }) as unknown as Calamari;

  it("gives Calamari's reason before what the permissions say", async () => {
    const reason = { "others_absence.read": "the API key lacks the scope." };
    const error = await failureOf(demand(calamari(reason), "others_absence.read"));
    expect(error.message).toBe("This cannot be done: the API key lacks the scope.");
    expect(error.next).toMatch(/administers/);
  });

  it("keeps a client from others, and never from its own person", async () => {
    const error = await failureOf(demand(calamari({}), "others_time.read"));
    expect(error).toMatchObject({ kind: "forbidden", next: expect.stringMatching(/Manage/) });
    await demand(calamari({}, "others_time.read"), "others_time.read");
    await demand(calamari({}), "absence.read");
  });

  it("asks about others on the ground that the client has", () => {
    const grounds = ["others_time.read", "others_absence.read"] as const;
    expect(groundOf(calamari({}, "others_absence.read"), grounds)).toBe("others_absence.read");
    expect(groundOf(calamari({}, ...grounds), grounds)).toBe("others_time.read");
    expect(groundOf(calamari({}), grounds)).toBe("others_time.read");
  });

  it("does without what is closed or not there, and not without what failed", async () => {
    for (const kind of ["forbidden", "unsupported"] as const)
      expect(await ifAllowed(Promise.reject(new ServiceError(kind, "No.")))).toBeNull();
    expect(await failureOf(ifAllowed(Promise.reject(new ServiceError("offline", "No."))))).toMatchObject({
      kind: "offline",
    });
  });
});

describe("ids", () => {
  it.each(["0", "-1", "01", "1e3", "1 OR 1", "../2", "9".repeat(16), ""])("of a project are never %s", (id) => {
    expect(() => wireId(id, "a project")).toThrow(/is not an id of a project/);
  });

  it.each(["2026-13-05.7", "2026-10-32.7", "2026-10-05.0", "2026-10-05", "2026-10-05.7-0", "2026-10-05.7. x"])(
    "of an entry are never %s",
    (id) => {
      expect(() => readShiftId(id)).toThrow(/is not an id of an entry/);
    },
  );

  it("name people in whatever case", () => {
    expect(readShiftId("2026-10-05.7.Ida.BERG@Fjordworks.example").person).toBe("ida.berg@fjordworks.example");
  });
});
