import type { Database } from "../store/database";
import { PeopleError } from "./person";

/** What the company's directory calls a user. */
export interface DirectoryUser {
  /** Its SCIM id: that of the user for whom it was created. It stays when an admin lets a removed user begin again. */
  id: string;
  /** Id of the user here. */
  person: string;
  /** The directory's own id; null: it sent none. */
  externalId: string | null;
  /** As the directory wrote it: often an address, at Entra the user principal name. */
  userName: string;
}

interface Row {
  id: string;
  person_id: string;
  external_id: string | null;
  user_name: string;
}

const columns = "id, person_id, external_id, user_name";
const toUser = (row: Row): DirectoryUser => ({
  id: row.id,
  person: row.person_id,
  externalId: row.external_id,
  userName: row.user_name,
});

/** The directory's ids and names of users. Methods throw StoreError for the database. */
export class DirectoryUsers {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<DirectoryUser | undefined> {
    return this.one("id = ?", id);
  }

  of(person: string): Promise<DirectoryUser | undefined> {
    return this.one("person_id = ?", person);
  }

  findByExternalId(externalId: string): Promise<DirectoryUser | undefined> {
    return this.one("external_id = ?", externalId);
  }

  /** Names are the same in any case (RFC 7643 §4.1.1). Users who were removed are not found by name: it may be given to others. */
  findByUserName(userName: string): Promise<DirectoryUser | undefined> {
    return this.one(
      "lower(user_name) = ? AND EXISTS (SELECT 1 FROM people WHERE people.id = person_id AND status <> 'removed')",
      userName.toLowerCase(),
    );
  }

  /** @throws PeopleError `exists` where the directory's id is another user's */
  async save(user: DirectoryUser): Promise<void> {
    const owner = user.externalId === null ? undefined : await this.findByExternalId(user.externalId);
    if (owner && owner.person !== user.person) throw new PeopleError("exists", "Another user has this externalId.");
    await this.database.run(
      `INSERT INTO directory_users (id, person_id, external_id, user_name) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET external_id = excluded.external_id, user_name = excluded.user_name`,
      [user.id, user.person, user.externalId, user.userName],
    );
  }

  /** The directory deleted its user: their id may be asked for no more. */
  async delete(id: string): Promise<void> {
    await this.database.run("DELETE FROM directory_users WHERE id = ?", [id]);
  }

  private async one(where: string, value: string): Promise<DirectoryUser | undefined> {
    const row = await this.database.first<Row>(`SELECT ${columns} FROM directory_users WHERE ${where}`, [value]);
    return row && toUser(row);
  }
}
