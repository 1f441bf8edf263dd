import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { names, work } from "../tools/every-session";
import { importSession, toggl } from "./import-session";

const counts = (states: Record<string, { rows: number }>) =>
  Object.fromEntries(Object.entries(states).flatMap(([state, { rows }]) => (rows > 0 ? [[state, rows]] : [])));

describe.each(names)("%s", (name) => {
  const booked = { project: work[name]?.project, task: work[name]?.activity ?? "" };
  const file = toggl(
    { ...booked, text: "Wireframes", from: "09:00", to: "10:30" },
    { ...booked, text: "Review", from: "11:00", to: "12:00" },
    { ...booked, text: "Hosting", from: "13:00", to: "13:45" },
  );

  test("imports what it showed, once, and undoes it as one", async () => {
    const on = await importSession(name);
    if (name === "local") await on.log({ day: "2026-11-05", from: "09:00", to: "10:00" });
    const before = await on.entries();
    on.put(file);
    const seen = await on.preview();
    expect([seen.open, counts(seen.states), seen.all]).toEqual([[], { new: 3 }, { rows: 3, seconds: 11_700 }]);
    const done = await on.run({}, seen);
    expect(done).toMatchObject({ rows: 3, seconds: 11_700 });
    const added = (await on.entries()).filter(({ id }) => !before.some((one) => one.id === id));
    expect(added.map(({ text }) => text).sort()).toEqual(["Hosting", "Review", "Wireframes"]);
    expect(new Set(added.map((one) => one.work.project?.name))).toEqual(new Set([booked.project]));
    expect(await on.pending()).toBeNull();

    expect(counts((await on.preview()).states)).toEqual({ there: 3 });
    await expect(on.run()).rejects.toMatchObject({ code: "import_no_rows" });

    expect((await on.changes())[0]).toMatchObject({ tool: "import_time", count: 3, state: "done" });
    expect(await on.undo(done.change ?? 0)).toMatchObject({ kind: "done" });
    expect(await on.entries()).toEqual(before);
  });
});

