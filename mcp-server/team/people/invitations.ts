import { hashOf, newToken } from "../keys/token";
import type { Clock, Database } from "../store/database";
import { holdPerson } from "./hold-person";
import { PeopleRepository, type PersonRow, personColumns, toPerson } from "./people-repository";
import { PeopleError, type Person } from "./person";
import { Sessions } from "./sessions";
import { SignInError } from "./sign-in-error";

/** How long an invitation holds, in milliseconds. */
export const invitationLimit = 7 * 24 * 3_600_000;

/** One address to open, once, which lets a person choose how they sign in. The store keeps its hash only. */
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Also for somebody who lost their password or passkey. Former invitations of theirs end.
   * @returns the token, for `invitationLink`
   * @throws PeopleError `removed`
   */
  create(person: string): Promise<string> {
    const token = newToken();
    return this.database.transaction(async (inside) => {
      if (!(await holdPerson(inside, person))) throw new PeopleError("removed", "This person was removed.");
      const now = this.clock();
      await inside.run("DELETE FROM invitations WHERE person_id = ? OR expires_at <= ?", [person, now]);
      await inside.run("INSERT INTO invitations (token_hash, person_id, created_at, expires_at) VALUES (?, ?, ?, ?)", [
        hashOf(token),
        person,
        now,
        now + invitationLimit,
      ]);
      return token;
    });
  }

  /** Whom it is for, to greet them. @throws SignInError `expired` */
  async look(token: string): Promise<Person> {
    const row = await this.database.first<PersonRow>(
      `SELECT ${personColumns} FROM people JOIN invitations ON person_id = people.id
       WHERE token_hash = ? AND expires_at > ? AND status <> 'removed'`,
      [hashOf(token), this.clock()],
    );
    if (!row) throw over();
    return toPerson(row);
  }

  /**
   * Uses it up, and makes its person active. What they signed in with before ends where they lost it.
   * @param store puts what they chose into the store, inside the same transaction
   * @throws SignInError `expired`; what `store` throws, and the invitation then still holds
   */
  accept(token: string, store: (inside: Database, person: string) => Promise<void>): Promise<Person> {
    return this.database.transaction(async (inside) => {
      const used = await inside.first<{ person_id: string }>(
        "DELETE FROM invitations WHERE token_hash = ? AND expires_at > ? RETURNING person_id",
        [hashOf(token), this.clock()],
      );
      const people = new PeopleRepository(inside, this.clock);
      if (!used || !(await people.activate(used.person_id))) throw over();
      await new Sessions(inside, this.clock).endAll(used.person_id);
      await store(inside, used.person_id);
      const person = await people.find(used.person_id);
      if (!person) throw over();
      return person;
    });
  }
}

/** The token stands behind `#`: browsers send that to no server, so it is in no log of a proxy. */
export const invitationLink = (publicUrl: URL, token: string): string => `${publicUrl.origin}/invitation#${token}`;

const over = () =>
  new SignInError("expired", "This invitation was used already, or it is too old. Ask your admin for another one.");
