import { expect, test } from "vitest";
import type { FakeKimai } from "../../../../fakes/kimai";
import type { FailureRule } from "../../../../fakes/kimai/failures";
import { kimaiSession } from "../kimai-session";

/** A project with its activities, rate and team in one call: all of it is there afterwards, or nothing is. */
const apollo = {
  type: "project",
  records: [
    {
      values: { name: "Apollo", customer: "#1", activities: ["Drafts", "Review"], rate: "90 €", teams: ["#1"] },
    },
  ],
};
const named = (kimai: FakeKimai) => ({
  projects: kimai.state.projects.filter(({ name }) => name === "Apollo"),
  activities: kimai.state.activities.filter(({ name }) => ["Drafts", "Review"].includes(name)),
});
const none = { projects: [], activities: [] };

test("makes a project with its activities, rate and team in one call, and tells all of it", async () => {
  const { ok, kimai } = await kimaiSession("super");
  const { text, data } = await ok("save_record", apollo);
  const { projects, activities } = named(kimai);
  expect(projects).toMatchObject([{ customer: 1, teams: [1] }]);
  const id = projects[0]?.id;
  expect(activities).toMatchObject([
    { name: "Drafts", project: id },
    { name: "Review", project: id },
  ]);
  const rates = await ok("list_records", { type: "rate", of: `project #${id}` });
  expect(rates.data.records).toMatchObject([{ values: { rate: 90 } }]);
  expect(text).toContain("Saved 1 project with 2 activities, 1 rate:");
  expect((data.records as { name: string }[]).map(({ name }) => name).slice(0, 3)).toEqual([
    "Apollo",
    "Drafts",
    "Review",
  ]);
});

test("gives an activity of a new project its own rate", async () => {
  const { ok, kimai } = await kimaiSession("super");
  const activities = [{ name: "Drafts", rate: 120, billable: false }, "Review"];
  await ok("save_record", { type: "project", records: [{ values: { name: "Apollo", customer: "#1", activities } }] });
  const [drafts, review] = named(kimai).activities;
  expect(drafts).toMatchObject({ values: { billable: false } });
  const ratesOf = async (id: number | undefined) =>
    (await ok("list_records", { type: "rate", of: `activity #${id}` })).data.records;
  expect(await ratesOf(drafts?.id)).toMatchObject([{ values: { rate: 120 } }]);
  expect(await ratesOf(review?.id)).toEqual([]);
});

test("makes a team with members and all that it may see, and says what the first grant closes", async () => {
  const { ok, kimai } = await kimaiSession("super");
  const values = { name: "Night shift", leads: ["me"], customers: ["#2"], projects: ["Website relaunch"] };
  const { text } = await ok("save_record", { type: "team", records: [{ values }] });
  const made = kimai.state.teams.find(({ name }) => name === "Night shift");
  expect(kimai.state.customers.find(({ id }) => id === 2)).toMatchObject({ teams: expect.arrayContaining([made?.id]) });
  expect(kimai.state.projects.find(({ id }) => id === 1)).toMatchObject({ teams: expect.arrayContaining([made?.id]) });
  expect(text).toContain("closes it to all other teams");
});

/** Kimai tells rights and forms by POSTs without a body, two of each before the first that makes something. */
const probes = 2;
const refuse = (path: RegExp, after: number, status: number): FailureRule => ({
  method: "POST",
  path,
  after,
  failure: { kind: "status", status },
});
const steps: [string, FailureRule, string[]][] = [
  ["the project itself", refuse(/^\/projects$/, probes, 500), []],
  ["the first activity", refuse(/^\/activities$/, probes, 500), ["project"]],
  ["the second activity", refuse(/^\/activities$/, probes + 1, 400), ["activity", "project"]],
  ["the rate", refuse(/rates$/, 0, 403), ["activity", "activity", "project"]],
];
test.each(steps)("leaves nothing behind where %s fails", async (_step, rule, back) => {
  const { refused, kimai } = await kimaiSession("super");
  kimai.fail(rule);
  const { error, text } = await refused("save_record", apollo);
  expect(named(kimai)).toEqual(none);
  expect(error.saved).toBe("no");
  const told = /Taken back: (.*)\./.exec(text)?.[1]?.split(", ") ?? [];
  expect(told.map((title) => title.split(" ")[0])).toEqual(back);
});

