import { hashOf, newToken } from "../keys/token";
import type { Clock, Database } from "../store/database";
import { holdPerson } from "./hold-person";
import { PeopleRepository, type PersonRow, personColumns, toPerson } from "./people-repository";
import { PeopleError, type Person } from "./person";
import { Sessions } from "./sessions";
import { SignInError } from "./sign-in-error";

/** How long an invitation holds, in milliseconds. */
export const invitationLimit = 7 * 24 * 3_600_000;
/** How long afterwards whoever opens it is told that it is too old or was used. */
const rememberedFor = 30 * 24 * 3_600_000;

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
      await inside.run("DELETE FROM invitations WHERE person_id = ? OR expires_at <= ?", [person, now - rememberedFor]);
      await inside.run("INSERT INTO invitations (token_hash, person_id, created_at, expires_at) VALUES (?, ?, ?, ?)", [
        hashOf(token),
        person,
        now,
        now + invitationLimit,
      ]);
      return token;
    });
  }

  /**
   * As `create`, for an admin: whoever opens the link is that person, so it makes no way in to another admin's account.
   * @throws PeopleError `removed`, `is_admin`
   */
  createFor(person: string): Promise<string> {
    return this.database.transaction(async (inside) => {
      // A right that is given at the same moment comes before or after.
      await holdPerson(inside, person);
      const known = await new PeopleRepository(inside, this.clock).find(person);
      if (known?.isAdmin && known.status === "active")
        throw new PeopleError(
          "is_admin",
          "A new way in for an admin is made by who runs the server: punchcard-mcp invite EMAIL.",
        );
      return new Invitations(inside, this.clock).create(person);
    });
  }

  /** Whom it is for, to greet them. @throws SignInError that says why it does not hold */
  async look(token: string): Promise<Person> {
    const row = await this.database.first<PersonRow & { expires_at: number; used_at: number | null }>(
      `SELECT ${personColumns}, expires_at, used_at FROM people JOIN invitations ON person_id = people.id
       WHERE token_hash = ? AND status <> 'removed'`,
      [hashOf(token)],
    );
    if (!row) throw unknown();
    if (row.used_at !== null) throw new SignInError("invitation_used", "This invitation was used already.");
    if (row.expires_at <= this.clock()) throw new SignInError("invitation_expired", "This invitation is too old.");
    return toPerson(row);
  }

  /**
   * Uses it up, and makes its person active. What they signed in with before ends where they lost it.
   * @param store puts what they chose into the store, inside the same transaction
   * @throws SignInError that says why it does not hold; what `store` throws, and the invitation then still holds
   */
  accept(token: string, store: (inside: Database, person: string) => Promise<void>): Promise<Person> {
    return this.database.transaction(async (inside) => {
      const now = this.clock();
      const used = await inside.first<{ person_id: string }>(
        "UPDATE invitations SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? RETURNING person_id",
        [now, hashOf(token), now],
      );
      const people = new PeopleRepository(inside, this.clock);
      const { id } = used ? { id: used.person_id } : await new Invitations(inside, this.clock).look(token);
      if (!used || !(await people.activate(id))) throw unknown();
      await new Sessions(inside, this.clock).endAll(id);
      await store(inside, id);
      const person = await people.find(id);
      if (!person) throw unknown();
      return person;
    });
  }
}

/** The token stands behind `#`: browsers send that to no server, so it is in no log of a proxy. */
export const invitationLink = (publicUrl: URL, token: string): string => `${publicUrl.origin}/invitation#${token}`;

const unknown = () => new SignInError("invitation_unknown", "This invitation is not known here.");
