import { expect, it } from "vitest";
import { type ToolName, toolNames, toolRules } from "#core/access/tool-rules";
import type { Change, Part } from "#core/journal/change";
import { names, session, work } from "../../server/tools/every-session";

/** Calamari and Clockodo are found in the journal by the rows of `test/parity`, too; these are calls that all services take. */

type Session = Awaited<ReturnType<typeof session>>;
type WriteTool = { [N in ToolName]: (typeof toolRules)[N]["kind"] extends "read" ? never : N }[ToolName];

const isLocal = (name: string) => name === "local";
const idOf = (answer: { data: Record<string, unknown> }) => (answer.data.entries as { id: string }[])[0]?.id ?? "";

/** A new tool that writes has no row here, and the compiler says so. */
const calls: Record<WriteTool, (on: Session, name: string) => Promise<unknown>> = {
  clock_in: (on, name) => on.ok("clock_in", { ...work[name], ...(isLocal(name) && { create_missing: true }) }),
  take_break: async (on, name) => {
    await on.ok("take_break", name === "calamari" ? { type: "Lunch" } : {});
    await on.ok("take_break", { resume: true });
  },
  clock_out: (on) => on.ok("clock_out"),
  log_time: (on) => on.log({ day: "2026-11-16", from: "9:00", to: "11:00" }),
  update_time: async (on) => {
    const id = idOf(await on.log({ day: "2026-11-13", from: "9:00", to: "10:00" }));
    await on.ok("update_time", { changes: [{ id, to: "10:30" }] });
  },
  delete_time: async (on) => {
    const id = idOf(await on.log({ day: "2026-11-12", from: "9:00", to: "10:00" }));
    await on.ok("delete_time", { ids: [id] });
  },
  request_absence: async (on, name) => {
    if (name === "kimai") return;
    await on.ok("request_absence", { type: "holiday", from: "2026-12-21", to: "2026-12-22" });
  },
  update_absence: async (on, name) => {
    if (left[name]?.includes("update_absence")) return;
    const { data } = await on.ok("list_absences", { from: "2026-12-21", to: "2026-12-22" });
    const [{ id } = { id: "" }] = data.absences as { id: string }[];
    await on.ok("update_absence", { ids: [`#${id}`], action: "cancel" });
  },
  save_record: (on, name) => on.ok("save_record", { type: typeOf(name), records: [{ values: newOne(name) }] }),
  delete_record: (on, name) => on.ok("delete_record", { type: typeOf(name), ids: ["New one"] }),
};

/** Clockodo deletes only what is not active. */
const newOne = (name: string) => ({ name: "New one", ...(name === "clockodo" && { active: false }) });
const typeOf = (name: string) => (name === "calamari" ? "project" : "customer");

/** This Kimai has no plugin for absences, and Calamari leaves decisions to people. */
const left: Record<string, readonly WriteTool[]> = {
  kimai: ["request_absence", "update_absence"],
  calamari: ["update_absence"],
};

/** What a call of these writes, and of how many records, where the service does it in one go. */
const expected: Record<WriteTool, RegExp> = {
  clock_in: /start/,
  take_break: /pause|resume/,
  clock_out: /stop/,
  log_time: /create/,
  update_time: /update/,
  delete_time: /delete/,
  request_absence: /create/,
  update_absence: /cancel/,
  save_record: /create|update/,
  delete_record: /delete/,
};

it("every tool that writes has a call here", () => {
  expect(Object.keys(calls).sort()).toEqual(toolNames.filter((name) => toolRules[name].kind !== "read").sort());
});

it.each(names)("%s: what every tool writes is in the journal, with who, what it was before and after", async (name) => {
  const on = await session(name);
  const unrecorded: string[] = [];
  for (const tool of Object.keys(calls) as WriteTool[]) {
    const before = (await journalOf(on)).length;
    await calls[tool](on, name);
    const rows = (await journalOf(on)).slice(before).filter(({ change }) => change.tool === tool);
    if (rows.length === 0) unrecorded.push(tool);
    for (const { change, parts } of rows) {
      expect(change).toMatchObject({ client: "test", account: "kimai-1", tool, zone: expect.any(String) });
      expect(parts.length, `${name}, ${tool}`).toBeGreaterThan(0);
      for (const part of parts) check(part, `${name}, ${tool}`);
      expect(parts.map(({ operation }) => operation).join()).toMatch(expected[tool]);
    }
  }
  expect(unrecorded).toEqual(left[name] ?? []);
});

function check(part: Part, where: string): void {
  const { operation, state, subjectId, before, after } = part;
  expect(state, where).toBe("done");
  expect(subjectId, where).toEqual(expect.any(String));
  // A break may end within the entry that it began in.
  if (operation !== "resume") expect(before === null, `${where}: before`).toBe(["create", "start"].includes(operation));
  // Some services delete what is cancelled.
  if (operation !== "cancel") expect(after === null, `${where}: after`).toBe(operation === "delete");
}

/** Oldest first. */
async function journalOf({ policy }: Session): Promise<{ change: Change; parts: Part[] }[]> {
  const store = await policy.journal.store();
  const changes = (await store.changes(0, Number.MAX_SAFE_INTEGER, undefined, 1_000)).reverse();
  return Promise.all(changes.map(async (change) => ({ change, parts: await store.parts(change.id) })));
}
