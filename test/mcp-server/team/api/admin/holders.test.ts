import { beforeEach, expect, test } from "vitest";
import type { HoldersView } from "#team/api/admin/contract";
import { GrantRepository } from "#team/oauth/grants";
import type { Level } from "#team/oauth/levels";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { onBothStores } from "../../store/stores";
import { refusal } from "../call-endpoint";
import { adminServer } from "./server-fixture";

onBothStores("who has a permission now", (store) => {
  let database: Database;
  let server: Awaited<ReturnType<typeof adminServer>>;
  let priya: Person;
  let marta: Person;
  let designers: string;
  const now = Date.parse("2026-11-19T13:00:00Z");
  beforeEach(async () => {
    ({ database } = await store.empty());
    server = await adminServer(database, () => now);
    priya = await server.add("priya", { isAdmin: true });
    marta = await server.add("marta");
    designers = (await server.people.ensureGroup("Designers")).id;
    await server.people.setGroup(marta.id, designers);
  });
  const account = (person: Person, profile: string, { cells = {}, id = "kimai" } = {}) =>
    database.run(
      `INSERT INTO accounts (id, person_id, service, label, url, remote_person, permissions, secret, created_at, updated_at)
       VALUES (?, ?, ?, 'K', 'https://kimai.example.org', ?, ?, 'x', 1, 1)`,
      [`${id}-${person.id}`, person.id, "kimai", id, JSON.stringify({ profile, cells, tools: {} })],
    );
  const client = (person: Person, id: string, level: Level, more: object = {}) =>
    new GrantRepository(database, () => now).add({
      ...{ id, person: person.id, level, accounts: null, expiresAt: now + 1_000 },
      client: { id: `https://claude.ai/${id}.json`, name: "Claude", redirectHost: "claude.ai" },
      ...more,
    });
  const held = (cells: string, group?: string) =>
    server.call<HoldersView>(
      priya,
      "GET /api/admin/policy/holders",
      undefined,
      `?${new URLSearchParams({ cells, ...(group && { group }) })}`,
    );
  const cell = async (name: string, group?: string) => {
    const { ask, allow } = (await held(name, group))[name] ?? { ask: null, allow: null };
    return [ask?.people, ask?.clients, allow?.people, allow?.clients];
  };

  test("counts people by their best account, and clients by what they were let do", async () => {
    await account(marta, "manage");
    await account(marta, "look", { id: "second" });
    await account(priya, "track");
    await client(marta, "g1", "everything");
    await client(marta, "g2", "read");
    await client(priya, "g3", "manage");
    expect(await cell("project.update")).toEqual([0, 0, 1, 1]);
    expect(await cell("time.delete")).toEqual([2, 2, 0, 0]);
    expect(await cell("time.read")).toEqual([0, 0, 2, 3]);
    expect(await cell("time.read", designers)).toEqual([0, 0, 1, 2]);
    expect(Object.keys(await held("time.read,tag.read"))).toEqual(["time.read", "tag.read"]);
  });

  test("counts no more than company, group and account leave", async () => {
    await account(marta, "everything", { cells: { "tag.delete": "off" } });
    await account(priya, "everything");
    await client(marta, "g1", "everything");
    expect(await cell("tag.delete")).toEqual([0, 0, 1, 0]);
    // Kimai cannot change a tag.
    expect(await cell("tag.update")).toEqual([0, 0, 0, 0]);
    await server.bounds.setGroup(designers, { permissions: { "*.update": "ask" } }, 0);
    expect(await cell("project.update")).toEqual([1, 1, 1, 0]);
    await server.bounds.setGroup(designers, { permissions: { "*.update": "ask" }, clients: ["chatgpt"] }, 1);
    expect(await cell("project.update")).toEqual([1, 0, 1, 0]);
    await server.bounds.setCompany({ permissions: { "project.*": "off" } }, 0);
    expect(await cell("project.update")).toEqual([0, 0, 0, 0]);
    await server.bounds.setCompany({ clientKinds: { document: "track" }, services: { clockodo: {} } }, 1);
    expect(await cell("time.read")).toEqual([0, 0, 0, 0]);
  });

  test("leaves out who was removed, clients that ended, and accounts that a client does not have or that are damaged", async () => {
    const tom = await server.add("tom");
    await account(tom, "everything");
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [tom.id]);
    await account(marta, "everything");
    await client(marta, "over", "everything", { expiresAt: now });
    await client(marta, "other", "everything", { accounts: ["kimai-of-nobody"] });
    await client(marta, "revoked", "everything");
    await new GrantRepository(database, () => now).revoke(marta.id, "revoked");
    expect(await cell("time.read")).toEqual([0, 0, 1, 0]);
    await database.run("UPDATE accounts SET permissions = '{broken' WHERE person_id = ?", [marta.id]);
    expect(await cell("time.read")).toEqual([0, 0, 0, 0]);
  });

  test("is told of no cell or group that there is not", async () => {
    expect(await refusal(held("time.read,nonsense"))).toBe("400 bad_input");
    expect(await refusal(held(""))).toBe("400 bad_input");
    expect(await refusal(held("time.read", "nobody"))).toBe("404 unknown");
  });
});
