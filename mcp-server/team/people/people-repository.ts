import { randomUUID } from "node:crypto";
import type { Clock, Database, Value } from "../store/database";
import { StoreError } from "../store/store-error";
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

  /** Also somebody who was removed. */
  async findByEmail(email: string): Promise<Person | undefined> {
    return this.one("people.email = ?", emailOf(email));
  }

  /** In order of their address. @param after the address that the last page ended with */
  async list({ after = "", limit = 100 }: { after?: string; limit?: number } = {}): Promise<Person[]> {
    const rows = await this.database.all<PersonRow>(
      `SELECT ${personColumns} FROM people WHERE email > ? ORDER BY email LIMIT ?`,
      [after, limit],
    );
    return rows.map(toPerson);
  }

  /** For directories, which count from the start. */
  async page(offset: number, limit: number): Promise<{ people: Person[]; total: number }> {
    const count = await this.database.first<{ total: number }>("SELECT count(*) AS total FROM people");
    const rows = await this.database.all<PersonRow>(
      `SELECT ${personColumns} FROM people ORDER BY email LIMIT ? OFFSET ?`,
      [limit, offset],
    );
    return { people: rows.map(toPerson), total: count?.total ?? 0 };
  }

  /** @throws PeopleError `exists`, `invalid`, `unknown` for a group that there is not */
  async create({ email, name, group, isAdmin, status }: NewPerson): Promise<Person> {
    const person: Person = { id: randomUUID(), email: emailOf(email), name: nameOf(name), group, isAdmin, status };
    const now = this.clock();
    const added = await this.database
      .run(
        `INSERT INTO people (id, email, name, group_id, is_admin, status, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING`,
        [person.id, person.email, person.name, group, isAdmin ? 1 : 0, status, now, now],
      )
      .catch(noGroup);
    if (added === 0) throw new PeopleError("exists", `${person.email} is known already.`);
    return person;
  }

  /** Somebody invited becomes active; somebody removed stays so. */
  activate(id: string): Promise<boolean> {
    return this.change(id, "status = 'active'", [], "status <> 'removed'");
  }

  /** Only a part of removing somebody: `OffBoarding` does all of it. */
  markRemoved(id: string): Promise<boolean> {
    return this.change(id, "status = 'removed', is_admin = 0", []);
  }

  /** Somebody removed may come back; what they had is gone. */
  bringBack(id: string): Promise<boolean> {
    return this.database.transaction(async (inside) => {
      await inside.run("DELETE FROM removals WHERE person_id = ?", [id]);
      return this.within(inside).change(id, "status = 'invited', is_admin = 0", [], "status = 'removed'");
    });
  }

  /**
   * What the company's directory says: it is the authority, so it may also take the last admin's right.
   * @throws PeopleError `exists` where the address is somebody else's
   */
  async update(id: string, { email, name, group, isAdmin }: Omit<NewPerson, "status">): Promise<void> {
    const set = "email = ?, name = ?, group_id = ?, is_admin = ?, status = 'active'";
    await this.change(id, set, [emailOf(email), nameOf(name), group, isAdmin ? 1 : 0], "status <> 'removed'").catch(
      taken,
    );
  }

  /** @throws PeopleError `exists`, `invalid` */
  setEmail(id: string, email: string): Promise<boolean> {
    return this.change(id, "email = ?", [emailOf(email)]).catch(taken);
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

const taken = (error: unknown): never => {
  if (error instanceof StoreError && error.kind === "duplicate")
    throw new PeopleError("exists", "Somebody else has this address here.");
  throw error;
};

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
