import { expect, test } from "vitest";
import type { AccountPermissions } from "#core/access/permission-matrix";
import type { Entry } from "#core/domain/entities";
import { openToolSession } from "../../../fakes/tool-session";

type Cells = AccountPermissions["cells"];
const jonas = { id: "8", name: "Jonas Weber" };
const secret = { begin: "2026-11-18T07:07:00Z", end: "2026-11-18T11:11:00Z", text: "Surgery" };
/** What must not be in any answer: its times in the account's zone, its words, whose it is. */
const leak = /08:07|12:11|07:07|11:11|Surgery|Jonas|4:04/;

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  work: { project: { id: "11", name: "Website care" }, activity: { id: "21", name: "Bugs" } },
  ...secret,
  seconds: 14_640,
  breakSeconds: 0,
  tags: [],
  ...more,
});

function seeded(cells: Cells, wanted: Parameters<typeof openToolSession>[0] = {}) {
  const session = openToolSession({ ...wanted, permissions: { cells, ...wanted.permissions } });
  session.memory.entries.push(entry("41", { person: jonas }), entry("42"));
  session.memory.work.people = async () => [
    { id: "7", name: "Ada Lovelace" },
    jonas,
    { id: "9", name: "Charles Babbage" },
  ];
  return session;
}

const onSomebodys: [string, string, object][] = [
  ["cut in two", "update_time", { changes: [{ id: "41", split: "0:00" }], dry_run: true }],
  ["cut inside of it", "update_time", { changes: [{ id: "41", split: "9:00" }], dry_run: true }],
  ["changed", "update_time", { changes: [{ id: "41", text: "x" }], dry_run: true }],
  ["moved", "update_time", { changes: [{ id: "41", from: "23:00" }] }],
  ["copied", "update_time", { changes: [{ id: "41", copy: true }] }],
  ["copied to oneself", "update_time", { changes: [{ id: "41", copy: true, person: "me" }], dry_run: true }],
  ["run again", "update_time", { changes: [{ id: "41", reopen: true, to: "9:00" }] }],
  [
    "changed beside one's own",
    "update_time",
    {
      changes: [
        { id: "42", text: "x" },
        { id: "41", split: "0:00" },
      ],
    },
  ],
  ["deleted", "delete_time", { ids: ["41"] }],
  ["started again", "clock_in", { again: "#41" }],
];

test.each(onSomebodys)(
  "somebody else's entry tells nothing of itself when it is to be %s",
  async (_how, tool, args) => {
    const writing: Cells = {
      "others_time.update": "allow",
      "others_time.delete": "allow",
      "others_time.create": "allow",
    };
    for (const cells of [{}, writing]) {
      const { call, memory, questions } = seeded(cells, { answers: ["yes", "yes"] });
      const answer = await call(tool, { ...args });
      expect(answer.data).toMatchObject({ error: { code: "permission", saved: "no" } });
      expect(JSON.stringify(answer)).not.toMatch(leak);
      expect([questions, memory.writes]).toEqual([[], []]);
    }
  },
);

test.each(onSomebodys)(
  "where reading others asks, a no tells nothing of an entry to be %s",
  async (_how, tool, args) => {
    const cells: Cells = {
      "others_time.read": "ask",
      "others_time.update": "allow",
      "others_time.delete": "allow",
      "others_time.create": "allow",
    };
    const { call, memory, questions } = seeded(cells, { answers: ["no", "no"] });
    const answer = await call(tool, { ...args });
    expect(answer.data).toMatchObject({ error: { code: "declined" } });
    expect(JSON.stringify([answer, questions])).not.toMatch(leak);
    expect(memory.writes).toEqual([]);
  },
);

test.each([
  ["cut in two", { changes: [{ id: "42", split: "0:00" }], dry_run: true }],
  ["changed", { changes: [{ id: "42", billable: true }], dry_run: true }],
  ["moved over another", { changes: [{ id: "42", day: "tue" }], dry_run: true }],
  ["really changed", { changes: [{ id: "42", billable: true }] }],
])("with reading time off one's own entry tells nothing of itself when it is %s", async (_how, args) => {
  const { call } = seeded({ "time.read": "off" });
  const answer = await call("update_time", args);
  expect(JSON.stringify(answer)).not.toMatch(leak);
  expect(JSON.stringify(answer)).toContain("42");
});