test("takes the newest back first, and goes on where one cannot be removed by itself", async () => {
  const { refused, kimai, sent } = await kimaiSession("super");
  kimai.fail({ method: "POST", path: /rates$/, failure: { kind: "status", status: 500 } });
  kimai.fail({ method: "DELETE", path: /^\/activities/, failure: { kind: "status", status: 403 } });
  const { error } = await refused("save_record", apollo);
  expect(error.saved).toBe("no");
  expect(named(kimai)).toEqual(none);
  expect(sent().at(-1)).toMatch(/^DELETE \/projects/);
});

test("names what could not be taken back, and that it is there", async () => {
  const { refused, kimai } = await kimaiSession("super");
  kimai.fail({ method: "POST", path: /rates$/, failure: { kind: "status", status: 500 } });
  kimai.fail({ method: "DELETE", path: /^\/projects/, failure: { kind: "status", status: 403 } });
  const { error, text } = await refused("save_record", apollo);
  expect(error.saved).toBe("yes");
  expect(text).toMatch(/Could not be taken back: project "Apollo" \(#\d+\)/);
  expect(text).toMatch(/Taken back: activity "Review" \(#\d+\), activity "Drafts" \(#\d+\)\./);
  expect(named(kimai)).toMatchObject({ projects: [{ name: "Apollo" }], activities: [] });
});

test("names the whole first of much that could not be taken back", async () => {
  const { refused, kimai } = await kimaiSession("super");
  kimai.fail(refuse(/rates$/, 0, 500));
  kimai.fail({ method: "DELETE", failure: { kind: "status", status: 403 } });
  const activities = ["Drafts", "Review", "Print", "Web"];
  const { text } = await refused("save_record", {
    type: "project",
    records: [{ values: { name: "Apollo", customer: "#1", activities, rate: 90 } }],
  });
  expect(text).toMatch(/Could not be taken back: project "Apollo" .* 2 more could not be taken back\./);
});

test("leaves a project on which somebody booked time meanwhile", async () => {
  const { refused, kimai } = await kimaiSession("super", {}, { entries: 3 });
  kimai.fail({ method: "POST", path: /rates$/, failure: { kind: "status", status: 500 } });
  const [entry] = kimai.state.timesheets;
  const { push } = kimai.requests;
  kimai.requests.push = (...seen) => {
    const [project] = named(kimai).projects;
    if (entry && project && seen[0]?.path.endsWith("/rates")) entry.project = project.id;
    return push.apply(kimai.requests, seen);
  };
  const { error, text } = await refused("save_record", apollo);
  expect(error.saved).toBe("yes");
  expect(text).toContain("Time was booked on this project meanwhile.");
  expect(named(kimai).projects).toHaveLength(1);
});

test("finds an activity whose answer is lost, and goes on", async () => {
  const { ok, kimai } = await kimaiSession("super");
  kimai.fail({
    method: "POST",
    path: /^\/activities$/,
    after: probes,
    times: 1,
    failure: { kind: "drop", afterEffect: true },
  });
  await ok("save_record", apollo);
  expect(named(kimai).activities).toHaveLength(2);
});

test("says that it is not known whether a part was saved where nobody can look, and takes the rest back", async () => {
  const { refused, kimai } = await kimaiSession("super");
  kimai.fail({ method: "POST", path: /rates$/, failure: { kind: "drop", afterEffect: true } });
  kimai.fail({ method: "GET", path: /rates$/, after: 1, failure: { kind: "drop", afterEffect: false } });
  const { error, text } = await refused("save_record", apollo);
  expect(error.saved).toBe("unknown");
  expect(text).toContain("Whether this one was saved is not known.");
  expect(named(kimai)).toEqual(none);
});

test.each([
  ["an activity without a name", { activities: [{ number: 3 }] }, "activities: A new activity needs name"],
  ["an activity that is nothing", { activities: ["Drafts", null] }, "name is needed"],
  ["an activity that is there already, by its id", { activities: ["#3"] }, '"#3" is an id'],
  ["an activity twice", { activities: ["Drafts", "drafts"] }, "there twice"],
  ["two rates for everybody", { rate: [90, 100] }, "there twice"],
  ["an activity of another project", { activities: [{ name: "Drafts", project: "#1" }] }, "is the new project"],
  ["a rate that is no amount", { rate: "much" }, "rate: rate takes an amount"],
  ["a field that Kimai has not", { members: ["me"] }, "no field"],
  ["an unknown activity field", { activities: [{ name: "Drafts", colour: "red" }] }, "no field"],
  ["a part twice", { activities: ["Drafts"], Activities: ["Review"] }, "given twice"],
  [
    "more than a person can look through, some below others",
    { activities: Array.from({ length: 51 }, (_, at) => ({ name: `Part ${at}`, rate: 90 })) },
    "100",
  ],
  ["more than a person can look through", { activities: Array.from({ length: 101 }, (_, at) => `Part ${at}`) }, "100"],
])("refuses %s before anything is sent", async (_what, values, message) => {
  const { refused, sent } = await kimaiSession("super");
  const { text } = await refused("save_record", {
    type: "project",
    records: [{ values: { name: "Apollo", customer: "#1", ...values } }],
  });
  expect(text).toContain(message);
  expect(sent()).toEqual([]);
});

test("refuses parts with a copy and with a change, which have their own ways", async () => {
  const { refused, sent } = await kimaiSession("super");
  const values = { activities: ["Drafts"] };
  const copy = await refused("save_record", { type: "project", records: [{ copy_of: "Website relaunch", values }] });
  expect(copy.text).toContain("cannot be given with copy_of");
  const change = await refused("save_record", { type: "project", records: [{ id: "Website relaunch", values }] });
  expect(change.text).toContain("activities can only be given when a project is made");
  expect(sent()).toEqual([]);
});

test("needs the permission of each part, and asks one question that shows them all", async () => {
  const cells = { "rate.create": "off" } as const;
  const closed = await kimaiSession("super", { permissions: { profile: "everything", cells } });
  const { text } = await closed.refused("save_record", apollo);
  expect(text).toContain("rate.create");
  expect(closed.sent()).toEqual([]);

  const ask = { "activity.create": "ask" } as const;
  const asked = await kimaiSession("super", { permissions: { profile: "everything", cells: ask }, answers: ["yes"] });
  await asked.ok("save_record", apollo);
  expect(asked.questions).toHaveLength(1);
  const [question = []] = asked.questions;
  for (const shown of ["Apollo", "Drafts", "Review", "rate 90"]) expect(question.join("\n")).toContain(shown);
});

test("the question shows all of 50 activities and their rates", async () => {
  const cells = { "activity.create": "ask" } as const;
  const { call, questions, sent } = await kimaiSession("super", {
    permissions: { profile: "everything", cells },
    answers: ["no"],
  });
  const activities = Array.from({ length: 50 }, (_, at) => ({ name: `Part ${at}`, rate: 10 + at }));
  const values = { name: "Apollo", customer: "#1", activities };
  await call("save_record", { type: "project", records: [{ values }] });
  expect(questions[0]?.join("\n")).toMatch(/"Part 0"[\s\S]*"Part 49"[\s\S]*rate 59$/);
  expect(sent()).toEqual([]);
});

test("a dry run tells every part and sends nothing", async () => {
  const { ok, sent } = await kimaiSession("super");
  const { text } = await ok("save_record", { ...apollo, dry_run: true });
  expect(text).toContain("Would save 1 project with 2 activities, 1 rate:");
  expect(text).toContain('with activity: name "Review"');
  expect(sent()).toEqual([]);
});

test("describe names the parts only where they are allowed", async () => {
  const { ok } = await kimaiSession("super");
  expect((await ok("list_records", { type: "project", describe: true })).text).toContain(
    "activities: list of text; only when made",
  );
  const cells = { "activity.create": "off" } as const;
  const closed = await kimaiSession("super", { permissions: { profile: "everything", cells } });
  expect((await closed.ok("list_records", { type: "project", describe: true })).text).not.toContain("activities: list");
});
