import { afterEach, expect, test } from "vitest";
import { absencesResult, balanceResult, decidedResult, requestedResult } from "#core/domain/results/absences";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { away, john, withPlugins } from "../../../core/services/kimai/plugged";
import { type Setup, setup } from "../../../core/services/kimai/setup";
import { openSheet } from "../../../core/services/local/sheet";

/** The absence tools with real adapters: Kimai over HTTP, and the time sheet on this computer. */
let open: Setup | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const office = async (who: TokenName, wanted: Parameters<typeof openToolSession>[0] = {}) => {
  open = await withPlugins(who);
  return { ...openToolSession({ ...wanted, service: open.service }), kimai: open.kimai };
};

test("leave over New Year is checked, cut, requested, listed and taken off the balance", async () => {
  const { call, kimai } = await office("user", { profile: "track" });
  const asked = { type: "holiday", from: "2026-12-21", to: "2027-01-08", half: "last", comment: "Family visit" };
  const dry = requestedResult.parse((await call("request_absence", { ...asked, dry_run: true })).data);
  expect(dry.absences.map(({ first, last }) => [first, last])).toEqual([
    ["2026-12-21", "2026-12-31"],
    ["2027-01-01", "2027-01-07"],
    ["2027-01-08", "2027-01-08"],
  ]);
  expect(kimai.state.plugged.absences).toEqual([]);
  const made = await call("request_absence", asked);
  expect(made.isError, made.text).toBe(false);
  const { absences, days } = requestedResult.parse(made.data);
  expect(days).toBe(dry.days);
  expect(absences.every(({ mine, status }) => mine && status === "requested")).toBe(true);
  const list = absencesResult.parse((await call("list_absences", { from: "2026-12-01", to: "2027-01-31" })).data);
  expect(list.absences.map(({ id }) => id).sort()).toEqual(absences.map(({ id }) => id).sort());
  expect(list.absences.reduce((sum, one) => sum + (one.days ?? 0), 0)).toBe(days);
  const { balances } = balanceResult.parse((await call("get_leave_balance")).data);
  expect(balances.find(({ type }) => type.id === "holiday")?.requested).toBeGreaterThan(0);
});

test("a type that Kimai names in another language is found by its name and by its English word", async () => {
  const { call } = await office("user", { profile: "track" });
  const { types = [] } = absencesResult.parse((await call("list_absences", { show: ["types"] })).data);
  const [type] = types.filter(({ id }) => id === "sickness");
  for (const name of [type?.name, "sickness", "#sickness"]) {
    const answer = await call("request_absence", { type: name, from: "2026-11-23", comment: "x", dry_run: true });
    expect(answer.isError, answer.text).toBe(false);
  }
});

test("without a comment a dry run warns, and a request is refused before Kimai is asked", async () => {
  const { call, kimai } = await office("user", { profile: "track" });
  const dry = await call("request_absence", { type: "holiday", from: "2026-11-23", dry_run: true });
  expect(requestedResult.parse(dry.data).warnings.map(({ code }) => code)).toContain("comment");
  const refused = await call("request_absence", { type: "holiday", from: "2026-11-23" });
  expect(refused.text).toContain("needs a comment");
  expect(kimai.count("POST", /^\/absences/)).toBe(0);
});

test("a super admin sees who is away and approves in a batch", async () => {
  const { call, kimai } = await office("super", { profile: "everything", tray: true });
  const waiting = ["2026-11-19", "2026-11-20"].map((day) => away(kimai, john, day, day, { status: "requested" }));
  const seen = absencesResult.parse((await call("list_absences", { show: ["away"] })).data);
  expect(seen.away?.[0]?.away.map(({ id }) => id)).toEqual([String(john)]);
  expect(seen.people.read).toBeGreaterThan(3);
  const ids = waiting.map(({ id }) => String(id));
  const { done, absences } = decidedResult.parse((await call("update_absence", { ids, action: "approve" })).data);
  expect(done).toEqual(ids);
  expect(absences.map(({ status }) => status)).toEqual(["approved", "approved"]);
});

test("a Kimai without the plugin never tells that everybody is there", async () => {
  open = await setup("super");
  for (const tray of [true, false]) {
    const { call } = openToolSession({ profile: "everything", tray, service: open.service });
    for (const [tool, args] of [
      ["list_absences", { show: ["away"] }],
      ["list_absences", { people: ["everyone"] }],
      ["get_leave_balance", {}],
      ["request_absence", { type: "holiday", from: "2026-11-23", comment: "x" }],
      ["update_absence", { ids: ["1"], action: "approve" }],
    ] as const) {
      const { isError, text } = await call(tool, args);
      expect(isError, tool).toBe(true);
      expect(text).toContain("plugin is not installed");
    }
  }
});

test("the time sheet on this computer keeps leave that nobody has to approve", async () => {
  const { call } = openToolSession({ profile: "track", service: openSheet().sheet, answers: ["yes"] });
  const { types = [] } = absencesResult.parse((await call("list_absences", { show: ["types"] })).data);
  const [type] = types;
  const made = await call("request_absence", { type: type?.name, from: "2026-12-21", to: "2027-01-05", half: "last" });
  expect(made.isError, made.text).toBe(false);
  expect(made.text).toContain("Entered");
  const { absences, days } = requestedResult.parse(made.data);
  const listed = absencesResult.parse((await call("list_absences", { from: "2026-12-01", to: "2027-01-31" })).data);
  expect(listed.absences.map(({ id, status }) => [id, status])).toEqual(absences.map(({ id }) => [id, "approved"]));
  expect(listed.absences.reduce((sum, one) => sum + (one.days ?? 0), 0)).toBe(days);
  expect((await call("get_leave_balance")).isError).toBe(false);
  const ids = absences.map(({ id }) => id);
  expect(decidedResult.parse((await call("update_absence", { ids, action: "cancel" })).data).done).toEqual(ids);
  expect(absencesResult.parse((await call("list_absences", { period: "2026-12" })).data).people.read).toBe(1);
});
