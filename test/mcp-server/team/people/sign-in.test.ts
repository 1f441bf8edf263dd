import { beforeAll, beforeEach, expect, test } from "vitest";
import { Invitations, invitationLimit, invitationLink } from "#team/people/invitations";
import { firstPause, freeTries, freeTriesOfAll, LockOut } from "#team/people/lock-out";
import { hashPassword } from "#team/people/password";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import type { Person } from "#team/people/person";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

const password = "correct horse battery";
const here = "198.51.100.7";
let hash: string;
beforeAll(async () => {
  hash = await hashPassword(password);
});

test("puts the token of an invitation where no server's log holds it", () => {
  expect(invitationLink(new URL("https://time.example.org"), "token")).toBe(
    "https://time.example.org/invitation#token",
  );
});

onBothStores("signing in", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let now: number;
  let people: PeopleRepository;
  let passwords: Passwords;
  let invitations: Invitations;
  let marta: Person;
  const clock = () => now;
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      ({ code }) => code,
    );

  beforeEach(async () => {
    now = 1_000_000_000;
    ({ database, again } = await store.empty());
    people = new PeopleRepository(database, clock);
    passwords = new Passwords(database, clock);
    invitations = new Invitations(database, clock);
    marta = await people.create({
      email: "marta@example.org",
      name: "Marta",
      group: null,
      isAdmin: false,
      status: "invited",
    });
  });
  const setPassword = (token: string) =>
    invitations.accept(token, (inside, person) => passwords.store(inside, person, hash));

  test("begins with an invitation, which counts once and is stored as a hash", async () => {
    const token = await invitations.create(marta.id);
    expect(JSON.stringify(await database.all("SELECT * FROM invitations"))).not.toContain(token);
    expect(await invitations.look(token)).toEqual(marta);
    const other = new Invitations(await again(), clock);
    const uses = [invitations, other, invitations].map((one) =>
      codeOf(one.accept(token, (inside, person) => passwords.store(inside, person, hash))),
    );
    expect((await Promise.all(uses)).sort()).toEqual(["done", "invitation_used", "invitation_used"]);
    expect(await codeOf(invitations.look(token))).toBe("invitation_used");
    expect((await people.find(marta.id))?.status).toBe("active");
    expect(await passwords.signIn(" MARTA@example.org", password, here)).toEqual({ ...marta, status: "active" });
  });

  test("refuses an invitation that is late, replaced, made up, or for somebody removed", async () => {
    const late = await invitations.create(marta.id);
    now += invitationLimit;
    expect(await codeOf(setPassword(late))).toBe("invitation_expired");
    const replaced = await invitations.create(marta.id);
    const token = await invitations.create(marta.id);
    expect(await codeOf(setPassword(replaced))).toBe("invitation_unknown");
    expect(await codeOf(invitations.look("x"))).toBe("invitation_unknown");
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await codeOf(invitations.look(token))).toBe("invitation_unknown");
    expect(await codeOf(setPassword(token))).toBe("invitation_unknown");
    expect(await codeOf(invitations.create(marta.id))).toBe("removed");
    expect((await people.find(marta.id))?.status).toBe("removed");
  });

  test("leaves an invitation as it was when what the person chose could not be stored", async () => {
    const token = await invitations.create(marta.id);
    const failing = invitations.accept(token, async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect((await people.find(marta.id))?.status).toBe("invited");
    expect((await setPassword(token)).status).toBe("active");
  });

  test("gives a new password to who lost theirs, and ends their browsers", async () => {
    await setPassword(await invitations.create(marta.id));
    const session = await new Sessions(database, clock).begin(marta.id, { method: "password", userAgent: "" });
    const other = await passwords.prepare("another long phrase", marta);
    await invitations.accept(await invitations.create(marta.id), (inside, id) => passwords.store(inside, id, other));
    expect(await new Sessions(database, clock).find(session)).toBeUndefined();
    expect(await codeOf(passwords.signIn(marta.email, password, here))).toBe("refused");
    expect((await passwords.signIn(marta.email, "another long phrase", here)).id).toBe(marta.id);
  });

  test("refuses a password that is like its person", async () => {
    for (const weak of ["short", "marta@example.org"])
      expect(await codeOf(passwords.prepare(weak, marta))).toBe("invalid");
  });

  test("answers the same for a wrong password, no password, and nobody", async () => {
    const answer = (email: string) =>
      passwords
        .signIn(email, "wrong password", here)
        .catch(({ code, message, retryAfter }) => ({ code, message, retryAfter }));
    const noPassword = await answer(marta.email);
    expect(noPassword).toMatchObject({ code: "refused" });
    expect(await answer("nobody@example.org")).toEqual(noPassword);
    expect(await answer("no address")).toEqual(noPassword);
    await setPassword(await invitations.create(marta.id));
    expect(await answer(marta.email)).toEqual(noPassword);
    // Also while the password is still stored.
    await database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect(await codeOf(passwords.signIn(marta.email, password, here))).toBe("refused");
  });

  test("slows down guessing at one address, also when nobody has it", async () => {
    await setPassword(await invitations.create(marta.id));
    const lockOut = new LockOut(database, clock);
    for (const email of [marta.email, "nobody@example.org"]) {
      for (let n = 1; n < freeTries; n++) await lockOut.begin(email, here);
      expect(await codeOf(passwords.signIn(email, "wrong password", here))).toBe("refused");
      // The right one too: who guesses learns nothing.
      expect(await passwords.signIn(email.toUpperCase(), password, here).catch((error) => error)).toMatchObject({
        code: "locked",
        retryAfter: firstPause,
      });
    }
    now += firstPause;
    expect((await passwords.signIn(marta.email, password, here)).id).toBe(marta.id);
    for (let n = 0; n < freeTries; n++) expect(await lockOut.begin(marta.email, here)).toBe(0);
  });

  test("doubles the pause with each try that fails, up to an hour, and forgets after a day", async () => {
    const lockOut = new LockOut(database, clock);
    const tries = async (count: number) => {
      for (let n = 0; n < count; n++) expect(await lockOut.begin("a", here)).toBe(0);
    };
    await tries(freeTries);
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      const pause = await lockOut.begin("a", here);
      pauses.push(pause / 60_000);
      now += pause - 1;
      expect(await lockOut.begin("a", here)).toBe(1);
      now += 1;
      expect(await lockOut.begin("a", here)).toBe(0);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    now += 24 * 3_600_000;
    await tries(freeTries);
    expect(await lockOut.begin("a", here)).toBe(firstPause);
    expect(await lockOut.begin("b", here)).toBe(0);
    now += 24 * 3_600_000;
    await lockOut.succeeded("c", here);
    expect(await database.all("SELECT subject FROM sign_in_failures")).toEqual([]);
  });

  test("a stranger who guesses from some addresses does not lock the owner out, and one from very many is slowed down", async () => {
    await setPassword(await invitations.create(marta.id));
    const guess = (address: number) => codeOf(passwords.signIn(marta.email, "wrong password", `203.0.113.${address}`));
    const lockOut = new LockOut(database, clock);
    for (let n = 0; n < freeTries; n++) await lockOut.begin(marta.email, "203.0.113.1");
    expect(await guess(1)).toBe("locked");
    expect((await passwords.signIn(marta.email, password, here)).id).toBe(marta.id);
    for (let n = 0; n < freeTriesOfAll; n++)
      expect(await lockOut.begin(marta.email, `203.0.113.${n}`)).toBe(n === 1 ? firstPause : 0);
    expect(await lockOut.begin(marta.email, "203.0.113.200")).toBe(0);
    expect(await guess(201)).toBe("locked");
  });

  test("counts tries that are made at the same moment, on several replicas", async () => {
    const replicas = [new LockOut(database, clock), new LockOut(await again(), clock)];
    const waits = await Promise.all(Array.from({ length: 20 }, (_, n) => replicas[n % 2]?.begin("a", here)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(freeTries);
  });
});
