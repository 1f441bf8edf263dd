import { expect, test } from "vitest";
import { accountResult } from "#core/domain/results/account";
import { workResult } from "#core/domain/results/entries";
import { openToolSession } from "../../../../fakes/tool-session";

test("finds by part of a name, with ids and parents, and counts what is left out", async () => {
  const { call } = openToolSession();
  const { data, text } = await call("find_work", { query: "website", levels: ["project"], limit: 1, detail: "full" });
  const found = workResult.parse(data);
  expect(found.items).toHaveLength(1);
  expect(found.items[0]).toMatchObject({ level: "project", parents: { customer: { name: "Acme" } }, bookable: true });
  expect(found.more).toBe(1);
  expect(text).toContain("1 more not shown");
});

test("activities of one project, tags, and hidden ones only when asked for", async () => {
  const { call } = openToolSession();
  expect((await call("find_work", { levels: ["activity"], project: "Website care" })).data).toMatchObject({
    found: {
      columns: ["id", "name", "in", "why_not_bookable"],
      activity: [
        ["21", "Bugs", "Acme / Website care"],
        ["22", "Meeting"],
      ],
    },
  });
  expect((await call("find_work", { levels: ["tag"] })).data).toMatchObject({
    found: { tag: [["1", "remote"]] },
  });
  const names = async (args: object) =>
    workResult
      .parse((await call("find_work", { levels: ["project"], detail: "full", ...args })).data)
      .items.map(({ name }) => name);
  expect(await names({})).not.toContain("Attic");
  expect(await names({ include_hidden: true })).toContain("Attic");
});

test("people are off for Track, and listed where the account allows it", async () => {
  expect((await openToolSession().call("find_work", { levels: ["person"] })).data).toMatchObject({
    error: { code: "permission" },
  });
  expect((await openToolSession({ profile: "manage" }).call("find_work", { levels: ["person"] })).data).toMatchObject({
    found: {
      person: [
        ["7", "Ada Lovelace"],
        ["8", "Charles Babbage"],
      ],
    },
  });
});

const ada = { person: { id: "7", name: "Ada", email: "ada@example.org" } };

test("get_account tells the windows the person's e-mail address, which names the account there", async () => {
  const { call } = openToolSession({ tray: true, facts: ada });
  expect((await call("get_account")).data).toMatchObject(ada);
});

test("get_account tells who, zone, booking rules and what the service refuses, and no e-mail", async () => {
  const { call } = openToolSession({ facts: { ...ada, refused: { "others_time.read": "no right" } } });
  const { data, text } = await call("get_account", { show: ["rights"] });
  expect(accountResult.parse(data)).toMatchObject({
    person: { id: "7", name: "Ada" },
    zone: "Europe/Berlin",
    booking: { required: ["project", "activity"], running_limit: 1 },
    refused: { "others_time.read": "no right" },
  });
  expect(JSON.stringify(data) + text).not.toContain("ada@example.org");
});

test("without a query the recent work and the favourites come along; with one they do not", async () => {
  const { call, memory } = openToolSession();
  await call("log_time", { entries: [{ from: "8", to: "9", project: "Website care", activity: "Bugs", text: "Fix" }] });
  const records = {
    list: async ({ type }: { type: string }) => ({
      records: type === "favourite" ? [{ type: "favourite", id: "41", name: "Daily\u202e", values: {} }] : [],
      total: 1,
      notes: [],
    }),
  };
  Object.assign(memory, { records });
  const { data, text } = await call("find_work");
  expect(data).toMatchObject({
    favourites: [{ id: "41", name: "Daily" }],
    recent: [{ work: "Acme / Website care / Bugs", text: "Fix" }],
  });
  expect(text).toContain("- #41 Daily");
  const narrow = await call("find_work", { query: "bugs" });
  expect(narrow.data).not.toHaveProperty("favourites");
  expect(narrow.data).not.toHaveProperty("recent");
});

test("favourites that the account may not see, or has not, are left out and stop nothing", async () => {
  const off = openToolSession({ permissions: { cells: { "favourite.read": "off" } } });
  const { ServiceError } = await import("#core/domain/errors");
  const records = {
    list: async () => {
      throw new ServiceError("not_found", "There is no such page.");
    },
  };
  Object.assign(off.memory, { records });
  expect((await off.call("find_work")).isError).toBe(false);
  const old = openToolSession();
  Object.assign(old.memory, { records });
  const { data, isError } = await old.call("find_work");
  expect(isError).toBe(false);
  expect(data).not.toHaveProperty("favourites");
});

test("get_account tells rights, plugins, settings and colours only where asked for", async () => {
  const { call, memory } = openToolSession({
    facts: {
      refused: { "team.read": "no right", "rate.read": "no right" },
      modules: { MetaFieldsBundle: "2.1" },
      supervisor: { id: "3", name: "Susan" },
    },
  });
  const small = await call("get_account");
  expect(small.data).not.toHaveProperty("refused");
  expect(small.data).toMatchObject({ supervisor: { name: "Susan" } });
  expect(small.text).toContain("supervisor: Susan");
  const without = await call("get_account", { show: ["rights", "settings"] });
  expect(without.data).toMatchObject({
    refused: { "team.read": "no right" },
    notes: ["This service keeps no settings that can be read."],
  });
  expect(without.data).not.toHaveProperty("settings");
  memory.settings = async () => ({ tracking: "punch", colours: { Red: "#f00" }, note: "a\u202eb" });
  const { data, text } = await call("get_account", { show: ["rights", "plugins", "settings", "colours"] });
  expect(data).toMatchObject({
    refused: { "team.read": "no right" },
    modules: { MetaFieldsBundle: "2.1" },
    settings: { tracking: "punch", note: "ab" },
    colours: { Red: "#f00" },
  });
  expect(text).toContain("Refused team.read, rate.read: no right");
  expect(text).toContain("Plugins: MetaFieldsBundle 2.1");
});

test("get_account says in one sentence why leave is not possible", async () => {
  const why = "the absence plugin is not installed";
  const { call } = openToolSession({ facts: { refused: { "absence.read": why } } });
  const { data, text } = await call("get_account");
  expect(data.notes).toEqual([`Leave is not possible here: ${why}.`]);
  expect(text).toContain(`Leave is not possible here: ${why}.`);
  expect((await openToolSession().call("get_account")).data.notes).toBeUndefined();
});
