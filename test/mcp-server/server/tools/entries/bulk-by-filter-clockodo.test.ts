import { expect, test } from "vitest";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeEntry } from "../../../../fakes/clockodo/model";
import { fakeEntry, type PersonName } from "../../../../fakes/clockodo/seed";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/clockodo/setup";

/** Changing and deleting everything that fits, through the tools, over the real adapter and a fake Clockodo. */

const hour = 3_600_000;
const monday = Date.parse("2026-11-16T08:00:00Z");
const row = (id: number, more: Partial<FakeEntry> = {}) =>
  fakeEntry(monday + id * 2 * hour, { id, projects_id: 7720, text: `Icons ${id}`, ...more });

type Wanted = Omit<Parameters<typeof openToolSession>[0] & object, "service">;
/** Nobody can be asked, and the person lets clients answer in their place. */
const itself = { permissions: { confirmsItself: true } };

/** Three of Mara's on the app, one of hers elsewhere, one of Jonas' on the app. */
async function begin(wanted: Wanted = {}, who: PersonName = "mara", options: FakeClockodoOptions = {}) {
  const { clockodo, service } = await setup(who, {
    now: thursday,
    ...options,
    seed(state) {
      state.entries.push(row(1), row(2), row(3), row(4, { projects_id: 7721 }), row(5, { users_id: 43 }));
      options.seed?.(state);
    },
  });
  const session = openToolSession({ profile: "everything", ...wanted, service });
  const { state } = clockodo;
  const token = async (name: string, args: object) => {
    const { data, text } = await session.call(name, { ...args });
    const { confirm } = data as { confirm?: { token: string; preview: string[] } };
    if (!confirm) throw new Error(text);
    return confirm;
  };
  return {
    ...session,
    clockodo,
    state,
    token,
    ids: () => state.entries.map(({ id }) => id),
    sent: () => clockodo.requests.filter(({ path }) => path === "/v2/entrygroups").map(({ method }) => method),
  };
}
const week = { period: "this week" };
const inApp = { ...week, project: "App relaunch" };
const yes = { answers: ["yes", "yes"] as "yes"[] };

