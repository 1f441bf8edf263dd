import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Approvals } from "#team/approval/approvals";
import { KeyRing } from "#team/keys/key-ring";
import { createVault, type Vault } from "#team/keys/vault";
import { removalSteps } from "#team/operation/removal-steps";
import { Invitations } from "#team/people/invitations";
import { OffBoarding } from "#team/people/off-boarding";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../fakes/fast-folder";
import { onBothStores } from "../store/stores";

onBothStores("removing a person", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let vault: Vault;
  let people: PeopleRepository;
  let sessions: Sessions;
  const clock = () => 1_000_000;
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      ({ code, name }) => code ?? name,
    );

  beforeEach(async () => {
    ({ database, again } = await store.empty());
    const ring = await KeyRing.open(database, join(fastFolder("leave"), "team.key"), clock);
    vault = createVault(database, ring, clock, "credentials");
    people = new PeopleRepository(database, clock);
    sessions = new Sessions(database, clock);
  });
  const add = async (name: string, isAdmin = false) =>
    (await people.create({ email: `${name}@example.org`, name, group: null, isAdmin, status: "active" })).id;

  async function settle(person: string) {
    const token = await sessions.begin(person, { method: "password", userAgent: "" });
    const sealed = await vault.seal(person, "s", "r", 1, "secret");
    await database.transaction((inside) => new Passwords(database, clock).store(inside, person, "hash"));
    await database.run("INSERT INTO passkeys VALUES (?, ?, ?, 0, '[]', 'key', 1, NULL)", [
      person,
      person,
      new Uint8Array(1),
    ]);
    await new Invitations(database, clock).create(person);
    return { token, sealed };
  }
  const left = async (person: string) => {
    const tables = {
      invitations: "person_id",
      passwords: "person_id",
      passkeys: "person_id",
      browser_sessions: "person_id",
      data_keys: "owner",
    };
    const rows = Object.entries(tables).map(async ([table, column]) => {
      const row = await database.first<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`, [
        person,
      ]);
      return row?.n;
    });
    return Promise.all(rows);
  };

  test("ends browsers, ways to sign in and secrets at once, and touches nobody else", async () => {
    const [admin, marta, piotr] = [await add("admin", true), await add("marta"), await add("piotr")];
    const ended = await settle(marta);
    const stays = await settle(piotr);
    const seen: string[] = [];
    const step = async (inside: Database, person: string) => {
      seen.push(person);
      await inside.run("UPDATE people SET name = 'step' WHERE id = ?", [person]);
    };
    const removed = await new OffBoarding(database, clock, [step]).remove(marta, { admin });
    expect(removed).toMatchObject({ id: marta, status: "removed", isAdmin: false });
    expect(seen).toEqual([marta]);
    expect(await people.find(marta)).toMatchObject({ status: "removed", name: "step" });
    expect(await left(marta)).toEqual([0, 0, 0, 0, 0]);
    expect(await left(piotr)).toEqual([1, 1, 1, 1, 1]);
    expect(await sessions.find(ended.token)).toBeUndefined();
    expect(await codeOf(vault.open(marta, "s", "r", 1, ended.sealed))).toBe("OwnerGone");
    expect((await sessions.find(stays.token))?.person.id).toBe(piotr);
    expect(await vault.open(piotr, "s", "r", 1, stays.sealed)).toBe("secret");
  });

  test("answers every open question with no, and takes back every yes that waits", async () => {
    const [marta, piotr] = [await add("marta"), await add("piotr")];
    const approvals = new Approvals(database, clock);
    const ask = async (person: string, call: string) =>
      (
        await approvals.ask({
          ...{ person, grant: "g", client: "Claude", says: null, tool: "delete_time", call, digest: call, agreed: [] },
          ...{ account: { id: "a", label: "Kimai" }, lines: [], entries: 1, others: false },
          ...{ firstAt: 1_000_000, expiresAt: 1_300_000 },
        })
      ).approval.id;
    const [open, allowed, denied, others] = [
      await ask(marta, "1"),
      await ask(marta, "2"),
      await ask(marta, "3"),
      await ask(piotr, "1"),
    ];
    await approvals.answer(allowed, marta, "allowed");
    await approvals.answer(denied, marta, "denied");
    await new OffBoarding(database, clock, removalSteps(clock)).remove(marta, "directory");
    const stateOf = async (id: string, person: string) => (await approvals.find(id, person))?.state;
    expect(await stateOf(open, marta)).toBe("withdrawn");
    expect(await stateOf(allowed, marta)).toBe("withdrawn");
    expect(await approvals.use(allowed)).toBe(false);
    expect(await stateOf(denied, marta)).toBe("denied");
    expect(await stateOf(others, piotr)).toBe("open");
  });

  test("is undone as a whole where one part fails", async () => {
    const marta = await add("marta");
    await settle(marta);
    const failing = new OffBoarding(database, clock, [
      async () => {
        throw new Error("no");
      },
    ]);
    await expect(failing.remove(marta, "operator")).rejects.toThrow("no");
    expect((await people.find(marta))?.status).toBe("active");
    expect(await left(marta)).toEqual([1, 1, 1, 1, 1]);
  });

  test("leaves nothing of what is added at the same moment", async () => {
    const other = await again();
    for (let round = 0; round < 5; round++) {
      const marta = await add(`marta-${round}`);
      await Promise.allSettled([
        new Sessions(other, clock).begin(marta, { method: "company", userAgent: "" }),
        vault.seal(marta, "s", "r", 1, "secret"),
        new Invitations(other, clock).create(marta),
        new OffBoarding(database, clock, []).remove(marta, "directory"),
        new Sessions(other, clock).begin(marta, { method: "company", userAgent: "" }),
        vault.seal(marta, "s", "r", 2, "secret"),
      ]);
      expect(await left(marta)).toEqual([0, 0, 0, 0, 0]);
    }
  });

  test("refuses oneself, the last admin and nobody to an admin, and nothing to the operator", async () => {
    const [admin, other] = [await add("admin", true), await add("other")];
    const offBoarding = new OffBoarding(database, clock, []);
    expect(await codeOf(offBoarding.remove(admin, { admin }))).toBe("oneself");
    expect(await codeOf(offBoarding.remove(admin, { admin: other }))).toBe("last_admin");
    expect(await codeOf(offBoarding.remove("nobody", "operator"))).toBe("unknown");
    expect((await people.find(admin))?.status).toBe("active");
    expect(await codeOf(offBoarding.remove(admin, "directory"))).toBe("done");
    expect(await codeOf(offBoarding.remove(admin, "operator"))).toBe("done");
  });

  test("leaves one admin when two remove each other at once", async () => {
    const [marta, piotr] = [await add("marta", true), await add("piotr", true)];
    const two = new OffBoarding(await again(), clock, []);
    const codes = await Promise.all([
      codeOf(new OffBoarding(database, clock, []).remove(marta, { admin: piotr })),
      codeOf(two.remove(piotr, { admin: marta })),
    ]);
    expect(codes.sort()).toEqual(["done", "last_admin"]);
  });

  test("does nothing for an admin who was removed or lost the right at the same moment", async () => {
    const [marta, piotr, priya] = [await add("marta", true), await add("piotr", true), await add("priya", true)];
    const two = new OffBoarding(await again(), clock, []);
    const codes = await Promise.all([
      codeOf(new OffBoarding(database, clock, []).remove(marta, { admin: piotr })),
      codeOf(two.remove(piotr, { admin: marta })),
    ]);
    expect([...codes].sort()).toEqual(["admins_only", "done"]);
    const [left = ""] = [marta, piotr].filter((_, place) => codes[place] !== "done");
    await add("noor", true);
    await people.setAdmin(left, false);
    expect(await codeOf(two.remove(priya, { admin: left }))).toBe("admins_only");
    expect((await people.find(priya))?.status).toBe("active");
  });
});
