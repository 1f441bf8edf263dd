import { randomUUID } from "node:crypto";
import { BoundsRepository } from "../accounts/bounds-repository";
import { signInHours, usualLifetimes } from "../api/lifetimes";
import { hashOf, newToken } from "../keys/token";
import type { Clock, Database } from "../store/database";
import { StoreError } from "../store/store-error";
import { holdPerson } from "./hold-person";
import { type PersonRow, personColumns, toPerson } from "./people-repository";
import { PeopleError, type Person } from "./person";

export type SignInMethod = "company" | "password" | "passkey";

const hour = 3_600_000;
/** How long a browser stays signed in without being used, and at most while the company says nothing; in milliseconds. */
export const idleLimit = 12 * hour;
export const absoluteLimit = usualLifetimes.signInHours * hour;
/** How exactly the last use is kept: each request would be a write otherwise. */
const seenEvery = 60_000;

export interface Session {
  /** For lists and for ending it from elsewhere; it opens nothing. */
  id: string;
  person: Person;
  method: SignInMethod;
  signedInAt: number;
}

export interface SessionInfo {
  id: string;
  method: SignInMethod;
  userAgent: string;
  signedInAt: number;
  lastSeenAt: number;
}

/** Signed-in browsers. The browser keeps a random token in its cookie, the store its hash. */
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  within(database: Database): Sessions {
    return new Sessions(database, this.clock);
  }

  /**
   * Signs a person in with a new token; one that the browser had before ends.
   * @returns the token, for the `__Host-` cookie
   * @throws PeopleError `removed`
   */
  begin(
    person: string,
    { method, userAgent, former }: { method: SignInMethod; userAgent: string; former?: string },
  ): Promise<string> {
    const token = newToken();
    return this.database.transaction(async (inside) => {
      if (!(await holdPerson(inside, person))) throw new PeopleError("removed", "This person was removed.");
      const now = this.clock();
      if (former !== undefined) await this.within(inside).end(former);
      await inside.run("DELETE FROM browser_sessions WHERE expires_at <= ? OR last_seen_at <= ?", [
        now,
        now - idleLimit,
      ]);
      await inside.run(
        `INSERT INTO browser_sessions (id, token_hash, person_id, method, user_agent, created_at, last_seen_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [randomUUID(), hashOf(token), person, method, userAgent.slice(0, 200), now, now, now + absoluteLimit],
      );
      return token;
    });
  }

  /** Who is signed in with this token; undefined: nobody, it ended, or its person is not active any more. */
  async find(token: string): Promise<Session | undefined> {
    const now = this.clock();
    const reading = this.database.first<
      PersonRow & { session_id: string; method: SignInMethod; signed_in_at: number; last_seen_at: number }
    >(
      `SELECT ${personColumns}, browser_sessions.id AS session_id, method, browser_sessions.created_at AS signed_in_at,
         last_seen_at
       FROM browser_sessions JOIN people ON people.id = person_id
       WHERE token_hash = ? AND expires_at > ? AND last_seen_at > ? AND people.status = 'active'`,
      [hashOf(token), now, now - idleLimit],
    );
    const [row, oldest] = await Promise.all([reading, this.oldest()]);
    if (!row || row.signed_in_at <= oldest) return undefined;
    if (now - row.last_seen_at >= seenEvery)
      await this.database.run("UPDATE browser_sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?", [
        now,
        row.session_id,
        now,
      ]);
    return { id: row.session_id, person: toPerson(row), method: row.method, signedInAt: row.signed_in_at };
  }

  async end(token: string): Promise<void> {
    await this.database.run("DELETE FROM browser_sessions WHERE token_hash = ?", [hashOf(token)]);
  }

  async list(person: string): Promise<SessionInfo[]> {
    const now = this.clock();
    const rows = await this.database.all<{
      id: string;
      method: SignInMethod;
      user_agent: string;
      created_at: number;
      last_seen_at: number;
    }>(
      `SELECT id, method, user_agent, created_at, last_seen_at FROM browser_sessions
       WHERE person_id = ? AND expires_at > ? AND last_seen_at > ? AND created_at > ? ORDER BY last_seen_at DESC, id`,
      [person, now, now - idleLimit, await this.oldest()],
    );
    return rows.map(({ id, method, user_agent: userAgent, created_at: signedInAt, last_seen_at: lastSeenAt }) => ({
      id,
      method,
      userAgent,
      signedInAt,
      lastSeenAt,
    }));
  }

  /** Who signed in at this moment or before it has to again: what the company says counts for browsers that are signed in, too. */
  private async oldest(): Promise<number> {
    const company = new BoundsRepository(this.database, this.clock).company();
    const hours = await company.then(
      ({ value }) => value.signInHours ?? usualLifetimes.signInHours,
      (error) => {
        if (error instanceof StoreError) throw error;
        // A policy that cannot be read keeps nobody out, and nobody in for longer than it may have said.
        return Math.min(...signInHours);
      },
    );
    return this.clock() - hours * hour;
  }

  /** Only one of this person's own. @returns whether there was one */
  async endOne(person: string, id: string): Promise<boolean> {
    return (await this.database.run("DELETE FROM browser_sessions WHERE person_id = ? AND id = ?", [person, id])) === 1;
  }

  /** @param except a token that stays, where a person ends all their other sessions */
  async endAll(person: string, except = ""): Promise<number> {
    return this.database.run("DELETE FROM browser_sessions WHERE person_id = ? AND token_hash <> ?", [
      person,
      hashOf(except),
    ]);
  }
}