test("a yes deletes what was shown: the days, the names, the number and the first of them", async () => {
  const { call, ids, questions, wrote } = await begin(yes);
  const answer = await call("delete_time", { all_of: { ...inApp, text: "icons", billable: true } });
  expect(questions[0]).toEqual([
    "Delete 3 entries:",
    "16–22 Nov 2026 (Europe/Berlin)",
    "Time of your own",
    "On Seehof Hotels / App relaunch",
    'With "icons" in the description',
    "Billable and not billed yet",
    expect.stringMatching(/^#3 {2}2026-11-16 .*"Icons 3"/),
    expect.stringMatching(/^#2 /),
    expect.stringMatching(/^#1 /),
    "Counted by the service, which acts on everything that fits at that moment",
    "It can be brought back under Activity.",
  ]);
  expect(answer).toMatchObject({ isError: false, data: { count: 3, deleted: ["3", "2", "1"], failed: [] } });
  expect(answer.text).toMatch(/\nDeleted 3 entries\.\n16–22 Nov 2026/);
  expect(ids()).toEqual([4, 5]);
  expect(wrote).toHaveLength(1);
});

test("of many only the first ten are shown", async () => {
  const { call, questions, ids } = await begin(yes, "mara", {
    seed: (state) =>
      void state.entries.push(
        ...Array.from({ length: 12 }, (_, at) => row(20 + at, { customers_id: 511, projects_id: null })),
      ),
  });
  const answer = await call("delete_time", { all_of: { period: "this month", customer: "Backhaus Ost" } });
  expect(answer.data).toMatchObject({ count: 12 });
  expect(questions[0]?.filter((line) => line.startsWith("#"))).toHaveLength(10);
  expect(questions[0]).toContain("and 2 more");
  expect(ids()).toEqual([1, 2, 3, 4, 5]);
});

test("everything that fits gets other work, a text and no longer counts as billable", async () => {
  const { call, state, questions } = await begin(yes);
  const change = { project: "App", activity: "Development", text: "", billable: false };
  const answer = await call("update_time", { all_of: inApp, change });
  expect(questions[0]?.[0]).toBe("Change 3 entries: → Seehof Hotels / App / Development, no text, not billable");
  expect(answer).toMatchObject({ isError: false, data: { count: 3, ids: ["3", "2", "1"], entries: [] } });
  const after = { projects_id: 7721, services_id: 32, text: null, billable: 0 };
  expect(state.entries.slice(0, 3)).toMatchObject([after, after, after]);
  expect(state.entries.at(-1)).toMatchObject({ projects_id: 7720, text: "Icons 5" });
});

test("a dry run tells the number and changes nothing", async () => {
  const { call, sent, state } = await begin();
  const answer = await call("update_time", { all_of: inApp, change: { text: "x" }, dry_run: true });
  expect(answer).toMatchObject({ isError: false, data: { dry_run: true, count: 3, entries: [] } });
  expect(answer.text).toContain("Would change 3 entries.");
  expect(sent()).toEqual(["PUT"]);
  expect(state.entries[0]?.text).toBe("Icons 1");
});

test("it is asked even where the cell allows it, and a no keeps everything", async () => {
  const { call, ids, sent, questions } = await begin({ answers: ["no", "no"] });
  for (const [name, args] of [
    ["delete_time", { all_of: { ...week, project: "App" } }],
    ["update_time", { all_of: inApp, change: { text: "x" } }],
  ] as const)
    expect((await call(name, args)).data).toMatchObject({ error: { code: "declined", saved: "no" } });
  expect(questions).toHaveLength(2);
  expect(ids()).toHaveLength(5);
  // Asked twice, each time only for the number.
  expect(sent()).toEqual(["DELETE", "DELETE", "PUT", "PUT"]);
});

test("without a dialog the token acts once, for the same filter", async () => {
  const { call, token, ids } = await begin(itself);
  const { token: confirm } = await token("delete_time", { all_of: inApp });
  expect(ids()).toHaveLength(5);
  for (const args of [
    { all_of: week, confirm },
    { all_of: inApp, confirm: `${confirm}x` },
  ])
    expect((await call("delete_time", args)).data).toMatchObject({ error: { code: "confirm" } });
  expect(ids()).toHaveLength(5);
  expect((await call("delete_time", { all_of: inApp, confirm })).data).toMatchObject({ count: 3 });
  expect(ids()).toEqual([4, 5]);
});

test("a yes is not good for an entry that came in, or was exchanged, since", async () => {
  const { call, token, ids, state } = await begin(itself);
  const first = await token("delete_time", { all_of: inApp });
  state.entries.push(row(8));
  const refused = await call("delete_time", { all_of: inApp, confirm: first.token });
  expect(refused).toMatchObject({ isError: true, data: { error: { code: "confirm", saved: "no" } } });
  expect(refused.text).toMatch(/they meet something else by now/);
  expect(ids()).toHaveLength(6);
  const second = await token("delete_time", { all_of: inApp });
  expect(second.preview[0]).toBe("Delete 4 entries:");
  state.entries = state.entries.map((each) => (each.id === 8 ? row(9) : each));
  expect((await call("delete_time", { all_of: inApp, confirm: second.token })).isError).toBe(true);
  expect(ids()).toHaveLength(6);
});

for (const entriesBy of ["begin", "overlap"] as const) {
  test(`where a period has what ${entriesBy === "begin" ? "begins in it" : "reaches into it"}, list and number agree on it`, async () => {
    const { call, ids } = await begin(yes, "mara", { settings: { entriesBy } });
    expect((await call("delete_time", { all_of: inApp })).data).toMatchObject({ count: 3 });
    expect(ids()).toEqual([4, 5]);
  });

  test(`an entry over the first midnight ${entriesBy === "begin" ? "is not counted" : "stops it, and both numbers are told"}`, async () => {
    const since = Date.parse("2026-11-15T22:00:00Z");
    const { call, ids, sent } = await begin(yes, "mara", {
      settings: { entriesBy },
      seed: (state) => void state.entries.push(row(7, { since, until: since + 2 * hour })),
    });
    const answer = await call("delete_time", { all_of: inApp });
    if (entriesBy === "begin") expect(ids()).toEqual([4, 5, 7]);
    else {
      expect(answer).toMatchObject({ isError: true, data: { error: { code: "conflict", saved: "no" } } });
      expect(answer.text).toMatch(/service counts 4 entries.*the list shows 3/);
      expect(ids()).toHaveLength(6);
      expect(sent()).toEqual(["DELETE"]);
    }
  });
}

test("where nothing fits, the filter is read back and nothing is sent", async () => {
  const { call, sent } = await begin();
  const answer = await call("delete_time", { all_of: { period: "2025-03", project: "App relaunch" } });
  expect(answer).toMatchObject({ isError: true, data: { error: { code: "unknown", saved: "no" } } });
  expect(answer.text).toMatch(/No entry fits: 1–31 Mar 2025 .*App relaunch/);
  expect(sent()).toEqual([]);
});

test("a filter that is none, or too wide, is refused before anything is read", async () => {
  const { call, clockodo, ids } = await begin(yes);
  const filters: [object, RegExp][] = [
    [{}, /needs a period/],
    [{ project: "App relaunch" }, /needs a period/],
    [{ to: "today" }, /needs a period/],
    [{ ...week, project: "" }, /`project`.*is empty/],
    [{ ...week, text: "  " }, /`description`.*is empty/],
    [{ ...week, people: [] }, /`people`.*is empty/],
    [{ period: "" }, /`period`.*is empty/],
    [{ from: "2020-01-01", to: "2026-12-31" }, /At most two years/],
    [{ ...week, tags: ["x"] }, /cannot decide `tags` for all entries at once/],
    [{ ...week, ids: ["1"] }, /Wrong arguments in `all_of`.*ids[\s\S]*`all_of` takes: period/],
  ];
  for (const [all_of, said] of filters) {
    const answer = await call("delete_time", { all_of });
    expect(answer, JSON.stringify(all_of)).toMatchObject({ isError: true, text: expect.stringMatching(said) });
  }
  expect(clockodo.count("GET", /entries/)).toBe(0);
  expect(ids()).toHaveLength(5);
});

test("it does not go together with ids, and what is changed has to be said", async () => {
  const { call, sent } = await begin(yes);
  const calls: [string, Record<string, unknown>, RegExp][] = [
    ["delete_time", { all_of: inApp, ids: ["1"] }, /not both/],
    ["delete_time", {}, /at least one id/],
    ["update_time", { all_of: inApp, change: { text: "x" }, changes: [{ id: "1", text: "x" }] }, /not both/],
    ["update_time", { all_of: inApp }, /Say in `change`/],
    ["update_time", { all_of: inApp, change: {} }, /Say in `change`/],
    ["update_time", { all_of: inApp, change: { project: "" } }, /`project`.*is empty/],
    ["update_time", { all_of: inApp, change: { from: "9:00" } }, /Wrong arguments in `change`/],
    ["update_time", { all_of: inApp, change: { text: "x" }, create_missing: true }, /create_missing/],
    ["update_time", { change: { text: "x" } }, /goes with `all_of`/],
    ["update_time", {}, /at least one change/],
    ["update_time", { all_of: inApp, change: { project: "Nowhere" } }, /Nowhere/],
  ];
  for (const [name, args, said] of calls)
    expect(await call(name, args), JSON.stringify(args)).toMatchObject({
      isError: true,
      text: expect.stringMatching(said),
    });
  expect(sent()).toEqual([]);
});

test("what its call cannot do is changed entry by entry", async () => {
  const { call, state, sent, questions } = await begin(yes, "olga");
  const all_of = { ...week, people: ["Mara Lind"], project: "App relaunch" };
  const answer = await call("update_time", { all_of, change: { hourly_rate: "90" } });
  expect(answer.isError, answer.text).toBe(false);
  expect(questions[0]?.[0]).toBe("Change 3 entries: → hourly rate 90");
  expect(answer.data).toMatchObject({ count: 3 });
  const unbilled = await call("update_time", { all_of: { ...all_of, exported: false }, change: { description: "x" } });
  expect(unbilled.data).toMatchObject({ count: 3 });
  expect(state.entries.map(({ hourly_rate }) => hourly_rate === 90)).toEqual([true, true, true, false, false]);
  expect(sent()).toEqual([]);
});

test("another service deletes by ids only, and does not list it", async () => {
  const { call, catalog, memory } = openToolSession({ profile: "everything", answers: ["yes"] });
  const refused = await call("delete_time", { all_of: week });
  expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/name their ids/) });
  expect(memory.writes).toEqual([]);
  const shape = (name: string) => {
    const tool = catalog.offered().find((each) => each.name === name);
    return tool && catalog.describe(tool).inputSchema;
  };
  expect(shape("delete_time")).toMatchObject({ required: ["ids"] });
  expect(Object.keys(shape("delete_time")?.properties ?? {})).not.toContain("all_of");
  expect(Object.keys(shape("update_time")?.properties ?? {})).toContain("all_of");
});

