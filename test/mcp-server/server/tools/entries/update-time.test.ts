import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";

const seeded = async (profile: "track" | "everything" = "track") => {
  const session = openToolSession({ profile });
  await session.call("log_time", {
    entries: [
      {
        day: "mon",
        from: "9:00",
        to: "11:00",
        project: "Website care",
        activity: "Bugs",
        text: "Old",
        tags: ["remote"],
      },
    ],
  });
  session.memory.writes.length = 0;
  return { ...session, id: session.memory.entries[0]?.id ?? "" };
};

test.each([
  [{ text: "New" }, { text: "New", tags: ["remote"], begin: "2026-11-16T09:00:00+01:00" }],
  [{ text: "" }, { text: "" }],
  [{ from: "8:30" }, { begin: "2026-11-16T08:30:00+01:00", end: "2026-11-16T11:00:00+01:00", seconds: 9000 }],
  [{ to: "12:15" }, { begin: "2026-11-16T09:00:00+01:00", end: "2026-11-16T12:15:00+01:00" }],
  [{ duration: "1,5h" }, { begin: "2026-11-16T09:00:00+01:00", end: "2026-11-16T10:30:00+01:00" }],
  [
    { to: "12:00", duration: "1h" },
    { begin: "2026-11-16T11:00:00+01:00", end: "2026-11-16T12:00:00+01:00" },
  ],
  [{ day: "tue" }, { begin: "2026-11-17T09:00:00+01:00", end: "2026-11-17T11:00:00+01:00" }],
  [{ activity: "Meeting" }, { work: { project: { name: "Website care" }, activity: { name: "Meeting" } } }],
  [{ tags: [] }, { tags: [] }],
])("%j changes that and nothing else", async (change, expected) => {
  const { call, memory, id } = await seeded();
  const { data, text } = await call("update_time", { changes: [{ id: `#${id}`, ...change }] });
  expect(data, text).toMatchObject({ entries: [expected] });
  expect(memory.writes).toEqual(["update"]);
});

test("moving to another project drops an activity that is not there and takes one that fits", async () => {
  const { call, id } = await seeded();
  const { data } = await call("update_time", { changes: [{ id, project: "Website relaunch", activity: "Design" }] });
  expect(data).toMatchObject({
    entries: [{ work: { project: { name: "Website relaunch" }, activity: { name: "Design" } } }],
  });
});

test("moving to another project keeps an activity of the same name, else says what the project has", async () => {
  const { call, memory, id } = await seeded();
  const move = (project: string) => call("update_time", { changes: [{ id, project }] });
  const relaunch = { id: "10", name: "Website relaunch" };
  memory.items.push({ level: "activity", id: "30", name: "bugs", parents: { project: relaunch }, bookable: true });
  expect((await move("Website relaunch")).data).toMatchObject({ entries: [{ work: { activity: { id: "30" } } }] });
  expect((await move("Website care")).data).toMatchObject({ entries: [{ work: { activity: { id: "21" } } }] });
  memory.items.splice(
    memory.items.findIndex((item) => item.id === "30"),
    1,
  );
  memory.facts_.booking.required = ["project"];
  const { text } = await move("Website relaunch");
  expect(text).toContain(
    'The activity "Bugs" does not exist on that project and was not kept. The project has "Design"',
  );
});

test("moving to a project of another customer needs no customer, and leaves the old one behind", async () => {
  const { call, memory, id } = await seeded();
  const [globex, initech] = [
    { id: "2", name: "Globex" },
    { id: "3", name: "Initech" },
  ];
  for (const customer of [globex, initech])
    memory.items.push(
      { level: "customer", ...customer, parents: {}, bookable: true },
      { level: "project", id: `${customer.id}0`, name: "Shop", parents: { customer }, bookable: true },
    );
  memory.items.push({ level: "project", id: "23", name: "Intranet", parents: { customer: globex }, bookable: true });
  const moved = await call("update_time", { changes: [{ id, project: "Intranet", activity: "Meeting" }] });
  expect(moved.data, moved.text).toMatchObject({
    entries: [{ work: { customer: { name: "Globex" }, project: { name: "Intranet" } } }],
  });
  // A copy goes there as well, and the entry stays where it is.
  const copied = await call("update_time", {
    changes: [{ id, copy: true, day: "yesterday", project: "Website care" }],
  });
  expect(copied.data, copied.text).toMatchObject({ entries: [{ work: { customer: { name: "Acme" } } }] });
  expect(memory.entries.find((entry) => entry.id === id)?.work.customer?.name).toBe("Globex");
  // Of two namesakes the one of the entry's customer is meant; without it, nobody guesses.
  const again = await call("update_time", { changes: [{ id, project: "Shop" }] });
  expect(again.data, again.text).toMatchObject({ entries: [{ work: { project: { id: "20" } } }] });
  await call("update_time", { changes: [{ id, project: "Website care" }] });
  const unclear = await call("update_time", { changes: [{ id, project: "Shop" }] });
  expect(unclear.data).toMatchObject({ error: { code: "ambiguous" } });
});

