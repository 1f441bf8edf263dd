import { describe, expect, test } from "vitest";
import { ServiceError } from "#core/domain/errors";
import type { ImportChoices } from "#core/domain/results/imports";
import { runImport } from "#server/imports/run-import";
import { work } from "../tools/every-session";
import { importSession, toggl } from "./import-session";

type Session = Awaited<ReturnType<typeof importSession>>;

/** Runs the import until the row of that number was sent; the app ends before its answer is there. */
async function interrupted(on: Session, sent: number, choices: Partial<ImportChoices> = {}) {
  const seen = await on.preview(choices);
  const app = new AbortController();
  const { create } = on.service.time;
  let count = 0;
  on.service.time.create = async (...given) => {
    const made = await create(...given);
    count += 1;
    if (count < sent) return made;
    app.abort();
    throw new ServiceError("unavailable", "The app is gone.", { saved: "unknown" });
  };
  const { new: fresh, overlap } = seen.states;
  const asked = {
    ...on.asked(choices),
    sha256: seen.sha256,
    name: "export.csv",
    expected: { rows: fresh.rows + overlap.rows, seconds: fresh.seconds + overlap.seconds },
  };
  const run = { policy: on.policy, signal: app.signal, isCancelled: () => false, progress: () => undefined };
  await expect(runImport(asked, run)).rejects.toThrow();
  on.service.time.create = create;
}

const texts = async (on: Session) => (await on.entries()).map(({ text }) => text).sort();

describe.each(["local", "kimai", "clockodo", "calamari"])("%s", (name) => {
  const booked = { project: work[name]?.project, task: work[name]?.activity ?? "" };
  const rows = ["One", "Two", "Three"].map((text, at) => ({
    ...booked,
    text,
    from: `${at + 10}:10`,
    to: `${at + 10}:40`,
  }));
  /** Times with seconds, as a timer writes them; some services round them. */
  const file = toggl(...rows)
    .replaceAll(":10:00", ":10:23")
    .replaceAll(":40:00", ":40:37");

  test("a row whose answer was lost is not written again", async () => {
    const on = await importSession(name);
    if (name === "local") await on.log({ day: "2026-11-05", from: "09:00", to: "10:00" });
    const before = await texts(on);
    on.put(file);
    await interrupted(on, 2);
    expect(await on.pending()).toMatchObject({ all: 3, written: 2 });
    const done = await on.goOn();
    expect(await texts(on)).toEqual([...before, "One", "Two", "Three"].sort());
    expect(await on.undo(done.change ?? 0)).toMatchObject({ kind: "done" });
    expect(await texts(on)).toEqual(before);
  });

  test("a row whose answer was lost is taken back with the others", async () => {
    const on = await importSession(name);
    if (name === "local") await on.log({ day: "2026-11-05", from: "09:00", to: "10:00" });
    const before = await texts(on);
    on.put(file);
    await interrupted(on, 2);
    expect(await on.takeBack()).toMatchObject({ removed: 2 });
    expect(await texts(on)).toEqual(before);
  });
});

test("on Kimai, work that was made before the app ended is found by its name, and made no second time", async () => {
  const on = await importSession("kimai");
  const texts = [{ text: "One" }, { text: "Two", from: "11:00", to: "12:00" }];
  on.put(toggl(...texts.map((row) => ({ client: "Nordwind", project: "Lighthouse", task: "Survey", ...row }))));
  await interrupted(on, 1);
  await on.goOn();
  const levels = ["customer", "project", "activity"] as const;
  const found = await on.service.work.search({ levels: [...levels], includeHidden: true });
  const made = found.filter(({ name }) => ["Nordwind", "Lighthouse", "Survey"].includes(name));
  expect(made.map(({ level }) => level).sort()).toEqual(["activity", "customer", "project"]);
  const rows = (await on.entries()).filter(({ work }) => work.project?.name === "Lighthouse");
  expect(rows.map(({ text }) => text).sort()).toEqual(["One", "Two"]);
});

test("rows that are alike and both kept are both written once, also after the app ended between them", async () => {
  const on = await importSession("local");
  on.put(toggl({ text: "Call" }, { text: "Call" }, { text: "Mail", from: "11:00", to: "12:00" }));
  expect((await on.preview()).states).toMatchObject({ new: { rows: 2 }, twice: { rows: 1 } });
  const kept = await on.preview({ keepTwice: true });
  expect(kept.states).toMatchObject({ new: { rows: 2 }, overlap: { rows: 1 }, twice: { rows: 0 } });
  await interrupted(on, 1, { keepTwice: true });
  await on.goOn();
  expect(await texts(on)).toEqual(["Call", "Call", "Mail"]);
  expect((await on.preview({ keepTwice: true })).states).toMatchObject({ there: { rows: 3 } });
});

