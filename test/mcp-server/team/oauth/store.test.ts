import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { defaultLimits, RateLimits } from "#team/http/rate-limits";
import { StoredModel } from "#team/oauth/adapter";
import { GrantRepository, grantIdOf } from "#team/oauth/grants";
import { itemSealer, loadProviderKeys } from "#team/oauth/keys";
import { isStoredSecret } from "#team/oauth/stored-secret";
import { sweep } from "#team/oauth/sweep";
import { removalSteps } from "#team/operation/removal-steps";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import type { Database } from "#team/store/database";
import { plainSealer } from "../../../fakes/team/server";
import { onBothStores } from "../store/stores";

const day = 86_400_000;

onBothStores("what the authorization server keeps", (store) => {
  let now = 1_700_000_000_000;
  const clock = () => now;
  const model = async (name: string, database?: Database) => {
    const opened = database ?? (await store.empty()).database;
    return new StoredModel(name, { database: opened, clock, sealer: plainSealer });
  };
  const add = async (database: Database, grant: Parameters<GrantRepository["add"]>[0]) => {
    const person = [grant.person, `${grant.person}@example.org`, grant.person];
    await database.run(
      `INSERT INTO people (id, email, name, is_admin, status, created_at, updated_at) VALUES (?, ?, ?, 0, 'active', 1, 1)
       ON CONFLICT DO NOTHING`,
      person,
    );
    return new GrantRepository(database, clock).add(grant);
  };
  const grantFor = (id: string, more: object = {}) => ({
    id: grantIdOf(id),
    person: `person-${id}`,
    client: { id: `client-${id}`, name: "Client", redirectHost: "127.0.0.1" },
    level: "track" as const,
    accounts: null,
    expiresAt: now + 30 * day,
    ...more,
  });

  test("a code is redeemed by one of twenty that try at once on two replicas, and the grant ends", async () => {
    const { database, again } = await store.empty();
    const second = await again();
    const grants = new GrantRepository(database, clock);
    const [code, grant] = [randomUUID(), randomUUID()];
    await add(database, grantFor(grant));
    const replicas = [await model("AuthorizationCode", database), await model("AuthorizationCode", second)];
    await replicas[0]?.upsert(code, { grantId: grant }, 60);
    const tries = Array.from({ length: 20 }, (_, index) => replicas[index % 2]?.consume(code));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [refused] = settled.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject({ reason: { error: "invalid_grant" } });
    expect(await grants.of(`person-${grant}`)).toEqual([]);
  });

  test("a refresh token is redeemed by all that try within ten seconds on two replicas, and later ends the grant", async () => {
    const { database, again } = await store.empty();
    const grants = new GrantRepository(database, clock);
    const [token, grant] = [randomUUID(), randomUUID()];
    await add(database, grantFor(grant));
    const replicas = [await model("RefreshToken", database), await model("RefreshToken", await again())];
    await replicas[0]?.upsert(token, { grantId: grant }, 3_600);
    await Promise.all(Array.from({ length: 6 }, (_, index) => replicas[index % 2]?.consume(token)));
    now += 9_999;
    await replicas[1]?.consume(token);
    expect((await replicas[1]?.find(token))?.consumed).toBeUndefined();
    // The ten seconds begin with the first use and not with the last.
    now += 1;
    expect((await replicas[1]?.find(token))?.consumed).toBe(Math.floor((now - 10_000) / 1_000));
    expect(await grants.of(`person-${grant}`)).toHaveLength(1);
    await expect(replicas[1]?.consume(token)).rejects.toMatchObject({ error: "invalid_grant" });
    expect(await grants.of(`person-${grant}`)).toEqual([]);
  });

  test("a grant does not count for somebody who is removed at the same moment or was before", async () => {
    const { database, again } = await store.empty();
    const offBoarding = new OffBoarding(await again(), clock, removalSteps(clock));
    const grants = new GrantRepository(database, clock);
    const people = new PeopleRepository(database, clock);
    for (let round = 0; round < 5; round++) {
      const made = {
        email: `p${round}@example.org`,
        name: "P",
        group: null,
        isAdmin: false,
        status: "active",
      } as const;
      const { id: person } = await people.create(made);
      const [first] = await Promise.all([
        grants.add(grantFor(`${round}-a`, { person })),
        offBoarding.remove(person, "operator"),
      ]);
      expect(await grants.of(person), `granted first: ${first}`).toEqual([]);
      expect(await grants.add(grantFor(`${round}-b`, { person }))).toBe(false);
      expect(await grants.of(person)).toEqual([]);
    }
  });

  test("what is kept is found by id and uid, until it expires or is destroyed", async () => {
    const { database } = await store.empty();
    const sessions = await model("Session", database);
    const [id, uid] = [randomUUID(), randomUUID()];
    await sessions.upsert(id, { uid, accountId: "p1" }, 60);
    expect(await sessions.find(id)).toEqual({ uid, accountId: "p1" });
    expect(await sessions.findByUid(uid)).toEqual({ uid, accountId: "p1" });
    expect(await (await model("Grant", database)).find(id)).toBeUndefined();
    now += 60_000;
    expect(await sessions.find(id)).toBeUndefined();
    await sessions.upsert(id, { uid, accountId: "p2" }, 60);
    expect(await sessions.find(id)).toEqual({ uid, accountId: "p2" });
    await sessions.destroy(id);
    expect(await sessions.find(id)).toBeUndefined();
  });

  test("what was consumed says so and stays consumed when it is saved again", async () => {
    const codes = await model("AuthorizationCode");
    const id = randomUUID();
    await codes.upsert(id, { accountId: "p1" }, 60);
    await codes.consume(id);
    await codes.upsert(id, { accountId: "p1" }, 60);
    expect(await codes.find(id)).toMatchObject({ consumed: Math.floor(now / 1_000) });
  });

  test("revoking a grant takes all its tokens, and nobody else's", async () => {
    const { database } = await store.empty();
    const grants = new GrantRepository(database, clock);
    const tokens = await model("AccessToken", database);
    const [mine, other] = [randomUUID(), randomUUID()];
    for (const id of [mine, other]) {
      await add(database, grantFor(id));
      await tokens.upsert(`token-${id}`, { grantId: id }, 900);
    }
    expect(await grants.revoke(`person-${other}`, grantIdOf(mine))).toBe(false);
    expect(await grants.revoke(`person-${mine}`, grantIdOf(mine))).toBe(true);
    expect(await grants.revoke(`person-${mine}`, grantIdOf(mine))).toBe(false);
    expect(await tokens.find(`token-${mine}`)).toBeUndefined();
    expect(await tokens.find(`token-${other}`)).toBeDefined();
    await grants.revokeAllOf(`person-${other}`);
    expect(await tokens.find(`token-${other}`)).toBeUndefined();
    expect(await grants.knows(`person-${mine}`, `client-${mine}`)).toBe(true);
    expect(await grants.knows(`person-${mine}`, `client-${other}`)).toBe(false);
  });

  test("a grant is listed until it expires, and only lowered", async () => {
    const { database } = await store.empty();
    const grants = new GrantRepository(database, clock);
    const id = randomUUID();
    const grant = grantFor(id, { accounts: ["a1"], expiresAt: now + day });
    await add(database, grant);
    await add(database, { ...grant, level: "everything" });
    expect(await grants.of(grant.person)).toEqual([{ ...grant, createdAt: now, lastUsedAt: null }]);
    expect(await grants.lowerTo(grant.person, grant.id, "manage", ["everything"])).toBe(false);
    expect(await grants.lowerTo("somebody", grant.id, "read", ["track", "manage", "everything"])).toBe(false);
    expect(await grants.lowerTo(grant.person, grant.id, "read", ["track", "manage", "everything"])).toBe(true);
    expect((await grants.of(grant.person))[0]?.level).toBe("read");
    now += day;
    expect(await grants.of(grant.person)).toEqual([]);
  });

  test("10,000 registrations that nobody uses are gone after a day, and one that is used stays", async () => {
    const { database } = await store.open();
    const { createSchema } = await import("#team/store/create-schema");
    await createSchema(database);
    const clients = await model("Client", database);
    const used = randomUUID();
    await clients.upsert(`client-${used}`, { client_id: used });
    await add(database, grantFor(used));
    await (await model("AccessToken", database)).upsert(randomUUID(), { grantId: used }, 900);
    const rows = Array.from({ length: 500 }, () => "('Client', ?, '{}', ?, ?)").join(", ");
    for (let part = 0; part < 20; part++) {
      const values = Array.from({ length: 500 }, (_, index) => [`c${part}-${index}`, now + part, now + day]).flat();
      await database.run(`INSERT INTO oauth_items (model, id, payload, created_at, expires_at) VALUES ${rows}`, values);
    }
    const count = async () =>
      (await database.first<{ count: number }>("SELECT COUNT(*) AS count FROM oauth_items WHERE model = 'Client'"))
        ?.count;
    await sweep(database, clock, 9_000);
    expect(await count()).toBe(9_001);
    const oldest = await database.first("SELECT 1 AS one FROM oauth_items WHERE id = 'c0-0'");
    expect(oldest).toBeUndefined();
    now += day;
    await sweep(database, clock, 9_000);
    expect(await count()).toBe(1);
    expect(await clients.find(`client-${used}`)).toEqual({ client_id: used });
    now += 61 * day;
    await sweep(database, clock, 9_000);
    expect(await count()).toBe(0);
  });

  test("a yes after which the client never came is forgotten after an hour", async () => {
    const { database } = await store.empty();
    const grants = new GrantRepository(database, clock);
    const [waiting, done] = [randomUUID(), randomUUID()];
    await add(database, grantFor(waiting));
    await add(database, grantFor(done));
    await (await model("RefreshToken", database)).upsert(randomUUID(), { grantId: done }, 90_000);
    await sweep(database, clock);
    expect(await grants.of(`person-${waiting}`)).toHaveLength(1);
    now += 3_600_001;
    await sweep(database, clock);
    expect(await grants.of(`person-${waiting}`)).toEqual([]);
    expect(await grants.of(`person-${done}`)).toHaveLength(1);
  });

  test("all replicas share the keys that the first one made, and a sealed text opens only in its place", async () => {
    const { database, again } = await store.empty();
    const made = await Promise.all([database, await again()].map((one) => loadProviderKeys(one, clock, plainSealer)));
    expect(made[0]).toEqual(made[1]);
    expect(await loadProviderKeys(database, clock, plainSealer)).toEqual(made[0]);
    const [one, two] = made.map((keys) => itemSealer(keys ?? { items: "" }));
    const sealed = (await one?.seal("here", "text")) ?? "";
    expect(sealed).not.toContain("text");
    expect(await two?.open("here", sealed)).toBe("text");
    await expect(two?.open("there", sealed)).rejects.toThrow();
  });

  test("a restart forgets no guesses at passwords and tokens", async () => {
    const { database, again } = await store.empty();
    const few = { points: 2, duration: 60 };
    const limits = { ...defaultLimits, password: few, scim: few };
    const before = new RateLimits(database, limits);
    for (const name of ["password", "scim"] as const) {
      const key = randomUUID();
      expect(await before.waitOf(name, key)).toBeNull();
      await before.take(name, key);
      expect(await before.waitOf(name, key)).toBeNull();
      await before.take(name, key);
      const after = new RateLimits(await again(), limits);
      expect(await after.waitOf(name, key)).toBeGreaterThan(50);
      expect(await after.take(name, key)).toBeGreaterThan(50);
    }
  });

  test("requests beyond a limit wait, each key for itself", async () => {
    const { database, again } = await store.empty();
    const few = { points: 3, duration: 60 };
    const all = { ...defaultLimits, tool: few, password: few };
    const key = randomUUID();
    const one = new RateLimits(database, all);
    const other = new RateLimits(await again(), all);
    for (const name of ["password", "tool"] as const) {
      // Replicas share the count of guesses at passwords; calls are counted by each for itself.
      const second = name === "password" ? other : one;
      for (const limits of [one, second, one]) expect(await limits.take(name, key)).toBeNull();
      const wait = await second.take(name, key);
      expect(wait).toBeGreaterThan(50);
      expect(wait).toBeLessThanOrEqual(60);
      expect(await one.take(name, key)).not.toBeNull();
      expect(await one.take(name, `${key}-2`)).toBeNull();
    }
    expect(await other.take("tool", key)).toBeNull();
    expect(await one.take("person", key)).toBeNull();
  });

  test("knows codes and refresh tokens that have not expired", async () => {
    const { database } = await store.empty();
    const isStored = (secret: string) => isStoredSecret(database, clock, secret);
    for (const name of ["AuthorizationCode", "RefreshToken", "AccessToken"])
      await (await model(name, database)).upsert(`${name}-1`, {}, 60);
    await (await model("RefreshToken", database)).upsert("old", {}, -1);
    const known = await Promise.all(["AuthorizationCode-1", "RefreshToken-1", "AccessToken-1", "old"].map(isStored));
    expect(known).toEqual([true, true, false, false]);
  });
});
