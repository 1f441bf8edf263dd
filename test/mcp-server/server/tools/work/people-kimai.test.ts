import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { openToolSession } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/kimai/setup";

/** People, teams and invoices through the tools that an AI client calls, over the real adapter and a fake Kimai. */
async function kimaiSession(who: Parameters<typeof setup>[0], options: FakeKimaiOptions = {}) {
  const { kimai, service, close } = await setup(who, options);
  onTestFinished(close);
  const session = openToolSession({ profile: "everything", answers: Array(9).fill("yes"), service });
  const ok = async (name: string, args: Record<string, unknown>) => {
    const answer = await session.call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  return { ...session, kimai, ok };
}

test("people who are in no team are listed, and roles, teams and supervisor are shown", async () => {
  const { ok } = await kimaiSession("super", {
    seed: (state) => {
      for (const user of state.users) if (user.id === 4) user.supervisor = 3;
    },
  });
  const all = await ok("list_records", { type: "person" });
  expect(all.text).toContain("Nina Nowhere");
  const one = await ok("list_records", { type: "person", id: "John Doe" });
  expect(one.text).toMatch(/roles \["ROLE_USER"\].*supervisor "Tony Maier".*teams \["Web team"/);
});

test("a team lead gets the names that time tells, and is told who may be missing", async () => {
  const { ok, kimai } = await kimaiSession("teamlead");
  kimai.seedEntries(1, { user: 5 });
  const { data, text } = await ok("list_records", { type: "person" });
  expect((data.records as { name: string }[]).map(({ name }) => name)).toEqual(["Paula Puck", "Tony Maier"]);
  expect(text).toContain("view_user");
});

test("weekly hours of somebody else are asked for and spread over the week", async () => {
  const { call, ok, kimai, questions } = await kimaiSession("super");
  const unknown = { type: "preference", records: [{ of: "person John Doe", values: { hours_per_week: "30h" } }] };
  const refused = await call("save_record", unknown);
  expect(refused).toMatchObject({
    isError: true,
    text: expect.stringMatching(/no field "hours_per_week".*weekly_hours/s),
  });
  const saved = await ok("save_record", {
    type: "preference",
    records: [{ of: "person John Doe", values: { weekly_hours: "30h", vacation_days: 28 } }],
  });
  expect(saved.text).toContain("30 h are spread over monday");
  expect(questions[0]?.join("\n")).toContain("John Doe");
  const kept = kimai.state.users.find(({ id }) => id === 4)?.preferences;
  expect(kept).toContainEqual({ name: "work_monday", value: "21600" });
  expect(kept).toContainEqual({ name: "holidays", value: "28" });
});

test("teams are made and changed by names", async () => {
  const { ok, kimai } = await kimaiSession("super");
  await ok("save_record", {
    type: "team",
    records: [
      { values: { name: "Sales", leads: ["Tony Maier"], members: ["John Doe", { user: "Paula Puck" }], color: "red" } },
    ],
  });
  const team = kimai.state.teams.find(({ name }) => name === "Sales");
  expect(team?.color).toBe("#ff0000");
  const inTeam = () =>
    kimai.state.users.flatMap(({ alias, teams }) =>
      teams.filter(({ id }) => id === team?.id).map(({ lead }) => `${alias}${lead ? " leads" : ""}`),
    );
  expect(inTeam()).toEqual(["Tony Maier leads", "John Doe", "Paula Puck"]);
  await ok("save_record", { type: "membership", records: [{ of: "Sales", values: { person: "Nina", lead: true } }] });
  await ok("delete_record", { type: "membership", ids: ["Tony Maier"], of: "team Sales" });
  expect(inTeam()).toEqual(["John Doe", "Paula Puck", "Nina Nowhere leads"]);
  const grant = { type: "grant", records: [{ values: { team: "Sales", project: "Website relaunch" } }] };
  const closes = "the first grant closes it to all other teams";
  expect((await ok("save_record", { ...grant, dry_run: true })).text).toContain(closes);
  expect((await ok("save_record", grant)).text).toContain(closes);
  expect(kimai.state.projects.find(({ id }) => id === 1)?.teams).toEqual([team?.id]);
  const grants = await ok("list_records", { type: "grant", of: "Sales" });
  expect(grants.text).toContain("#project:1");
  await ok("delete_record", { type: "grant", ids: ["project:1"], of: "Sales" });
  expect(kimai.state.projects.find(({ id }) => id === 1)?.teams).toEqual([]);
});

test("invoices of a month are listed, and one is saved as a file with a safe name", async () => {
  const { ok } = await kimaiSession("teamlead", {
    seed: (state) => {
      state.invoices.push({
        id: 7,
        number: "2026/7",
        customer: 1,
        user: 2,
        created: Date.parse("2026-11-02T09:00:00Z"),
        total: 119,
        tax: 19,
        vat: 19,
        currency: "EUR",
        dueDays: 30,
        status: "pending",
        overdue: false,
        paid: null,
        comment: null,
        file: { name: "../../../evil.pdf", type: "application/pdf", text: "%PDF-1.7" },
        meta: {},
      });
    },
  });
  const november = await ok("list_records", { type: "invoice", period: "2026-11", filter: { customer: "Northwind" } });
  expect(november.data).toMatchObject({
    total: 1,
    records: [{ name: "2026/7", values: { status: "pending", total: 119 } }],
  });
  expect((await ok("list_records", { type: "invoice", period: "2026-10" })).data).toMatchObject({ total: 0 });
  const { data } = await ok("list_records", { type: "invoice", id: "#7", file: true });
  const { path } = data.file as { path: string };
  expect(path).toMatch(/evil\.pdf$/);
  expect(path).not.toContain("..");
  expect(readFileSync(path, "utf8")).toBe("%PDF-1.7");
});

test("a person is never deleted", async () => {
  const { call, kimai } = await kimaiSession("super");
  const { isError, text } = await call("delete_record", { type: "person", ids: ["Nina Nowhere"] });
  expect(isError).toBe(true);
  expect(text).toMatch(/delete/);
  expect(kimai.state.users.some(({ id }) => id === 6)).toBe(true);
});

test("the account's settings and colours are told, and what Kimai does not tell", async () => {
  const { ok } = await kimaiSession("user", { settings: { trackingMode: "punch" } });
  const { data } = await ok("get_account", { show: ["settings", "colours"] });
  expect(data).toMatchObject({
    settings: { time: { tracking_mode: "punch" }, not_told_by_kimai: expect.stringContaining("rounding") },
    colours: { Red: "#ff0000" },
  });
});

const twins: FakeKimaiOptions = {
  seed: ({ users }) => {
    for (const user of users) {
      if (user.id === 5) user.alias = "John Doe";
      if (user.id === 6) user.enabled = false;
    }
  },
};
const logged = { project: 1, activity: 3 };

test("time of deactivated people can be asked for by name, and they are not counted as everyone", async () => {
  const { ok, kimai } = await kimaiSession("super", twins);
  kimai.seedEntries(2, { user: 6, ...logged });
  const { data } = await ok("list_time", { period: "this year", person: ["Nina Nowhere"] });
  expect(data.entries ?? data.days).toHaveLength(data.days ? 1 : 2);
  expect((await ok("find_work", { levels: ["person"] })).text).toContain("Nina Nowhere (deactivated)");
});

test("people of one display name are told apart by their usernames, which are understood too", async () => {
  const { ok, call, kimai } = await kimaiSession("super", twins);
  kimai.seedEntries(1, { user: 5, ...logged });
  const refused = await call("list_time", { period: "this year", person: ["John Doe"] });
  expect(refused.data.error).toMatchObject({ code: "ambiguous" });
  expect(refused.text).toMatch(/John Doe \(john_user\).*John Doe \(paula_user\)/);
  const paula = await ok("list_time", { period: "this year", person: ["paula_user"] });
  expect(paula.text).toMatch(/1 entr/);
});

test("one's own display name is oneself, also where others have the same", async () => {
  const { ok, kimai } = await kimaiSession("user", twins);
  await ok("list_time", { period: "this year", person: ["John Doe"] });
  expect(kimai.requests.some(({ path }) => path.startsWith("/users?"))).toBe(false);
  const { data } = await ok("list_records", { type: "preference", of: "person John Doe" });
  expect(data.records).toHaveLength(1);
});

test("a team whose members may not be read points to everyone", async () => {
  const { call } = await kimaiSession("teamlead");
  const { data } = await call("list_time", { period: "this year", person: ["team Web team"] });
  expect(data.error).toMatchObject({ next: expect.stringContaining("'everyone'") });
});