test("with reading time off a deletion shows its person what goes, and the client only the id", async () => {
  const { call, memory, questions } = seeded({ "time.read": "off" }, { answers: ["yes"] });
  const answer = await call("delete_time", { ids: ["42"] });
  expect(questions[0]?.join()).toContain("Surgery");
  expect(answer.data).toMatchObject({ deleted: ["42"] });
  expect(JSON.stringify(answer)).not.toMatch(leak);
  expect(memory.entries.map(({ id }) => id)).toEqual(["41"]);
  const token = seeded({ "time.read": "off" }, { permissions: { confirmsItself: true } });
  const preview = await token.call("delete_time", { ids: ["42"] });
  expect(preview.data).toHaveProperty("confirm.token");
  expect(JSON.stringify(preview)).not.toMatch(leak);
});

test("with reading time off the status tells what runs, and no sums", async () => {
  const { call } = seeded({ "time.read": "off" });
  await call("clock_in", { project: "Website care", activity: "Bugs", at: "13:30" });
  const { data, text } = await call("get_status");
  expect(data).toMatchObject({ state: "working", running: { seconds: 1800 }, last: null });
  expect(data).not.toHaveProperty("today");
  expect(data).not.toHaveProperty("week");
  expect(text).toContain("is not told");
  expect(text).not.toMatch(/4:04|Days|Surgery/);
});

test("where reading time asks, so does the status", async () => {
  const { call, questions } = seeded({ "time.read": "ask" }, { answers: ["no"] });
  expect((await call("get_status")).data).toMatchObject({ error: { code: "declined" } });
  expect(questions).toHaveLength(1);
});

test.each(["ask", "off"] as const)(
  "overlaps are not looked up for log_time where reading time is %s",
  async (level) => {
    const rows = [{ day: "yesterday", from: "9:00", to: "9:30", project: "Website care", activity: "Bugs" }];
    const { call, questions } = seeded({ "time.read": level }, { answers: [] });
    const answer = await call("log_time", { entries: rows, dry_run: true });
    expect(answer.isError).toBe(false);
    expect(JSON.stringify(answer)).not.toMatch(leak);
    expect(questions).toEqual([]);
    const open = await seeded({}).call("log_time", { entries: rows, dry_run: true });
    expect(open.text).toContain("overlaps #42");
  },
);

test.each(["ask", "off"] as const)("the most recent work is not taken where reading time is %s", async (level) => {
  const { call, memory } = seeded({ "time.read": level }, { answers: [] });
  expect((await call("clock_in", {})).isError).toBe(true);
  expect(memory.writes).toEqual([]);
});

test("people are not named to whoever may not read about them, and found by whole names", async () => {
  const cells: Cells = { "others_absence.create": "allow", "others_time.create": "allow" };
  const { call } = seeded(cells, { answers: [] });
  const wrong: [string, object][] = [
    ["request_absence", { type: "Urlaub", from: "2026-12-21", person: "Jon", dry_run: true }],
    ["log_time", { entries: [{ from: "9:00", to: "9:30", person: "Jo", project: "Website care", activity: "Bugs" }] }],
  ];
  for (const [tool, args] of wrong) {
    const answer = await call(tool, { ...args });
    expect(answer.data).toMatchObject({ error: { code: "unknown" } });
    expect(JSON.stringify(answer)).not.toMatch(/Jonas|Charles|Babbage|Weber/);
  }
  const whole = { type: "Urlaub", from: "2026-12-21", person: "jonas weber", dry_run: true };
  expect((await call("request_absence", whole)).isError).toBe(false);
});

test("where reading people asks, names are looked up after a yes", async () => {
  const cells: Cells = { "others_absence.create": "allow", "person.read": "ask" };
  const wanted = { type: "Urlaub", from: "2026-12-21", person: "Jo", dry_run: true };
  const no = seeded(cells, { answers: ["no"] });
  const refused = await no.call("request_absence", wanted);
  expect(refused.data).toMatchObject({ error: { code: "declined" } });
  expect(JSON.stringify([refused, no.questions])).not.toContain("Jonas");
  const yes = seeded(cells, { answers: ["yes"] });
  expect((await yes.call("request_absence", wanted)).text).toContain("Jonas Weber");
});