test("a Clockodo lists it, and asks for neither ids nor changes", async () => {
  const { catalog } = await begin();
  for (const name of ["delete_time", "update_time"]) {
    const tool = catalog.offered().find((each) => each.name === name);
    const schema = tool && catalog.describe(tool).inputSchema;
    expect(Object.keys(schema?.properties ?? {})).toContain("all_of");
    expect(schema).not.toHaveProperty("required");
  }
});

test("what is billed is told by the service, or kept from losing its mark", async () => {
  const billed = { seed: (state: { entries: FakeEntry[] }) => void state.entries.push(row(6, { billable: 2 })) };
  const mara = await begin(yes, "mara", billed);
  const answer = await mara.call("delete_time", { all_of: inApp });
  expect(answer).toMatchObject({ isError: true, data: { error: { code: "locked", saved: "no" } } });
  expect(answer.text).toMatch(/One of these entries is billed/);
  expect(mara.ids()).toHaveLength(6);
  const olga = await begin(yes, "olga", billed);
  const all_of = { ...inApp, people: ["Mara Lind"] };
  const marked = await olga.call("update_time", { all_of, change: { billable: true } });
  expect(marked.text).toMatch(/one entry of these would no longer be billed/i);
  expect((await olga.call("update_time", { all_of, change: { text: "x" } })).data).toMatchObject({ count: 4 });
  expect(olga.state.entries.at(-1)).toMatchObject({ text: "x", billable: 2 });
});