describe("on the time sheet of this computer", () => {
  const three = toggl(
    { client: "Nordwind", project: "Website", task: "Design", text: "One", tags: "ux" },
    { client: "Nordwind", project: "Website", task: "Review", text: "Two", from: "10:00", to: "11:00" },
    { client: "Solo", text: "Three", from: "11:00", to: "12:00" },
  );

  test("makes the customers, projects, activities and tags that are missing, each once", async () => {
    const on = await importSession("local");
    on.put(three);
    const { work: mapped, tags, offers } = await on.preview();
    expect(mapped.map(({ target, how }) => [target, how])).toEqual([
      [{ project: "new", activity: "new" }, "new"],
      [{ project: "new", activity: "new" }, "new"],
      [{ project: "customer", activity: "none" }, "new"],
    ]);
    expect([tags, offers.makes]).toEqual([
      [{ name: "ux", rows: 1, target: "new", how: "new" }],
      ["customer", "project", "activity", "tag"],
    ]);
    await on.run();
    const entries = await on.entries();
    expect(entries.map((one) => Object.values(one.work).map((ref) => ref.name))).toEqual([
      ["Solo"],
      ["Nordwind", "Website", "Review"],
      ["Nordwind", "Website", "Design"],
    ]);
    expect(new Set(entries.slice(1).map((one) => JSON.stringify(one.work.project))).size).toBe(1);
    expect(entries.map((one) => one.tags)).toEqual([[], [], ["ux"]]);
  });

  test("what is chosen counts: another project, none, and left out", async () => {
    const on = await importSession("local");
    await on.log({ day: "2026-11-05", from: "09:00", to: "10:00" });
    on.put(three);
    const seen = await on.preview();
    const [design, review, solo] = seen.work;
    const id = seen.offers.projects.find((one) => one.name === "Website")?.id;
    const choices = {
      work: {
        [design?.key ?? ""]: { project: `id:${id}`, activity: "none" },
        [review?.key ?? ""]: { project: "skip" },
        [solo?.key ?? ""]: { project: "none" },
      },
      tags: { ux: "skip" },
    };
    expect(counts((await on.preview(choices)).states)).toEqual({ new: 2, left_out: 1 });
    await on.run(choices);
    const added = (await on.entries()).filter(({ begin }) => begin.startsWith("2026-11-02"));
    expect(added.map((one) => [one.text, Object.values(one.work).map(({ name }) => name), one.tags])).toEqual([
      ["Three", [], []],
      ["One", ["Website"], []],
    ]);
  });

  test("a name that is only like one of ours is proposed as a guess", async () => {
    const on = await importSession("local");
    await on.log({ day: "2026-11-05", from: "09:00", to: "10:00" });
    on.put(toggl({ project: "Web site", task: "Desing" }));
    expect((await on.preview()).work[0]).toMatchObject({ how: "guess" });
  });

  test("rows of others, rows twice, rows beside entries and bad rows are each told, and all rows are counted once", async () => {
    const on = await importSession("local");
    await on.log({ day: "2026-11-02", from: "15:00", to: "16:00" });
    on.put(
      [
        toggl(
          { text: "Mine" },
          { text: "Mine" },
          { text: "Beside", from: "15:30", to: "16:30" },
          { user: "Otto Berg", text: "His", from: "12:00", to: "13:00" },
        ),
        "Mara Lind,,,,,Bad,,soon,09:00,,,1:00:00,",
      ].join("\n"),
    );
    const asked = await on.preview();
    expect([asked.open, asked.people.map((one) => [one.name, one.rows, one.mine])]).toEqual([
      ["person", "nothing"],
      [
        ["Mara Lind", 4, false],
        ["Otto Berg", 1, false],
      ],
    ]);
    const seen = await on.preview({ people: ["Mara Lind"] });
    expect(counts(seen.states)).toEqual({ new: 1, twice: 1, overlap: 1, others: 1, problem: 1 });
    const sum = Object.values(seen.states).reduce((all, one) => ({
      rows: all.rows + one.rows,
      seconds: all.seconds + one.seconds,
    }));
    expect(sum).toEqual(seen.all);
    expect(seen.rows.find(({ state }) => state === "problem")).toMatchObject({
      line: 6,
      problem: "date",
      shown: "soon",
    });
    expect(await on.run({ people: ["Mara Lind"] })).toMatchObject({ rows: 2, seconds: 7200 });
  });

  test("clock times are of the zone that is chosen", async () => {
    const on = await importSession("local");
    on.put(toggl({ text: "Far" }));
    const { rows, zone } = await on.preview({ zone: "America/New_York" });
    expect([rows[0]?.begin, zone]).toEqual(["2026-11-02T09:00:00-05:00", "America/New_York"]);
    await on.run({ zone: "America/New_York" });
    expect((await on.entries())[0]?.begin).toBe("2026-11-02T15:00:00+01:00");
    await expect(on.preview({ zone: "Mars/Base" })).rejects.toMatchObject({ code: "argument" });
  });

  test("nothing is written before the order of day and month is chosen", async () => {
    const on = await importSession("local");
    on.put(toggl({ day: "03/11/2026" }));
    const seen = await on.preview();
    expect([seen.open, seen.order]).toEqual([
      ["order"],
      { kind: "ambiguous", example: "03/11/2026", day: "2026-11-03", month: "2026-03-11" },
    ]);
    await expect(on.run()).rejects.toMatchObject({ code: "argument" });
    expect(await on.entries()).toEqual([]);
    await on.run({ order: "day" });
    expect((await on.entries())[0]?.begin).toBe("2026-11-03T09:00:00+01:00");
  });

  test("a file that changed since the preview is not imported, nor one whose account did", async () => {
    const on = await importSession("local");
    on.put(toggl({ text: "One" }));
    const seen = await on.preview();
    on.put(toggl({ text: "Two" }));
    await expect(on.run({}, seen)).rejects.toMatchObject({ code: "import_changed" });
    on.put(toggl({ text: "One" }, { text: "Two", from: "11:00", to: "12:00" }));
    const both = await on.preview();
    await on.ok("log_time", { entries: [{ day: "2026-11-02", from: "11:00", to: "12:00", description: "Two" }] });
    await expect(on.run({}, both)).rejects.toMatchObject({ code: "conflict" });
    expect((await on.entries()).map(({ text }) => text)).toEqual(["Two"]);
    const one = await on.preview();
    const more = { ...one, states: { ...one.states, new: { ...one.states.new, rows: 2 } } };
    await expect(on.run({}, more)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a row that the account refuses takes all of it back, with what was made for it, and names its line", async () => {
    const on = await importSession("local");
    on.put(toggl({ project: "New one", text: "One" }, { project: "New one", text: "Two", from: "11:00", to: "12:00" }));
    const seen = await on.preview();
    const create = on.service.time.create;
    let count = 0;
    on.service.time.create = async (...given) => {
      count += 1;
      if (count === 2) throw Object.assign(new Error("The disk is full."), { name: "Error" });
      return create(...given);
    };
    await expect(on.run({}, seen)).rejects.toThrow();
    expect(await on.entries()).toEqual([]);
    const { data } = await on.ok("find_work", { query: "New one" });
    expect(JSON.stringify(data)).not.toContain("New one");
    expect(await on.pending()).toBeNull();
  });

  test("a cancel takes back what was written and says so", async () => {
    const on = await importSession("local");
    on.put(
      toggl(
        ...Array.from({ length: 30 }, (_, at) => ({
          text: `Row ${at}`,
          day: `2026-11-${String(at + 1).padStart(2, "0")}`,
          from: "00:10",
          to: "00:20",
        })).slice(0, 18),
      ),
    );
    const create = on.service.time.create;
    let count = 0;
    on.service.time.create = async (...given) => {
      count += 1;
      if (count === 7) await on.cancel();
      return create(...given);
    };
    await expect(on.run()).rejects.toMatchObject({ code: "cancelled", saved: "no" });
    expect([count, await on.entries(), await on.pending()]).toEqual([7, [], null]);
    expect(on.told.at(-1)).toMatchObject({ progress: 7, total: 18 });
    expect(existsSync(join(on.home, "import.json"))).toBe(false);
  });

  test("imports 10,000 rows at most at once", async () => {
    const on = await importSession("local");
    const minute = (at: number) =>
      `${String(Math.floor(at / 60) % 24).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
    on.put(
      toggl(
        ...Array.from({ length: 10_001 }, (_, at) => ({
          text: `Row ${at}`,
          day: `2026-0${1 + Math.floor(at / 1400)}-03`,
          from: minute(at % 1400),
          to: minute((at % 1400) + 1),
        })),
      ),
    );
    const seen = await on.preview();
    expect([seen.open, seen.states.new.rows + seen.states.overlap.rows]).toEqual([["too_many"], 10_001]);
    await expect(on.run({}, seen)).rejects.toMatchObject({ code: "argument" });
  });
});
