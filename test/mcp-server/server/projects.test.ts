import { expect, it, test } from "vitest";
import { type ProjectLook, type ProjectMerged, projectMethods } from "#core/domain/results/projects";
import { mergeProjects } from "#server/tools/records/merge-projects";
import { lookAtProject } from "#server/tools/records/project-entries";
import * as fc from "../../property";
import { undoSession } from "../core/journal/undo-session";
import { failure, openSheet } from "../core/services/local/sheet";

const signal = new AbortController().signal;

/** Two projects of two customers with an activity each, in a sheet of its own. */
async function twoProjects() {
  const { sheet, records } = openSheet();
  const make = async (type: "customer" | "project" | "activity", values: Record<string, string>) =>
    (await records.create({ type, values })).record.id;
  const from = await make("project", { name: "Old site", customer: await make("customer", { name: "Acme" }) });
  const into = await make("project", { name: "New site", customer: await make("customer", { name: "Bolt" }) });
  const design = await make("activity", { name: "Design", project: from });
  const twin = await make("activity", { name: "design", project: into });
  const book = async (hour: number, more: object = {}, work: object = { project: from }) => {
    const begin = `2026-11-18T${String(hour).padStart(2, "0")}:00:00Z`;
    const end = `2026-11-18T${String(hour).padStart(2, "0")}:45:00Z`;
    return (await sheet.time.create({ work, begin, end, ...more })).entry;
  };
  const call = { service: sheet, facts: await sheet.facts(), signal };
  const workOf = async (id: string) => (await sheet.time.get(id)).work;
  return { sheet, records, from, into, design, twin, make, book, call, workOf };
}

test("a merge moves every entry and its activity, and puts the emptied project away", async () => {
  const { records, from, into, design, make, book, call, workOf } = await twoProjects();
  const build = await make("activity", { name: "Build", project: from });
  const meeting = await make("activity", { name: "Meeting" });
  const plain = await book(8, { text: "kept", tags: ["a"] });
  const twins = await book(9, {}, { activity: design });
  const made = await book(10, {}, { activity: build });
  const global = await book(11, {}, { project: from, activity: meeting });
  const done = await mergeProjects(from, into, call);
  expect(done).toEqual({ moved: 4, whose: "me", made: ["Build"], archived: true, notes: [] });
  expect(await workOf(plain.id)).toMatchObject({ customer: { name: "Bolt" }, project: { name: "New site" } });
  expect((await workOf(twins.id)).activity).toMatchObject({ name: "design" });
  expect((await workOf(made.id)).activity?.name).toBe("Build");
  expect((await workOf(made.id)).activity?.id).not.toBe(build);
  expect((await workOf(global.id)).activity).toEqual({ id: meeting, name: "Meeting" });
  expect(await call.service.time.get(plain.id)).toMatchObject({ text: "kept", tags: ["a"], begin: plain.begin });
  expect((await records.get({ type: "project", id: from })).values.visible).toBe(false);
});

test("moves no entry that is of another project, whatever is booked", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ own: fc.boolean(), act: fc.boolean() }), { maxLength: 12 }), async (rows) => {
      const { from, into, design, make, book, call, sheet } = await twoProjects();
      const other = await make("project", { name: "Other" });
      for (const [hour, { own, act }] of rows.entries())
        await book(
          hour,
          { text: String(hour) },
          own ? (act ? { activity: design } : { project: from }) : { project: other },
        );
      const { moved } = await mergeProjects(from, into, call);
      expect(moved).toBe(rows.filter(({ own }) => own).length);
      const all = { from: "2026-11-18T00:00:00Z", to: "2026-11-19T00:00:00Z", people: "me" } as const;
      for await (const { entries } of sheet.time.list(all))
        for (const { text, work } of entries) {
          const { own, act } = rows[Number(text)] ?? { own: false, act: false };
          expect(work.project?.id).toBe(own ? into : other);
          expect(work.activity?.name).toBe(own && act ? "design" : undefined);
        }
    }),
    { numRuns: 8 },
  );
});