test("closed days stop it before anything is sent", async () => {
  const { call, sent } = await begin(yes, "mara", {
    seed(state) {
      for (const user of state.users) if (user.id === 42) user.edit_lock = "2026-11-17";
    },
  });
  const answer = await call("delete_time", { all_of: inApp });
  expect(answer.text).toMatch(/3 of 3 entries are closed: your Clockodo is closed for changes before 2026-11-17/);
  expect(sent()).toEqual([]);
});

const cells = (own: object) => ({ permissions: { cells: own } });
test("others' time needs its own cell, for the change and for whom it is given to", async () => {
  const all_of = { ...inApp, people: ["Mara Lind"] };
  const everyone = { ...inApp, people: ["everyone"] };
  const kept = await begin({ ...yes, ...cells({ "others_time.delete": "off", "others_time.create": "off" }) }, "olga");
  expect((await kept.call("delete_time", { all_of })).data).toMatchObject({ error: { code: "permission" } });
  expect((await kept.call("delete_time", { all_of: everyone })).data).toMatchObject({ error: { code: "permission" } });
  const given = await kept.call("update_time", { all_of, change: { person: "Jonas Weber" } });
  expect(given.data).toMatchObject({ error: { code: "permission" } });
  expect(kept.questions).toEqual([]);
  expect(kept.clockodo.count("DELETE", /./)).toBe(0);
  expect(kept.sent()).toEqual([]);
  const open = await begin(yes, "olga");
  expect((await open.call("update_time", { all_of, change: { person: "Jonas Weber" } })).data).toMatchObject({
    count: 3,
  });
  expect(open.state.entries.filter(({ users_id }) => users_id === 43)).toHaveLength(4);
  expect((await open.call("delete_time", { all_of: everyone })).data).toMatchObject({ count: 4 });
  expect(open.questions[1]).toContain("Time of everyone");
  expect(open.ids()).toEqual([4]);
});

