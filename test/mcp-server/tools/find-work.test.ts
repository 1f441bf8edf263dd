import { expect, test } from "vitest";
import { accountResult, workResult } from "../../../mcp-server/domain/results";
import { testDesk } from "../../fakes/desk";

test("finds by part of a name, with ids and parents, and counts what is left out", async () => {
  const { call } = testDesk();
  const { data, text } = await call("find_work", { query: "website", levels: ["project"], limit: 1, detail: "full" });
  const found = workResult.parse(data);
  expect(found.items).toHaveLength(1);
  expect(found.items[0]).toMatchObject({ level: "project", parents: { customer: { name: "Acme" } }, bookable: true });
  expect(found.more).toBe(1);
  expect(text).toContain("1 more not shown");
});

test("activities of one project, tags, and hidden ones only when asked for", async () => {
  const { call } = testDesk();
  expect((await call("find_work", { levels: ["activity"], project: "Website care" })).data).toMatchObject({
    found: { activity: [{ name: "Bugs", in: "Acme / Website care" }, { name: "Meeting" }] },
  });
  expect((await call("find_work", { levels: ["tag"] })).data).toMatchObject({
    found: { tag: [{ name: "remote" }] },
  });
  const names = async (args: object) =>
    workResult
      .parse((await call("find_work", { levels: ["project"], detail: "full", ...args })).data)
      .items.map(({ name }) => name);
  expect(await names({})).not.toContain("Attic");
  expect(await names({ include_hidden: true })).toContain("Attic");
});

test("people are off for Track, and listed where the account allows it", async () => {
  expect((await testDesk().call("find_work", { levels: ["person"] })).data).toMatchObject({
    error: { code: "permission" },
  });
  expect((await testDesk({ profile: "manage" }).call("find_work", { levels: ["person"] })).data).toMatchObject({
    found: { person: [{ name: "Ada Lovelace" }, { name: "Charles Babbage" }] },
  });
});

test("get_account tells who, zone, booking rules and what the service refuses, and no e-mail", async () => {
  const { call } = testDesk({
    facts: { person: { id: "7", name: "Ada", email: "ada@example.org" }, refused: { "others_time.read": "no right" } },
  });
  const { data, text } = await call("get_account", { show: ["rights"] });
  expect(accountResult.parse(data)).toMatchObject({
    person: { id: "7", name: "Ada" },
    zone: "Europe/Berlin",
    booking: { required: ["project", "activity"], running_limit: 1 },
    refused: { "others_time.read": "no right" },
  });
  expect(JSON.stringify(data) + text).not.toContain("ada@example.org");
});
