import { beforeEach, expect, test } from "vitest";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { PeopleRepository } from "#team/people/people-repository";
import { absoluteLimit, idleLimit, Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

onBothStores("sessions", (store) => {
  let database: Database;
  let sessions: Sessions;
  let people: PeopleRepository;
  let now: number;
  let marta: string;
  let piotr: string;
  beforeEach(async () => {
    now = 1_000_000_000;
    ({ database } = await store.empty());
    sessions = new Sessions(database, () => now);
    people = new PeopleRepository(database, () => now);
    const add = async (name: string) =>
      (await people.create({ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active" })).id;
    [marta, piotr] = [await add("marta"), await add("piotr")];
  });
  const begin = (person = marta, former?: string) =>
    sessions.begin(person, { method: "password", userAgent: "Firefox ".repeat(100), former });

  test("tell who is signed in, and keep no token", async () => {
    const token = await begin();
    const found = await sessions.find(token);
    expect(found).toMatchObject({
      person: { id: marta, email: "marta@example.org" },
      method: "password",
      signedInAt: now,
    });
    expect(JSON.stringify(await database.all("SELECT * FROM browser_sessions"))).not.toContain(token);
    expect(await sessions.find(`${token}x`)).toBeUndefined();
    expect(await sessions.find("")).toBeUndefined();
  });

  test("get a new token at each sign-in, and the former one ends", async () => {
    const former = await begin();
    const token = await begin(piotr, former);
    expect(token).not.toBe(former);
    expect(await sessions.find(former)).toBeUndefined();
    expect((await sessions.find(token))?.person.id).toBe(piotr);
  });

  test("end when they are not used, and at the latest after a week", async () => {
    const token = await begin();
    now += idleLimit - 1;
    expect(await sessions.find(token)).toBeDefined();
    now += idleLimit;
    expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.list(marta)).toEqual([]);
    const used = await begin();
    const start = now;
    for (; now < start + absoluteLimit; now += idleLimit / 2) await sessions.find(used);
    now = start + absoluteLimit - 1;
    expect(await sessions.find(used)).toBeDefined();
    now += 1;
    expect(await sessions.find(used)).toBeUndefined();
  });

  test("are listed no longer than the company lets them last", async () => {
    const token = await begin();
    await new BoundsRepository(database, () => now).setCompany({ signInHours: 8 }, 0);
    now += 8 * 3_600_000 - 1;
    expect(await sessions.list(marta)).toHaveLength(1);
    expect(await sessions.find(token)).toBeDefined();
    now += 1;
    expect(await sessions.list(marta)).toEqual([]);
    expect(await sessions.find(token)).toBeUndefined();
  });

  test("last an hour where the company's policy cannot be read, as one of a later version", async () => {
    const bounds = new BoundsRepository(database, () => now);
    await bounds.setCompany({ signInHours: 168 }, 0);
    await database.run("UPDATE upper_bounds SET policy = ?", ['{"later":1}']);
    const token = await begin();
    now += 3_600_000 - 1;
    expect(await sessions.find(token)).toBeDefined();
    now += 1;
    expect(await sessions.find(token)).toBeUndefined();
  });

  test("are cleared away when they have ended", async () => {
    await begin();
    now += idleLimit;
    await begin();
    expect(await database.first("SELECT count(*) AS n FROM browser_sessions")).toEqual({ n: 1 });
  });

  test("hold for active people only", async () => {
    const token = await begin();
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta]);
    expect(await sessions.find(token)).toBeUndefined();
    await expect(begin()).rejects.toMatchObject({ code: "removed" });
    await expect(begin("nobody")).rejects.toMatchObject({ code: "removed" });
    await database.run("UPDATE people SET status = 'invited' WHERE id = ?", [piotr]);
    expect(await sessions.find(await begin(piotr))).toBeUndefined();
  });

  test("are listed newest use first, and one person cannot end another's", async () => {
    const first = await begin();
    now += 120_000;
    const second = await begin();
    now += 120_000;
    await sessions.find(first);
    const list = await sessions.list(marta);
    expect(list.map(({ signedInAt, lastSeenAt }) => [signedInAt, lastSeenAt])).toEqual([
      [now - 240_000, now],
      [now - 120_000, now - 120_000],
    ]);
    expect(list[0]?.userAgent).toHaveLength(200);
    const id = list[1]?.id ?? "";
    expect(await sessions.endOne(piotr, id)).toBe(false);
    expect(await sessions.find(second)).toBeDefined();
    expect(await sessions.endOne(marta, id)).toBe(true);
    expect(await sessions.find(second)).toBeUndefined();
    expect(await sessions.find(first)).toBeDefined();
  });

  test("end one by one, all but this one, or all", async () => {
    const [one, two, three] = [await begin(), await begin(), await begin()];
    const other = await begin(piotr);
    await sessions.end(one);
    expect(await sessions.find(one)).toBeUndefined();
    expect(await sessions.endAll(marta, two)).toBe(1);
    expect(await sessions.find(three)).toBeUndefined();
    expect(await sessions.find(two)).toBeDefined();
    expect(await sessions.endAll(marta)).toBe(1);
    expect(await sessions.find(two)).toBeUndefined();
    expect(await sessions.find(other)).toBeDefined();
  });
});
