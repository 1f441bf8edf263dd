import { destroyKey } from "../keys/vault";
import type { Clock, Database } from "../store/database";
import { holdAdmins, isLastAdmin, lastAdmin, PeopleRepository } from "./people-repository";
import { PeopleError, type Person } from "./person";
import { Sessions } from "./sessions";

/** What another part of the server ends or deletes of a person, inside the same transaction. */
export type RemovalStep = (inside: Database, person: string) => Promise<void>;

/** Who removes: an admin on their page, or the machine's operator and the company's directory, whom nothing holds up. */
export type Remover = { admin: string } | "operator" | "directory";

/**
 * The one way in which a person leaves: their browsers, ways to sign in, secrets, and what other parts have registered end
 * in one transaction. The person's row stays, so that the journal can still name them.
 * @param steps of grants, accounts, approvals
 */
export class OffBoarding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly steps: readonly RemovalStep[],
  ) {}

  /**
   * Doing it again does it again: what came in between ends too.
   * @param reason for other admins; in no log
   * @throws PeopleError `unknown`; `oneself`, `last_admin` and `admins_only` where an admin does it
   */
  remove(person: string, by: Remover, reason?: string): Promise<Person> {
    return this.database.transaction(async (inside) => {
      await holdAdmins(inside, this.clock);
      const people = new PeopleRepository(inside, this.clock);
      const found = await people.find(person);
      if (!found) throw new PeopleError("unknown", "There is no such person.");
      if (typeof by === "object") {
        if (by.admin === person) throw new PeopleError("oneself", "Ask another admin to remove you.");
        if (await isLastAdmin(inside, person)) throw lastAdmin();
        // Of two admins who remove each other the first one wins, also where there is a third.
        const remover = await people.find(by.admin);
        if (remover?.status !== "active" || !remover.isAdmin)
          throw new PeopleError("admins_only", "You are no admin any more.");
      }
      // Who they are at the company stays known, so that they are refused there too, under another address as well.
      // First, so that whoever adds something for this person at the moment comes before this or is refused.
      await people.markRemoved(person);
      await inside.run(
        "INSERT INTO removals (person_id, at, removed_by, reason) VALUES (?, ?, ?, ?) ON CONFLICT (person_id) DO NOTHING",
        [person, this.clock(), typeof by === "object" ? by.admin : by, reason ?? null],
      );
      await new Sessions(inside, this.clock).endAll(person);
      for (const table of ["invitations", "passwords", "passkeys"])
        await inside.run(`DELETE FROM ${table} WHERE person_id = ?`, [person]);
      for (const step of this.steps) await step(inside, person);
      await destroyKey(inside, person);
      return { ...found, status: "removed", isAdmin: false };
    });
  }
}
