import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { kimaiSession } from "../kimai-session";

/** What a confused or misled model may send, and what others may have written into Kimai, on the real adapter. */

const values = (type: string, given: unknown, more: object = {}) => ({ type, records: [{ ...more, values: given }] });

test("a name that no object can have is refused instead of vanishing", async () => {
  const { refused, sent } = await kimaiSession("super", { plugins: true });
  const hidden = JSON.parse('{"name":"Acme","__proto__":{"visible":false}}');
  expect((await refused("save_record", values("customer", hidden))).text).toContain("__proto__");
  const filter = JSON.parse('{"__proto__":{"hidden":true}}');
  expect((await refused("list_records", { type: "customer", filter })).text).toContain("__proto__");
  expect(({} as { visible?: unknown }).visible).toBeUndefined();
  for (const name of ["constructor", "toString", "hasOwnProperty"]) {
    expect((await refused("save_record", values("customer", { name: "Acme", [name]: "x" }))).text).toMatch(/no field/);
    expect((await refused("list_records", { type: "customer", filter: { [name]: "x" } })).text).toMatch(/no filter/);
    const meta = { name: "Acme", meta: { [name]: "x" } };
    expect((await refused("save_record", values("customer", meta))).text).toMatch(/no custom field/);
    expect((await refused("list_records", { type: name })).text).toContain("Wrong arguments");
  }
  expect(sent()).toEqual([]);
});

test.each([
  ["a list where a text belongs", { name: ["a", "b"] }, /takes a text/],
  ["a name of 10,000 characters", { name: "x".repeat(10_000) }, /150 is the most/],
  ["a negative budget", { name: "Acme", budget: -5 }, /budget/],
  ["a day before there were computers", { name: "Acme", customer: "Northwind", start: "0000-01-01" }, /1970 and 2199/],
  ["a day when nobody is left", { name: "Acme", customer: "Northwind", end: "9999-12-31" }, /1970 and 2199/],
  ["a text where a customer belongs", { name: "Acme", customer: { __id: 1 } }, /customer/],
])("%s is refused, and nothing is saved", async (_what, given, why) => {
  const { refused, sent } = await kimaiSession("super");
  const type = "start" in given || "end" in given || "customer" in given ? "project" : "customer";
  expect((await refused("save_record", values(type, given))).text).toMatch(why);
  expect(sent()).toEqual([]);
});

test.each(["#../1", "#1?x", "#1e3", "#-1", "#1/../2", "#%2e%2e", "#__proto__"])(
  "%s is no id of anything",
  async (id) => {
    const { refused, kimai } = await kimaiSession("super", { answers: Array(9).fill("yes"), plugins: true });
    for (const type of ["customer", "team", "person", "invoice", "task", "expense"])
      await refused("list_records", { type, id });
    await refused("delete_record", { type: "customer", ids: [id] });
    await refused("save_record", values("rate", { rate: 1 }, { of: `project ${id}` }));
    await refused("update_absence", { ids: [id], action: "approve" });
    const odd = kimai.requests.filter(({ url }) => url.includes(encodeURIComponent(id.slice(1))) || url.includes(".."));
    expect(odd.map(({ url }) => url)).toEqual([]);
  },
);

test("nothing is done for no id at all, and one that is named twice is done once", async () => {
  const { refused, ok, sent } = await kimaiSession("super", { answers: Array(9).fill("yes") });
  for (const type of ["customer", "tag"]) await refused("delete_record", { type, ids: [] });
  await refused("save_record", { type: "customer", records: [] });
  expect(sent()).toEqual([]);
  await ok("delete_record", { type: "tag", ids: ["#1", "remote", "REMOTE", "#1"] });
  expect(sent()).toEqual(["DELETE /tags/1 "]);
});

test("two rows about one record are not saved in whichever order comes", async () => {
  const { ok, sent } = await kimaiSession("super");
  const { data } = await ok("save_record", {
    type: "customer",
    records: [
      { id: "#1", values: { comment: "a" } },
      { id: "Northwind", values: { comment: "b" } },
      { id: "#2", values: { comment: "c" } },
    ],
  });
  expect(data.failed).toMatchObject([{ index: 1, message: expect.stringContaining("row 1 too") }]);
  expect(sent().sort()).toEqual(['PATCH /customers/1 {"comment":"a"}', 'PATCH /customers/2 {"comment":"c"}']);
});

test("what is said about a member of a team and not kept by Kimai is refused, not dropped", async () => {
  const { ok, refused, kimai } = await kimaiSession("super");
  const team = (member: object) => values("team", { name: "Night shift", leads: ["me"], members: [member] });
  expect((await refused("save_record", team({ person: "John Doe", role: "boss" }))).text).toContain('"role"');
  await ok("save_record", team({ user: "John Doe", teamlead: true }));
  const id = kimai.state.teams.find(({ name }) => name === "Night shift")?.id;
  const john = kimai.state.users.find((user) => user.id === 4);
  expect(john?.teams.find((team) => team.id === id)).toMatchObject({ lead: true });
});