test("what was undone under Activity and is then gone on with can be undone again", async () => {
  const on = await importSession("local");
  on.put(
    toggl({ text: "One" }, { text: "Two", from: "11:00", to: "12:00" }, { text: "Three", from: "12:00", to: "13:00" }),
  );
  await interrupted(on, 2);
  const [change] = await on.changes();
  const store = await on.policy.journal.store();
  // As it is where the app ended between two rows.
  for (const part of await store.parts(change?.id ?? 0))
    if (part.state === "unknown") await store.settle(part.id, "failed", []);
  for (const { id, text } of await on.entries()) if (text === "Two") await on.service.time.remove(id);
  expect(await on.undo(change?.id ?? 0)).toMatchObject({ kind: "done" });
  expect(await texts(on)).toEqual([]);
  const done = await on.goOn();
  expect(await texts(on)).toEqual(["One", "Three", "Two"]);
  expect(await on.undo(done.change ?? 0)).toMatchObject({ kind: "done" });
  expect(await texts(on)).toEqual([]);
});

test("an entry of other work at the same time and with the same text is never taken for a row", async () => {
  const on = await importSession("local");
  const own = { day: "2026-11-02", from: "9:00", to: "10:00", description: "One", project: "Other" };
  await on.ok("log_time", { entries: [own], create_missing: true });
  on.put(toggl({ project: "New", text: "One" }));
  await interrupted(on, 1);
  // As it is where the app ended before the row was sent.
  for (const { id, work } of await on.entries()) if (work.project?.name === "New") await on.service.time.remove(id);
  expect(await on.takeBack()).toMatchObject({ removed: 0 });
  expect(await on.entries()).toMatchObject([{ text: "One", work: { project: { name: "Other" } } }]);
});

test.each(["goOn", "takeBack"] as const)("what an undo put in place again belongs to the import: %s", async (way) => {
  const on = await importSession("local");
  on.put(
    toggl({ text: "One" }, { text: "Two", from: "11:00", to: "12:00" }, { text: "Three", from: "12:00", to: "13:00" }),
  );
  await interrupted(on, 3);
  const [change] = await on.changes();
  const store = await on.policy.journal.store();
  for (const part of await store.parts(change?.id ?? 0))
    if (part.state === "unknown") await store.settle(part.id, "failed", []);
  for (const { id, text } of await on.entries()) if (text === "Three") await on.service.time.remove(id);
  const { remove } = on.service.time;
  let removed = 0;
  on.service.time.remove = async (...given) => {
    removed += 1;
    if (removed === 2) throw new ServiceError("unavailable", "No answer.");
    return remove(...given);
  };
  expect(await on.undo(change?.id ?? 0)).toMatchObject({ kind: "failed", error: { saved: "no" } });
  on.service.time.remove = remove;
  expect(await texts(on)).toEqual(["One", "Two"]);
  expect(await on.pending()).toMatchObject({ written: 2 });
  await on[way]();
  expect(await texts(on)).toEqual(way === "goOn" ? ["One", "Three", "Two"] : []);
});

test("an undo while the import is written waits for it, and takes all of it back", async () => {
  const on = await importSession("local");
  on.put(
    toggl(
      ...Array.from({ length: 12 }, (_, at) => ({ text: `Row ${at}`, from: `${at + 10}:00`, to: `${at + 10}:30` })),
    ),
  );
  const { create } = on.service.time;
  let undone: Promise<unknown> | undefined;
  let count = 0;
  on.service.time.create = async (...given) => {
    count += 1;
    if (count === 4)
      setImmediate(async () => {
        const [change] = await on.changes();
        undone = on.undo(change?.id ?? 0);
      });
    return create(...given);
  };
  expect(await on.run()).toMatchObject({ rows: 12 });
  expect(await undone).toMatchObject({ kind: "done" });
  expect(await texts(on)).toEqual([]);
});

test("after Activity was cleared, nothing that may be the person's own is taken back, and going on doubles nothing", async () => {
  const on = await importSession("local");
  on.put(
    toggl({ text: "One" }, { text: "Two", from: "11:00", to: "12:00" }, { text: "Three", from: "12:00", to: "13:00" }),
  );
  await interrupted(on, 2);
  const store = await on.policy.journal.store();
  await store.clear();
  await expect(on.takeBack()).rejects.toThrow(/whether 2 of its rows were imported or there before/);
  expect(await texts(on)).toEqual(["One", "Two"]);
  expect(await on.pending()).toMatchObject({ all: 3 });
  await on.goOn();
  expect(await texts(on)).toEqual(["One", "Three", "Two"]);
});

test("an import that Activity does not know, and of which nothing is there, is given up", async () => {
  const on = await importSession("local");
  on.put(toggl({ text: "One" }));
  await interrupted(on, 1);
  await (await on.policy.journal.store()).clear();
  for (const { id } of await on.entries()) await on.service.time.remove(id);
  expect(await on.takeBack()).toMatchObject({ removed: 0 });
  expect(await on.pending()).toBeNull();
});
