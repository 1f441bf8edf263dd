import type { Clock, Database } from "../store/database";
import { StoreError } from "../store/store-error";
import { PeopleRepository } from "./people-repository";
import { nameOf, PeopleError } from "./person";

/** A group of the company's directory: also a group here, with limits that admins set. */
export interface DirectoryGroup {
  id: string;
  name: string;
  externalId: string | null;
}

const selected = `SELECT g.id, g.name, d.external_id AS "externalId" FROM directory_groups d JOIN people_groups g ON g.id = d.id`;

/**
 * Groups that the company's directory sends by SCIM. A user has one group here: of several it is the first in the order of
 * the alphabet. Methods throw StoreError for the database.
 */
export class DirectoryGroups {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  within(database: Database): DirectoryGroups {
    return new DirectoryGroups(database, this.clock);
  }

  find(id: string): Promise<DirectoryGroup | undefined> {
    return this.database.first<DirectoryGroup>(`${selected} WHERE d.id = ?`, [id]);
  }

  all(): Promise<DirectoryGroup[]> {
    return this.database.all<DirectoryGroup>(`${selected} ORDER BY g.name`);
  }

  async page(offset: number, limit: number): Promise<{ groups: DirectoryGroup[]; total: number }> {
    const all = await this.all();
    return { groups: all.slice(offset, offset + limit), total: all.length };
  }

  /**
   * A group of this name that an admin made becomes the directory's.
   * @returns its id
   * @throws PeopleError `exists` where the directory has one of this name, `invalid`
   */
  async create(name: string, externalId: string | null): Promise<string> {
    const { id } = await new PeopleRepository(this.database, this.clock).ensureGroup(name);
    const added = await this.database.run(
      "INSERT INTO directory_groups (id, external_id) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
      [id, externalId],
    );
    if (added === 0) throw new PeopleError("exists", "There is a group with this name.");
    return id;
  }

  /** @throws PeopleError `exists`, `invalid` */
  async rename(id: string, name: string): Promise<void> {
    await this.database
      .run("UPDATE people_groups SET name = ? WHERE id = ?", [nameOf(name), id])
      .catch((error: unknown) => {
        if (error instanceof StoreError && error.kind === "duplicate")
          throw new PeopleError("exists", "There is a group with this name.");
        throw error;
      });
    await this.assign(await this.members(id));
  }

  async setExternalId(id: string, externalId: string): Promise<void> {
    await this.database.run("UPDATE directory_groups SET external_id = ? WHERE id = ?", [externalId, id]);
  }

  /** @returns ids of users */
  async members(id: string): Promise<string[]> {
    const rows = await this.database.all<{ person_id: string }>(
      `SELECT person_id FROM directory_members JOIN people ON people.id = person_id
       WHERE directory_members.group_id = ? AND status <> 'removed' ORDER BY person_id`,
      [id],
    );
    return rows.map(({ person_id }) => person_id);
  }

  /** @returns ids of the groups that the directory puts the user in */
  async of(person: string): Promise<string[]> {
    const rows = await this.database.all<{ group_id: string }>(
      "SELECT group_id FROM directory_members WHERE person_id = ?",
      [person],
    );
    return rows.map(({ group_id }) => group_id);
  }

  async addMembers(id: string, people: readonly string[]): Promise<void> {
    for (const person of people)
      await this.database.run(
        "INSERT INTO directory_members (group_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [id, person],
      );
    await this.assign(people);
  }

  async removeMembers(id: string, people: readonly string[]): Promise<void> {
    for (const person of people)
      await this.database.run("DELETE FROM directory_members WHERE group_id = ? AND person_id = ?", [id, person]);
    await this.assign(people);
  }

  async setMembers(id: string, people: readonly string[]): Promise<void> {
    const former = await this.members(id);
    await this.removeMembers(
      id,
      former.filter((person) => !people.includes(person)),
    );
    await this.addMembers(
      id,
      people.filter((person) => !former.includes(person)),
    );
  }

  /** The directory has it no more. The group and its limits remain here, without the users that the directory put there. */
  delete(id: string): Promise<void> {
    return this.database.transaction(async (inside) => {
      const groups = this.within(inside);
      await groups.setMembers(id, []);
      await inside.run("DELETE FROM directory_members WHERE group_id = ?", [id]);
      await inside.run("DELETE FROM directory_groups WHERE id = ?", [id]);
    });
  }

  /** Gives each of these users the first of their groups; who is in none has none. */
  private async assign(people: readonly string[]): Promise<void> {
    for (const person of people)
      await this.database.run(
        `UPDATE people SET group_id = (SELECT g.id FROM directory_members m JOIN people_groups g ON g.id = m.group_id
           WHERE m.person_id = ? ORDER BY g.name LIMIT 1), updated_at = ? WHERE id = ? AND status <> 'removed'`,
        [person, this.clock(), person],
      );
  }
}