test("an activity of another project is answered with those that fit, and made there where that is asked for", async () => {
  const { call, id, memory } = await seeded("everything");
  const refused = await call("update_time", { changes: [{ id, activity: "Design" }] });
  expect(refused.text).toMatch(/belongs to Acme \/ Website relaunch, not to Acme \/ Website care. There is "Bugs"/);
  expect(refused.text).toContain("create_missing");
  expect(refused.text).not.toContain("what was named");
  // Also where several other projects have one of that name.
  const elsewhere = { level: "activity" as const, name: "Design", bookable: true };
  memory.items.push({ ...elsewhere, id: "990", parents: { project: { id: "991", name: "Other" } } });
  expect((await call("update_time", { changes: [{ id, activity: "design" }] })).text).toMatch(/belongs to .*"Bugs"/);
  memory.items.pop();
  const made = await call("update_time", { changes: [{ id, activity: "Design" }], create_missing: true });
  expect(made.data, made.text).toMatchObject({
    entries: [{ work: { project: { name: "Website care" }, activity: { name: "Design" } } }],
  });
  expect(memory.items.filter(({ name }) => name === "Design")).toHaveLength(2);
});

test("rows that fail for the same reason are told in one line", async () => {
  const { call, id } = await seeded();
  const rows = ["yesterday", "mon", "tue"].map((day) => ({ id, day, activity: "Design" }));
  const { text } = await call("update_time", { changes: [...rows, { id, text: "New" }] });
  expect(text.match(/belongs to/g)).toHaveLength(1);
  expect(text).toMatch(new RegExp(`3 failed \\(#${id}, #${id}, #${id}\\): `));
});

test("reopen makes an ended entry run again; the running one can be given another begin", async () => {
  const { call } = openToolSession();
  await call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
  const { data } = await call("clock_out");
  const id = (data.entries as { id: string }[])[0]?.id;
  expect((await call("update_time", { changes: [{ id, reopen: true }] })).data).toMatchObject({
    entries: [{ end: null }],
  });
  expect((await call("update_time", { changes: [{ id, from: "12:30" }] })).data).toMatchObject({
    entries: [{ begin: "2026-11-19T12:30:00+01:00", end: null }],
  });
});

test("end before begin, an unknown id and a locked entry are refused; nothing is sent", async () => {
  const { call, memory, id } = await seeded();
  expect((await call("update_time", { changes: [{ id, to: "8:00" }] })).data).toMatchObject({
    error: { code: "time" },
  });
  expect((await call("update_time", { changes: [{ id: "../x", text: "a" }] })).data).toMatchObject({
    error: { code: "not_found" },
  });
  const [entry] = memory.entries;
  if (entry) entry.locked = "It is exported.";
  expect((await call("update_time", { changes: [{ id, text: "a" }] })).data).toMatchObject({
    error: { code: "locked" },
  });
  expect(memory.writes).toEqual([]);
});

test("a dry run shows the change and saves nothing; no change sends nothing", async () => {
  const { call, memory, id } = await seeded();
  const { data } = await call("update_time", { changes: [{ id, text: "New" }], dry_run: true });
  expect(data).toMatchObject({ dry_run: true, entries: [{ text: "New" }] });
  await call("update_time", { changes: [{ id, from: "9:00" }] });
  expect(memory.writes).toEqual([]);
  expect(memory.entries[0]?.text).toBe("Old");
});