test("where one entry cannot be moved, all stay where they were and nothing new is left behind", async () => {
  const { sheet, records, from, into, make, book, call, workOf } = await twoProjects();
  const build = await make("activity", { name: "Build", project: from });
  const entries = [await book(8), await book(9, {}, { activity: build }), await book(10)];
  const stuck = entries[2]?.id;
  const update: typeof sheet.time.update = (id, patch) =>
    id === stuck && patch.work?.project === into
      ? Promise.reject(Object.assign(new Error("closed"), {}))
      : sheet.time.update(id, patch);
  const service = { ...sheet, time: { ...sheet.time, update } };
  expect(await failure(mergeProjects(from, into, { ...call, service }))).toMatchObject({
    saved: "no",
    message: "The entry of 2026-11-18 could not be moved: closed",
    next: "All entries are where they were.",
  });
  for (const { id } of entries) expect((await workOf(id)).project?.id).toBe(from);
  const there = await records.list({ type: "activity", filters: { project: into }, limit: 9, offset: 0 });
  expect(there.records.map(({ name }) => name)).toEqual(["design"]);
  expect((await records.get({ type: "project", id: from })).values.visible).toBe(true);
});

test("says how many entries could not be moved back", async () => {
  const { sheet, from, into, book, call } = await twoProjects();
  const first = await book(8);
  const last = await book(9);
  const order: string[] = [];
  const update: typeof sheet.time.update = (id, patch) => {
    order.push(id);
    const refused = patch.work?.project === into ? order.length === 2 : true;
    return refused ? Promise.reject(new Error("gone")) : sheet.time.update(id, patch);
  };
  const service = { ...sheet, time: { ...sheet.time, update } };
  const error = await failure(mergeProjects(from, into, { ...call, service }));
  expect(error).toMatchObject({
    saved: "yes",
    next: expect.stringMatching(/^1 of 1 entries .* could not be moved back/),
  });
  expect(new Set(order)).toEqual(new Set([first.id, last.id]));
});

test("refuses what would lose something, before anything is moved", async () => {
  const { records, from, into, twin, book, call, workOf, design } = await twoProjects();
  await expect(mergeProjects(from, from, call)).rejects.toThrow("into itself");
  expect((await failure(mergeProjects(from, "999", call))).kind).toBe("not_found");
  const { id } = await book(8, {}, { activity: design });
  await records.update({ type: "activity", id: twin }, { visible: false });
  expect((await failure(mergeProjects(from, into, call))).message).toContain(
    'activity "design" of "New site" is archived',
  );
  await records.update({ type: "activity", id: twin }, { visible: true });
  await records.update({ type: "project", id: into }, { visible: false });
  expect((await failure(mergeProjects(from, into, call))).message).toContain("is archived");
  await records.update({ type: "project", id: into }, { visible: true });
  await book(9, { exported: true });
  expect(await failure(mergeProjects(from, into, call))).toMatchObject({
    kind: "locked",
    message: '1 of 2 entries of "Old site" are exported or closed, so they stay where they are.',
  });
  expect((await workOf(id)).project?.id).toBe(from);
});

test("an account that may make no activity moves nothing that needs one", async () => {
  const { from, into, make, book, call, workOf } = await twoProjects();
  const { id } = await book(8, {}, { activity: await make("activity", { name: "Build", project: from }) });
  const facts = { ...call.facts, refused: { ...call.facts.refused, "activity.create": "Your role may not." } };
  expect(await failure(mergeProjects(from, into, { ...call, facts }))).toMatchObject({
    kind: "forbidden",
    next: expect.stringContaining("Your role may not."),
  });
  expect((await workOf(id)).project?.id).toBe(from);
});

