import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { directoryLog } from "#team/api/admin/log";
import { AuditLog } from "#team/audit/audit-log";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { ScimError } from "#team/people/scim/messages";
import { Scim } from "#team/people/scim/scim";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

interface Published {
  name: string;
  method: string;
  path: string;
  body?: unknown;
}

const published = (directory: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../../data/scim/${directory}.json`), "utf8")) as Published[];
const clock = () => 1_000_000;

onBothStores("the requests that directories publish", (store) => {
  let database: Database;
  let people: PeopleRepository;
  let audit: AuditLog;
  let scim: Scim;
  beforeEach(async () => {
    ({ database } = await store.empty());
    people = new PeopleRepository(database, clock);
    audit = new AuditLog(database, (error) => {
      throw error;
    });
    const offBoarding = new OffBoarding(database, clock, []);
    scim = new Scim(database, offBoarding, "https://time.example.org", clock, directoryLog(audit, clock));
  });

  const send = (method: string, path: string, body?: unknown) => {
    const url = new URL(path, "https://time.example.org");
    const request = { method, path: url.pathname, query: url.searchParams, body: async () => body };
    return scim.handle(request).catch((error: unknown) => {
      if (!(error instanceof ScimError)) throw error;
      return { status: error.status, body: { detail: error.message } };
    });
  };

  /** Sends one after the other. @returns what was answered to each, by its name */
  async function play(directory: string, until?: string) {
    const ids = { user: "", group: "" };
    const answers: Record<string, { status: number; body?: unknown }> = {};
    for (const { name, method, path, body } of published(directory)) {
      const filled = (text: string) => text.replaceAll("{user}", ids.user).replaceAll("{group}", ids.group);
      const answer = await send(method, filled(path), body && JSON.parse(filled(JSON.stringify(body))));
      answers[name] = answer;
      if (name === "create the user") ids.user = (answer.body as { id: string }).id;
      if (name === "create the group") ids.group = (answer.body as { id: string }).id;
      if (name === until) break;
    }
    return { ids, answers };
  }
  const groupOf = async (person: string) => {
    const group = (await people.find(person))?.group;
    return (await people.groups()).find(({ id }) => id === group)?.name;
  };

  test("Entra creates, changes, and deletes a user and a group", async () => {
    const { ids, answers } = await play("entra");
    expect(Object.values(answers).map(({ status }) => status)).toEqual([
      ...[200, 200, 201, 200, 200, 200, 200, 200, 201, 200],
      ...[204, 204, 204, 200, 204, 204],
    ]);
    expect(answers).toMatchObject({
      "test the connection": { body: { totalResults: 0, Resources: [] } },
      "create the user": {
        body: { externalId: "jyoung", userName: "jyoung@testuser.com", displayName: "Joy Young", active: true },
      },
      "change an address and the family name": { body: { emails: [{ value: "updatedemail@microsoft.com" }] } },
      "change the user principal name": {
        body: {
          userName: "5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com",
          emails: [{ value: "updatedemail@microsoft.com" }],
        },
      },
      "read the group": { body: { displayName: "displayName" } },
      "disable the user": { body: { active: false } },
    });
    expect(answers["read the group"]?.body).not.toHaveProperty("members");
    expect((await send("GET", `/Users/${ids.user}`)).status).toBe(404);
    expect((await people.find(ids.user))?.status).toBe("removed");
  });

  test("Okta creates and changes a user and a group, and activates the user again", async () => {
    const { ids, answers } = await play("okta");
    expect(Object.values(answers).map(({ status }) => status)).toEqual([
      ...[200, 200, 200, 201, 200, 200, 201, 200],
      ...[204, 204, 204, 204, 200, 200, 204],
    ]);
    expect(answers).toMatchObject({
      "read the groups": { body: { totalResults: 0 } },
      "update the profile": { body: { displayName: "Another User", active: true } },
      "deactivate the user": { body: { active: false } },
      "activate the user again": { body: { active: true } },
    });
    expect(await people.find(ids.user)).toMatchObject({ status: "invited", email: "test.user@okta.local" });
  });

  test.each(["entra", "okta"])("%s puts a user in a group, and takes them out", async (directory) => {
    const { ids } = await play(directory, "add a member");
    const name = (await people.groups())[0]?.name;
    expect(name).toMatch(/updatedDisplayName|renamed/);
    expect(await groupOf(ids.user)).toBe(name);
    expect((await send("GET", `/Groups/${ids.group}`)).body).toMatchObject({ members: [{ value: ids.user }] });
    const filter = encodeURIComponent(`id eq "${ids.group}" and members eq "${ids.user}"`);
    expect((await send("GET", `/Groups?filter=${filter}`)).body).toMatchObject({ totalResults: 1 });
    await send("PATCH", `/Groups/${ids.group}`, { Operations: [{ op: "Remove", path: "members" }] });
    expect(await groupOf(ids.user)).toBeUndefined();
    expect((await send("GET", `/Groups?filter=${filter}`)).body).toMatchObject({ totalResults: 0 });
  });

  test("gives a user of several groups the first in the alphabet, also after one is renamed or deleted", async () => {
    const { ids } = await play("okta", "create the user");
    const members = [{ value: ids.user }, { value: "somebody who is not here" }];
    const add = async (displayName: string) =>
      ((await send("POST", "/Groups", { displayName, members })).body as { id: string }).id;
    const [designers, finance] = [await add("Designers"), await add("Finance")];
    expect(await groupOf(ids.user)).toBe("Designers");
    await send("PATCH", `/Groups/${designers}`, {
      Operations: [{ op: "replace", path: "displayName", value: "Graphics" }],
    });
    expect(await groupOf(ids.user)).toBe("Finance");
    await send("DELETE", `/Groups/${finance}`);
    expect(await groupOf(ids.user)).toBe("Graphics");
    expect((await send("POST", "/Groups", { displayName: "Graphics" })).status).toBe(409);
    await send("PUT", `/Groups/${designers}`, { displayName: "Graphics", members: [] });
    expect(await groupOf(ids.user)).toBeUndefined();
  });

  test("notes in the audit log what was done and refused, without any text", async () => {
    const { ids } = await play("entra");
    await send("PATCH", `/Users/${ids.user}`, { Operations: [] });
    const lines = (await audit.adminActions(Number.MAX_SAFE_INTEGER, 50)).reverse();
    expect(lines.map(({ person, tool, ids: [about] }) => [person, tool, about])).toEqual([
      ["directory", "directory_add_user", ids.user],
      ...Array(3).fill(["directory", "directory_change_user", ids.user]),
      ...Array(4).fill(["directory", "directory_change_group", ids.group]),
      ...Array(2).fill(["directory", "directory_remove_user", ids.user]),
      ["directory", "directory_remove_group", ids.group],
      ["directory", "directory_refused", ids.user],
    ]);
    for await (const line of audit.export()) expect(line).not.toMatch(/joy|testuser|displayName/i);
  });
});
