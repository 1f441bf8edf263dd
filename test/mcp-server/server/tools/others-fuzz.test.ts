import { expect, it } from "vitest";
import * as fc from "../../../property";
import { kimaiSession } from "./kimai-session";

/**
 * Arguments in any combination, by a client that may see and touch nothing of others, on the real adapter with a team
 * lead's credential, to whom Kimai itself tells everything. No answer and no question may hold what a colleague wrote.
 */
const canary = /Zq-canary|08:23|13:51|07:23|12:51|5:28/;
const ids = ["9001", "#9001", "9002", "9001.1", "1", "x"];
const people = ["me", "everyone", "team", "Zq", "1", "#1", "3", "John User", "*", ""];
const days = ["mon", "wed", "2026-11-18", "last week", "this month", "8:07", "13:13", "0:00", "-5m"];
const of = <T>(...values: T[]) => fc.constantFrom(...values);
const some = (model: Record<string, fc.Arbitrary<unknown>>) => fc.record(model, { requiredKeys: [] });

const change = some({
  id: of(...ids),
  split: of(...days),
  from: of(...days),
  to: of(...days),
  day: of(...days),
  text: of("x", ""),
  copy: of(true),
  reopen: of(true),
  person: of(...people),
  billable: fc.boolean(),
  project: of("#1", "Zq", ""),
});
const periods = ["this week", "this month", "2026-11-18", "last week"];
const single = fc.array(of(...ids), { minLength: 1, maxLength: 2 });
const whose = fc.array(of(...people), { minLength: 1, maxLength: 2 });
const filter = some({ period: of(...periods), people: whose, text: of("Zq", "x") });
const calls = fc.oneof(
  fc.tuple(
    of("update_time"),
    fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 2 }), dry_run: fc.boolean() }),
  ),
  fc.tuple(
    of("update_time"),
    fc.record({ all_of: filter, change: fc.record({ text: of("x") }), dry_run: fc.boolean() }),
  ),
  fc.tuple(of("delete_time"), fc.oneof(fc.record({ ids: single }), fc.record({ all_of: filter }))),
  fc.tuple(of("log_time"), fc.record({ entries: fc.array(change, { minLength: 1, maxLength: 2 }) })),
  fc.tuple(of("clock_in"), some({ again: of(...ids), project: of("#1", "Zq") })),
  fc.tuple(
    of("list_time"),
    some({ people: whose, period: of(...periods), text: of("Zq"), detail: of("short", "full"), cursor: of("x") }),
  ),
  fc.tuple(of("report_time"), some({ by: of(["person"], ["day"]), people: whose, period: of(...periods) })),
  fc.tuple(of("find_work"), some({ query: of("Zq", "*", "a"), recent: fc.boolean() })),
  fc.tuple(
    of("list_records"),
    some({ type: of("person", "comment", "team", "project"), id: of(...ids), text: of("Zq", "a") }),
  ),
  fc.tuple(of("delete_record"), fc.record({ type: of("person", "team"), ids: single })),
  fc.tuple(of("list_absences"), some({ people: whose, period: of(...periods) })),
  fc.tuple(of("get_leave_balance"), some({ person: of(...people) })),
  fc.tuple(of("update_absence"), fc.record({ ids: single, action: of("cancel", "approve") })),
  fc.tuple(of("get_status", "clock_out", "get_account"), fc.constant({})),
);

it.each(["off", "ask"] as const)(
  "tells nothing of others in 400 random calls where their cells are %s",
  async (level) => {
    const kinds = ["others_time", "others_absence", "person"];
    const cells = Object.fromEntries(
      kinds.flatMap((kind) => ["read", "create", "update", "delete"].map((action) => [`${kind}.${action}`, level])),
    );
    const answers = Array.from({ length: 2_000 }, () => "no" as const);
    const s = await kimaiSession("teamlead", { profile: "track", permissions: { cells }, answers });
    const { state } = s.kimai;
    const [own, other] = [
      state.users.find(({ token }) => token === s.kimai.tokens.teamlead),
      state.users.find(({ token }) => token === s.kimai.tokens.user),
    ];
    if (!own || !other) throw new Error("the fake has no such people");
    const row = (id: number, user: number, description: string) =>
      state.timesheets.push({
        ...{
          id,
          user,
          description,
          project: 1,
          activity: 3,
          zone: "Europe/Berlin",
          breakSeconds: 0,
          tags: [],
          meta: {},
        },
        ...{ begin: Date.parse("2026-11-18T07:23:00Z"), end: Date.parse("2026-11-18T12:51:00Z"), exported: false },
        ...{ billable: true, fixedRate: null, hourlyRate: null, modified: Date.parse("2026-11-18T12:51:00Z") },
      });
    row(9001, other.id, "Zq-canary");
    row(9002, other.id, "Zq-canary");
    const before = structuredClone(state.timesheets.filter(({ user }) => user === other.id));
    const told = new Map<string, number>();
    const codes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(calls, async ([tool, args]) => {
        const answer = await s.call(tool, structuredClone(args) as Record<string, unknown>);
        told.set(tool, (told.get(tool) ?? 0) + 1);
        const text = JSON.stringify([answer.data, answer.text, s.questions]);
        const code = (answer.data.error as { code?: string } | undefined)?.code ?? "done";
        codes.set(code, (codes.get(code) ?? 0) + 1);
        expect(text).not.toMatch(canary);
      }),
      { numRuns: 400, endOnFailure: true },
    );
    expect(state.timesheets.filter(({ user }) => user === other.id)).toEqual(before);
    expect(told.size).toBeGreaterThan(10);
    // Random arguments that are all refused as such would prove nothing.
    expect((codes.get("permission") ?? 0) + (codes.get("declined") ?? 0)).toBeGreaterThan(15);
    expect(codes.get("done") ?? 0).toBeGreaterThan(30);
  },
  fc.propertyTimeoutMs(120_000),
);