test("a look counts entries, what is exported among them, and whether it can be deleted", async () => {
  const { from, book, call, make } = await twoProjects();
  expect(await lookAtProject(from, call)).toEqual({
    ...{ whose: "me", entries: 0, exported: 0, locked: 0, seconds: 0 },
    remove: { kind: "possible", with: [{ what: "activities", count: 1 }] },
  });
  await book(8);
  await book(9, { exported: true });
  expect(await lookAtProject(from, call)).toMatchObject({
    ...{ entries: 2, exported: 1, seconds: 5_400 },
    remove: { kind: "cannot", why: "booked", message: expect.stringContaining("2 entries are booked") },
  });
  const idle = await make("project", { name: "Idle" });
  const facts = { ...call.facts, refused: { "project.delete": "Your role may not." } };
  expect((await lookAtProject(idle, { ...call, facts })).remove).toMatchObject({ message: "Your role may not." });
});

it.each(["local", "kimai"])("%s: the journal takes a merge back as one", async (name) => {
  const on = await undoSession(name);
  const ids = async () => {
    const { data } = await on.ok("list_records", { type: "project", hidden: true, detail: "full", limit: 50 });
    return data.records as { id: string; name: string; values: Record<string, unknown> }[];
  };
  const customer = ((await on.ok("list_records", { type: "customer", limit: 1 })).data.records as { id: string }[])[0];
  for (const each of ["Merge A", "Merge B"])
    await on.ok("save_record", {
      type: "project",
      records: [{ values: { name: each, ...(customer && { customer: `#${customer.id}` }), activities: ["Design"] } }],
    });
  const idOf = async (wanted: string) => (await ids()).find((one) => one.name === wanted)?.id ?? "";
  const [from, into] = [await idOf("Merge A"), await idOf("Merge B")];
  for (const day of ["2026-11-16", "2026-11-17"])
    await on.ok("log_time", { entries: [{ day, from: "9:00", to: "11:00", project: `#${from}`, activity: "Design" }] });
  const account = on.policy.visible()[0]?.settings.id;
  const look = async (id: string) => (await on.ask(projectMethods.look, { account, id })) as ProjectLook;
  expect(await look(from)).toMatchObject({ entries: 2, exported: 0, seconds: 14_400 });
  const merged = (await on.ask(projectMethods.merge, { account, from, into })) as ProjectMerged;
  expect(merged).toMatchObject({ kind: "done", moved: 2, archived: true });
  expect([(await look(from)).entries, (await look(into)).entries]).toEqual([0, 2]);
  const change = merged.kind === "done" ? (merged.change ?? 0) : 0;
  expect((await on.latest()).id).toBe(change);
  expect(await on.undo(change)).toMatchObject({ kind: "done" });
  expect([(await look(from)).entries, (await look(into)).entries]).toEqual([2, 0]);
  expect((await ids()).find(({ id }) => id === from)?.values.visible).toBe(true);
  expect(await on.ask(projectMethods.merge, { account, from, into: from })).toMatchObject({
    kind: "failed",
    error: { saved: "no" },
  });
});

test("puts no project away that may hold entries of others which cannot be seen from here", async () => {
  const { records, from, into, book, call } = await twoProjects();
  await book(8);
  const service = { ...call.service, id: "kimai" as const };
  const done = await mergeProjects(from, into, { ...call, service });
  expect(done).toMatchObject({ moved: 1, whose: "me", archived: false });
  expect((await records.get({ type: "project", id: from })).values.visible).toBe(true);
  const { "others_time.read": _read, "others_time.update": _update, ...refused } = call.facts.refused;
  const back = await mergeProjects(into, from, { ...call, service, facts: { ...call.facts, refused } });
  expect(back).toMatchObject({ moved: 1, whose: "everyone", archived: true });
});

test("an account that is not connected is told so", async () => {
  const on = await undoSession("local");
  await expect(on.ask(projectMethods.look, { account: "gone", id: "1" })).rejects.toThrow("not connected any more");
});