test("no text of others and no argument can pretend to be a further line of the question", async () => {
  const lines: FakeKimaiOptions["seed"] = (state) => {
    for (const customer of state.customers)
      if (customer.id === 1) customer.name = "Northwind\nNothing is deleted\u202e";
    for (const user of state.users) if (user.id === 4) user.alias = "John\nThis is a draft";
  };
  const comment = "Trip\n\nOnly a draft\u2028of it";
  const asked = { type: "holiday", from: "2027-01-04", person: "#4", comment };
  const dialog = await kimaiSession("super", { plugins: true, answers: ["no", "no"] }, { seed: lines });
  await dialog.refused("delete_record", { type: "customer", ids: ["#1"] });
  await dialog.refused("request_absence", asked);
  const itself = { permissions: { confirmsItself: true } };
  const token = await kimaiSession("super", { plugins: true, ...itself }, { seed: lines });
  const preview = async (tool: string, args: Record<string, unknown>) =>
    ((await token.call(tool, args)).data.confirm as { preview: string[] }).preview;
  const shown = [
    ...dialog.questions,
    await preview("delete_record", { type: "customer", ids: ["#1"] }),
    await preview("request_absence", asked),
  ];
  expect(shown).toHaveLength(4);
  for (const line of shown.flat()) expect(line).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
  expect(shown.flat().filter((line) => /^(Nothing|Only|This)/.test(line))).toEqual([]);
  expect([...dialog.sent(), ...token.sent()]).toEqual([]);
});

test("a long text in a question says how long it is", async () => {
  const { refused, questions } = await kimaiSession("super", {
    answers: ["no"],
    permissions: { cells: { "comment.create": "ask" } },
  });
  const message = `Agreed. ${"x".repeat(2_000)}`;
  await refused("save_record", values("comment", { message }, { of: "project Website relaunch" }));
  expect(questions[0]?.join("\n")).toMatch(/message "Agreed\. x+…" \(2008 characters\)/);
});

test("a token for one deletion deletes nothing else, and nothing twice", async () => {
  const { call, refused, ok, sent } = await kimaiSession("super", { permissions: { confirmsItself: true } });
  const tokenOf = async (ids: string[], type = "customer") =>
    ((await call("delete_record", { type, ids })).data.confirm as { token: string }).token;
  const confirm = await tokenOf(["#1"]);
  for (const other of [
    { type: "customer", ids: ["#2"] },
    { type: "customer", ids: ["#1", "#2"] },
    { type: "project", ids: ["#1"] },
  ])
    await refused("delete_record", { ...other, confirm });
  await ok("delete_record", { type: "customer", ids: ["#1"], confirm });
  await refused("delete_record", { type: "customer", ids: ["#1"], confirm });
  expect(sent().filter((line) => line.startsWith("DELETE"))).toEqual(["DELETE /customers/1 "]);
});

const password = "canary-Passw0rd!";
const filesBelow = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

test("a password goes to Kimai and is in no answer, question, token, error, log or file", async () => {
  const person = {
    username: "eve",
    email: "eve@example.org",
    password,
    language: "en",
    locale: "en",
    timezone: "UTC",
  };
  const save = (given: object) => values("person", given);
  const told: string[] = [];
  for (const answers of [undefined, ["no" as const]]) {
    const session = await kimaiSession("super", {
      answers,
      app: false,
      permissions: { cells: { "person.create": "ask" } },
    });
    const tell = async (args: Record<string, unknown>) =>
      told.push(JSON.stringify(await session.call("save_record", args)));
    await tell({ ...save(person), dry_run: true });
    await tell(save(person));
    await tell(save({ ...person, password: [password] }));
    await tell(save({ ...person, password: { value: password } }));
    await tell(save({ ...person, plainPassword: password, api_token: password }));
    await tell({ type: "person", records: [{ id: "John Doe", values: { password } }] });
    expect(session.sent()).toEqual([]);
    told.push(JSON.stringify(session.questions), session.logged());
    for (const file of filesBelow(session.home)) told.push(readFileSync(file, "latin1"));
  }
  const app = await kimaiSession("super", { app: true, permissions: { cells: { "person.create": "ask" } } });
  const waiting = app.call("save_record", save(person));
  await expect
    .poll(() => filesBelow(app.home).some((file) => file.includes("confirmations")), { timeout: 5_000 })
    .toBe(true);
  for (const file of filesBelow(app.home)) told.push(readFileSync(file, "latin1"));
  app.abort.abort();
  told.push(JSON.stringify(await waiting));
  const allowed = await kimaiSession("super", { answers: Array(9).fill("yes") });
  told.push(JSON.stringify(await allowed.ok("save_record", { ...save(person), dry_run: true })));
  const failures = [
    { kind: "status" as const, status: 400, body: JSON.stringify({ code: 400, message: `Bad ${password}` }) },
    { kind: "status" as const, status: 500, body: `<html>plainPassword=${password}</html>` },
    { kind: "drop" as const, afterEffect: false },
  ];
  for (const failure of failures) {
    allowed.kimai.fail({ method: "POST", path: /^\/users$/, times: 9, failure });
    told.push(JSON.stringify(await allowed.call("save_record", save(person))));
    allowed.kimai.heal();
  }
  told.push(JSON.stringify(await allowed.ok("save_record", save(person))), allowed.logged());
  for (const file of filesBelow(allowed.home)) told.push(readFileSync(file, "latin1"));
  expect(allowed.sent().some((line) => line.startsWith("POST /users") && line.includes(password))).toBe(true);
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter((text) => text.includes("canary"))).toEqual([]);
});
