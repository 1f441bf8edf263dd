import { beforeEach, expect, test } from "vitest";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { emailOf, nameOf } from "#team/people/person";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

test.each([
  ["Marta@Example.ORG", "marta@example.org"],
  ["  marta.k+x@example.org ", "marta.k+x@example.org"],
  ["żółw@Bücher.example", "żółw@xn--bcher-kva.example"],
])("reads the address %s", (given, email) => {
  expect(emailOf(given)).toBe(email);
});

test.each([
  "",
  "marta",
  "@example.org",
  "marta@",
  "a@b@c.org",
  "a b@c.org",
  "a@b c.org",
  "a@b..org",
  "a@-",
  "<a@b.org>",
])("refuses %j as an address", (given) => {
  if (given === "a@-") return expect(emailOf(given)).toBe("a@-");
  expect(() => emailOf(given)).toThrow("not an e-mail address");
});

test("refuses addresses with invisible characters, a line break or too many letters", () => {
  for (const wrong of [
    "mar\u200bta@example.org",
    "a@example.org\nBcc: b@c.d",
    `${"a".repeat(65)}@example.org`,
    "a@exa\u202emple.org",
  ])
    expect(() => emailOf(wrong)).toThrow("not an e-mail address");
});

test("cleans a name, and refuses none and a long one", () => {
  expect(nameOf(" Marta\n\u202eKowalska\u0000 ")).toBe("Marta Kowalska");
  expect(() => nameOf(" \u200b ")).toThrow("between one and 100");
  expect(() => nameOf("a".repeat(101))).toThrow("between one and 100");
});

onBothStores("people", (store) => {
  let database: Database;
  let people: PeopleRepository;
  beforeEach(async () => {
    ({ database } = await store.empty());
    people = new PeopleRepository(database, () => 1_000);
  });
  const add = (name: string, more: { isAdmin?: boolean; status?: "invited" | "active" } = {}) =>
    people.create({ email: `${name}@example.org`, name, group: null, isAdmin: false, status: "active", ...more });

  test("are found by id and by any spelling of their address", async () => {
    const marta = await add("Marta", { isAdmin: true });
    expect(marta).toMatchObject({
      email: "marta@example.org",
      name: "Marta",
      group: null,
      isAdmin: true,
      status: "active",
    });
    expect(await people.find(marta.id)).toEqual(marta);
    expect(await people.findByEmail("MARTA@example.org")).toEqual(marta);
    expect(await people.find("other")).toBeUndefined();
    expect(await people.findByEmail("other@example.org")).toBeUndefined();
  });

  test("are known once by their address, also when two are added at once", async () => {
    const added = await Promise.allSettled([add("marta"), add("Marta"), add("MARTA")]);
    expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(add("marta")).rejects.toMatchObject({ code: "exists" });
  });

  test("belong to a group, which is made once", async () => {
    const [first, second] = await Promise.all([people.ensureGroup("designers"), people.ensureGroup(" designers ")]);
    expect(first.id).toBe(second.id);
    expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
    const marta = await add("marta");
    expect(await people.setGroup(marta.id, first.id)).toBe(true);
    expect((await people.find(marta.id))?.group).toBe(first.id);
    expect(await people.groups()).toEqual([{ id: first.id, name: "designers" }]);
    await expect(people.setGroup(marta.id, "none")).rejects.toMatchObject({ code: "unknown" });
    await expect(
      people.create({ email: "x@example.org", name: "x", group: "none", isAdmin: false, status: "active" }),
    ).rejects.toMatchObject({ code: "unknown" });
  });

  test("become active by an invitation, but not once they were removed", async () => {
    const marta = await add("marta", { status: "invited" });
    expect(await people.activate(marta.id)).toBe(true);
    expect((await people.find(marta.id))?.status).toBe("active");
    await database.run("UPDATE people SET status = 'removed', is_admin = 1 WHERE id = ?", [marta.id]);
    expect(await people.activate(marta.id)).toBe(false);
    expect(await people.setAdmin(marta.id, true)).toBe(false);
    expect(await people.rename(marta.id, "Marta K.")).toBe(true);
    expect((await people.find(marta.id))?.name).toBe("Marta K.");
  });

  test("free their address when they are removed, and begin again as a new user with their sign-in", async () => {
    const offBoarding = new OffBoarding(database, () => 5, []);
    const marta = await add("marta");
    expect(await people.beginAgain(marta.id)).toBeUndefined();
    await database.run("INSERT INTO identities (issuer, subject, person_id, linked_at) VALUES ('i', 's', ?, 1)", [
      marta.id,
    ]);
    await offBoarding.remove(marta.id, "operator");
    expect(await people.findByEmail(marta.email)).toBeUndefined();
    expect(await people.findRemoved(marta.email)).toEqual({ ...marta, status: "removed" });
    const again = await people.beginAgain(marta.id);
    expect(again).toEqual({ ...marta, id: expect.any(String), status: "invited" });
    expect(again?.id).not.toBe(marta.id);
    expect(await people.find(marta.id)).toEqual({ ...marta, status: "removed" });
    expect(await database.first("SELECT person_id AS id FROM identities")).toEqual({ id: again?.id });
    await expect(people.beginAgain(marta.id)).rejects.toMatchObject({ code: "exists" });
  });

  test("come back as the same user only where the directory had removed them", async () => {
    const offBoarding = new OffBoarding(database, () => 5, []);
    const [marta, piotr] = [await add("marta"), await add("piotr")];
    await offBoarding.remove(marta.id, "directory");
    await offBoarding.remove(piotr.id, "operator");
    expect(await people.reactivate(piotr.id)).toBe(false);
    expect(await people.reactivate(marta.id)).toBe(true);
    expect(await people.findByEmail(marta.email)).toEqual({ ...marta, status: "invited" });
    expect((await people.find(piotr.id))?.status).toBe("removed");
  });

  test("keep one admin, also when two give up the right at once", async () => {
    const [marta, piotr] = [await add("marta", { isAdmin: true }), await add("piotr", { isAdmin: true })];
    await add("invited", { isAdmin: true, status: "invited" });
    const given = await Promise.allSettled([people.setAdmin(marta.id, false), people.setAdmin(piotr.id, false)]);
    expect(given.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const left = (await people.list()).filter(({ isAdmin, status }) => isAdmin && status === "active");
    expect(left).toHaveLength(1);
    expect(await people.setAdmin(marta.id, true)).toBe(true);
    expect(await people.setAdmin(piotr.id, true)).toBe(true);
    expect(await people.setAdmin(piotr.id, false)).toBe(true);
  });
});
