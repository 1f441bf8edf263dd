import { randomUUID } from "node:crypto";
import type { Clock, Database, Value } from "../store/database";
import { StoreError } from "../store/store-error";
import { Addresses } from "./addresses";
import { holdPerson } from "./hold-person";
import { emailOf, type Group, nameOf, PeopleError, type Person, type PersonStatus } from "./person";

export interface PersonRow {
  id: string;
  email: string;
  name: string;
  group_id: string | null;
  is_admin: number;
  status: PersonStatus;
}

/** To be named in each query that reads people. */
export const personColumns = "people.id, people.email, people.name, people.group_id, people.is_admin, people.status";

export const toPerson = ({ group_id, is_admin, ...row }: PersonRow): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  group: group_id,
  isAdmin: is_admin === 1,
  status: row.status,
});

export interface NewPerson {
  email: string;
  name: string;
  group: string | null;
  isAdmin: boolean;
  status: "invited" | "active";
}

/** People and groups of the company. Methods throw PeopleError for what people ask, StoreError for the database. */
export class PeopleRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same inside a transaction. */
  within(database: Database): PeopleRepository {
    return new PeopleRepository(database, this.clock);
  }

  find(id: string): Promise<Person | undefined> {
    return this.one("people.id = ?", id);
  }

  /** Somebody invited or active who has this address, in any of the spellings that the company's directory sent. */
  async findByEmail(email: string): Promise<Person | undefined> {
    return this.one("people.id = (SELECT person_id FROM person_addresses WHERE address = ?)", emailOf(email));
  }

  /** Who was removed last of those who had this address as their main one. */
  async findRemoved(email: string): Promise<Person | undefined> {
    const row = await this.database.first<PersonRow>(
      `SELECT ${personColumns} FROM people JOIN removals ON person_id = people.id
       WHERE email = ? AND status = 'removed' ORDER BY removals.at DESC LIMIT 1`,
      [emailOf(email)],
    );
    return row && toPerson(row);
  }

  /** The first users in order of their address. */
  async list(limit = 100): Promise<Person[]> {
    const rows = await this.database.all<PersonRow>(`SELECT ${personColumns} FROM people ORDER BY email, id LIMIT ?`, [
      limit,
    ]);
    return rows.map(toPerson);
  }

  /** @throws PeopleError `exists` where another user has the address, `invalid`, `unknown` for a group that does not exist */
  async create({ email, name, group, isAdmin, status }: NewPerson): Promise<Person> {
    const person: Person = { id: randomUUID(), email: emailOf(email), name: nameOf(name), group, isAdmin, status };
    const now = this.clock();
    await this.database.transaction(async (inside) => {
      await inside
        .run(
          `INSERT INTO people (id, email, name, group_id, is_admin, status, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [person.id, person.email, person.name, group, isAdmin ? 1 : 0, status, now, now],
        )
        .catch(noGroup);
      await new Addresses(inside).add(person.id, person.email);
    });
    return person;
  }

  /** Somebody invited becomes active; somebody removed stays so. */
  activate(id: string): Promise<boolean> {
    return this.change(id, "status = 'active'", [], "status <> 'removed'");
  }

  /** Only a part of removing a user: `OffBoarding` does all of it. */
  async markRemoved(id: string): Promise<boolean> {
    await new Addresses(this.database).removeAll(id);
    return this.change(id, "status = 'removed', is_admin = 0", []);
  }

  /**
   * The company's directory activates again whom it had deactivated itself. What they had is gone.
   * @returns false: they are not removed, or an admin removed them
   * @throws PeopleError `exists` where another user has the address by now
   */
  reactivate(id: string): Promise<boolean> {
    return this.database.transaction(async (inside) => {
      const isOwn = await inside.run("DELETE FROM removals WHERE person_id = ? AND removed_by = 'directory'", [id]);
      const people = this.within(inside);
      const person = await people.find(id);
      if (isOwn === 0 || !person) return false;
      await new Addresses(inside).add(id, person.email);
      return people.change(id, "status = 'invited', is_admin = 0", [], "status = 'removed'");
    });
  }

  /**
   * A removed user begins again as a new one with the same name and address. Their sign-in with the company's account and
   * their entry of the directory now lead to the new user; activity and log entries remain the removed one's.
   * @returns the new user, who is invited; undefined: there is no removed user of this id
   * @throws PeopleError `exists` where another user has the address by now
   */
  beginAgain(id: string): Promise<Person | undefined> {
    return this.database.transaction(async (inside) => {
      const people = this.within(inside);
      const former = await people.find(id);
      if (former?.status !== "removed") return undefined;
      const person = await people.create({ ...former, isAdmin: false, status: "invited" });
      for (const table of ["identities", "directory_users", "directory_members"])
        await inside.run(`UPDATE ${table} SET person_id = ? WHERE person_id = ?`, [person.id, id]);
      return person;
    });
  }

  /**
   * What the company's sign-in says: it is the authority, so it may also take the last admin's right.
   * @throws PeopleError `exists` where another user has the address
   */
  async update(id: string, { email, name, group, isAdmin }: Omit<NewPerson, "status">): Promise<void> {
    await this.setEmail(id, email);
    await this.change(
      id,
      "name = ?, group_id = ?, is_admin = ?, status = 'active'",
      [nameOf(name), group, isAdmin ? 1 : 0],
      "status <> 'removed'",
    );
  }

  /** @returns false: there is no such user, or they were removed @throws PeopleError `exists`, `invalid` */
  setEmail(id: string, email: string): Promise<boolean> {
    const address = emailOf(email);
    return this.database.transaction(async (inside) => {
      const people = this.within(inside);
      if (!(await holdPerson(inside, id))) return false;
      const former = (await people.find(id))?.email;
      if (former === address) return true;
      const addresses = new Addresses(inside);
      await addresses.add(id, address);
      if (former !== undefined) await addresses.remove(id, former);
      return people.change(id, "email = ?", [address]);
    });
  }

  rename(id: string, name: string): Promise<boolean> {
    return this.change(id, "name = ?", [nameOf(name)]);
  }

  setGroup(id: string, group: string | null): Promise<boolean> {
    return this.change(id, "group_id = ?", [group]).catch(noGroup);
  }

  /** @throws PeopleError `last_admin` where nobody would be left who could give it back */
  setAdmin(id: string, isAdmin: boolean): Promise<boolean> {
    if (isAdmin) return this.change(id, "is_admin = 1", [], "status <> 'removed'");
    return this.database.transaction(async (inside) => {
      await holdAdmins(inside, this.clock);
      if (await isLastAdmin(inside, id)) throw lastAdmin();
      return this.within(inside).change(id, "is_admin = 0", []);
    });
  }

  /**
   * Both or neither: an admin who is refused changed nothing.
   * @param group its name, made where there is none; null: none
   * @returns false: there is no such person, or they were removed
   * @throws PeopleError `invalid`, `last_admin`
   */
  alter(id: string, { group, isAdmin }: { group?: string | null; isAdmin?: boolean }): Promise<boolean> {
    return this.database.transaction(async (inside) => {
      const people = this.within(inside);
      if (!(await holdPerson(inside, id))) return false;
      if (isAdmin !== undefined) await people.setAdmin(id, isAdmin);
      if (isAdmin) await people.endOpenLinks(id);
      if (group !== undefined) await people.setGroup(id, group === null ? null : (await people.ensureGroup(group)).id);
      return true;
    });
  }

  /** A link that another admin made, and may have kept, lets nobody in to an account that is an active admin's by now. */
  async endOpenLinks(person: string): Promise<void> {
    await this.database.run(
      `DELETE FROM invitations WHERE person_id = ? AND used_at IS NULL
       AND EXISTS (SELECT 1 FROM people WHERE id = person_id AND status = 'active')`,
      [person],
    );
  }

  /** The group of this name, made where there is none. */
  async ensureGroup(name: string): Promise<Group & { isNew: boolean }> {
    const clean = nameOf(name);
    const added = await this.database.run(
      "INSERT INTO people_groups (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
      [randomUUID(), clean, this.clock()],
    );
    const group = await this.database.first<Group>("SELECT id, name FROM people_groups WHERE name = ?", [clean]);
    if (!group) throw new PeopleError("unknown", `There is no group ${clean}.`);
    return { id: group.id, name: group.name, isNew: added === 1 };
  }

  groups(): Promise<Group[]> {
    return this.database.all<Group>("SELECT id, name FROM people_groups ORDER BY name");
  }

  private async one(where: string, value: Value): Promise<Person | undefined> {
    const row = await this.database.first<PersonRow>(`SELECT ${personColumns} FROM people WHERE ${where}`, [value]);
    return row && toPerson(row);
  }

  private async change(id: string, set: string, values: Value[], where = "1 = 1"): Promise<boolean> {
    const sql = `UPDATE people SET ${set}, updated_at = ? WHERE id = ? AND ${where}`;
    return (await this.database.run(sql, [...values, this.clock(), id])) === 1;
  }
}

const noGroup = (error: unknown): never => {
  if (error instanceof StoreError && error.kind === "missing_reference")
    throw new PeopleError("unknown", "There is no such group.");
  throw error;
};

/** Two admins who remove each other at once come one after the other. */
export async function holdAdmins(inside: Database, clock: Clock): Promise<void> {
  await inside.run(
    "INSERT INTO store_locks (name, taken_at) VALUES ('admins', ?) ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at",
    [clock()],
  );
}

/** Nobody else could let people in or give the right back. */
export async function isLastAdmin(inside: Database, id: string): Promise<boolean> {
  const admins = await inside.all<{ id: string }>("SELECT id FROM people WHERE is_admin = 1 AND status = 'active'");
  return admins.length === 1 && admins[0]?.id === id;
}

export const lastAdmin = () =>
  new PeopleError("last_admin", "This is the last admin. Make somebody else an admin first.");