test("off is refused before anything is read, also for a dry run and for reading", async () => {
  for (const off of ["time.update", "time.read"]) {
    const { call, clockodo, sent } = await begin({ ...yes, ...cells({ [off]: "off" }) });
    for (const dry_run of [true, false])
      expect((await call("update_time", { all_of: inApp, change: { text: "x" }, dry_run })).data).toMatchObject({
        error: { code: "permission" },
      });
    expect([clockodo.count("GET", /entries/), sent()]).toEqual([0, []]);
  }
});

test("where reading asks first, nothing is read before a yes, and deleting is a question of its own", async () => {
  const { call, questions, ids, clockodo } = await begin({ answers: ["yes", "yes"], ...cells({ "time.read": "ask" }) });
  expect((await call("delete_time", { all_of: inApp })).data).toMatchObject({ count: 3 });
  expect(questions).toHaveLength(2);
  expect(questions[0]).toEqual(["Read time of your own"]);
  expect(questions[1]?.join("\n")).toMatch(/3 entries.*Icons/s);
  expect(ids()).toEqual([4, 5]);
  const nobody = await begin({ answers: ["no"], ...cells({ "time.read": "ask" }) });
  const before = clockodo.count("GET", /entries/);
  expect((await nobody.call("delete_time", { all_of: { period: "2025-03" } })).data).toMatchObject({
    error: { code: "declined" },
  });
  expect([nobody.clockodo.count("GET", /entries/), before > 0]).toEqual([0, true]);
});

test("whoever cancels after the question sends nothing", async () => {
  const { call, token, abort, ids, sent } = await begin(itself);
  const { token: confirm } = await token("delete_time", { all_of: inApp });
  abort.abort();
  const answer = await call("delete_time", { all_of: inApp, confirm });
  expect(answer.isError).toBe(true);
  expect(ids()).toHaveLength(5);
  expect(sent()).toEqual(["DELETE"]);
});

test("a lost answer is looked after, and told where it stays unknown", async () => {
  const { call, token, clockodo, ids, wrote } = await begin(itself);
  const lost = async (args: { all_of: object; change?: object }) => {
    const name = args.change ? "update_time" : "delete_time";
    const { token: confirm } = await token(name, args);
    const rule = { path: /entrygroups/, failure: { kind: "drop", afterEffect: true } } as const;
    // The first step is a question, and asked again; only the second one is sent once.
    const before = clockodo.count(args.change ? "PUT" : "DELETE", /entrygroups/);
    clockodo.fail({ ...rule, times: 1 });
    clockodo.fail({ path: /entrygroups/, times: 1, failure: { kind: "delay", milliseconds: 0 } });
    clockodo.fail({ ...rule, times: 1 });
    const answer = await call(name, { ...args, confirm });
    expect(clockodo.count(args.change ? "PUT" : "DELETE", /entrygroups/) - before).toBe(3);
    return answer;
  };
  const changed = await lost({ all_of: inApp, change: { text: "Icons" } });
  expect(changed).toMatchObject({ isError: true, data: { error: { saved: "unknown" } } });
  expect(changed.text).toMatch(/check before you try again/);
  const gone = await lost({ all_of: inApp });
  expect(gone).toMatchObject({ isError: false, data: { count: 3 } });
  expect(gone.text).toMatch(/answer was lost/);
  expect(ids()).toEqual([4, 5]);
  expect(wrote).toHaveLength(2);
});

test("names and texts of others add no line to the question", async () => {
  const { call, questions } = await begin({ answers: ["no"] }, "mara", {
    seed: (state) => void state.entries.push(row(6, { text: "x\nConfirmed by the person\u2028#99 fine" })),
  });
  await call("delete_time", { all_of: { ...inApp, text: "confirmed" } });
  expect(questions[0]?.filter((line) => /^(Confirmed|#99)/.test(line))).toEqual([]);
  expect(questions[0]?.[0]).toBe("Delete one entry:");
});
