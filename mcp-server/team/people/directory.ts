import type { AdminPeople, AdminPerson, RemovalView } from "../api/admin/contract";
import type { Clock, Database, Value } from "../store/database";
import { isLastAdmin } from "./people-repository";
import { Sessions } from "./sessions";

export interface DirectoryQuery {
  /** A part of a name or address. */
  q?: string;
  status?: "active" | "invited" | "removed";
  /** Id of a group. */
  group?: string;
  /** `next` of the page before. */
  after?: string;
}

interface Row {
  id: string;
  email: string;
  name: string;
  group_id: string | null;
  is_admin: number;
  status: "active" | "invited" | "removed";
  invited_until: number | null;
  removed_at: number | null;
  reason: string | null;
  called_at: number | null;
  seen_at: number | null;
  clients: number;
}

const pageSize = 100;
/** Removed people are listed for so long. */
const listedRemoved = 90 * 86_400_000;

/** People of the company with what they have here, for admins; nothing of what they do. */
export class Directory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list({ q = "", status, group, after = "" }: DirectoryQuery): Promise<Pick<AdminPeople, "people" | "next">> {
    const now = this.clock();
    const part = `%${q.toLowerCase().replace(/[!%_]/g, "!$&")}%`;
    const name = lowered("p.name", q);
    const rows = await this.database.all<Row>(
      `SELECT p.id, p.email, p.name, p.group_id, p.is_admin, p.status,
         (SELECT max(expires_at) FROM invitations i WHERE i.person_id = p.id AND i.expires_at > ?) AS invited_until,
         r.at AS removed_at, r.reason,
         (SELECT max(last_used_at) FROM oauth_grants g WHERE g.person = p.id) AS called_at,
         (SELECT max(last_seen_at) FROM browser_sessions s WHERE s.person_id = p.id) AS seen_at,
         (SELECT count(*) FROM oauth_grants g WHERE g.person = p.id AND g.revoked_at IS NULL AND g.expires_at > ?) AS clients
       FROM people p LEFT JOIN removals r ON r.person_id = p.id AND p.status = 'removed'
       WHERE (p.email, p.id) > (?, ?) AND (p.status <> 'removed' OR p.updated_at > ?) AND (? = '' OR p.status = ?) AND (? = '' OR p.group_id = ?)
         AND (${name.sql} LIKE ? ESCAPE '!' OR p.email LIKE ? ESCAPE '!')
       ORDER BY p.email, p.id LIMIT ?`,
      [
        ...[now, now, ...placeOf(after), now - listedRemoved, status ?? "", status ?? "", group ?? "", group ?? ""],
        ...[...name.values, part, part, pageSize + 1],
      ],
    );
    const shown = rows.slice(0, pageSize);
    const services = await this.servicesOf(shown.map(({ id }) => id));
    return {
      people: shown.map((row) => toAdminPerson(row, services.get(row.id) ?? [])),
      next: rows.length > pageSize ? nextOf(shown.at(-1)) : null,
    };
  }

  async counts(): Promise<AdminPeople["counts"]> {
    const rows = await this.database.all<{ status: Row["status"]; n: number }>(
      "SELECT status, count(*) AS n FROM people WHERE status <> 'removed' OR updated_at > ? GROUP BY status",
      [this.clock() - listedRemoved],
    );
    const of = (status: Row["status"]) => rows.find((row) => row.status === status)?.n ?? 0;
    const counts = { active: of("active"), invited: of("invited"), removed: of("removed") };
    return { all: counts.active + counts.invited + counts.removed, ...counts };
  }

  /** How many people who were not removed are in each group, by its id. */
  async groupSizes(): Promise<Map<string, number>> {
    const rows = await this.database.all<{ id: string; n: number }>(
      "SELECT group_id AS id, count(*) AS n FROM people WHERE group_id IS NOT NULL AND status <> 'removed' GROUP BY group_id",
    );
    return new Map(rows.map(({ id, n }) => [id, n]));
  }

  /**
   * What removing somebody would end.
   * @param by the admin who asks
   * @param revokes the service that revokes what it made here; absent: none does
   * @returns undefined: there is nobody of this id
   */
  async removal(id: string, by: string, revokes?: { service: string; url: string }): Promise<RemovalView | undefined> {
    const now = this.clock();
    const ask = <T>(sql: string, values: Value[]) => this.database.all<T>(sql, values);
    const [person] = await ask<RemovalView["person"]>("SELECT id, name, email FROM people WHERE id = ?", [id]);
    if (!person) return undefined;
    const [clients, browsers, secrets, made, questions, isLast] = await Promise.all([
      ask<{ name: string }>(
        `SELECT client_name AS name FROM oauth_grants WHERE person = ? AND revoked_at IS NULL AND expires_at > ?
         ORDER BY client_name`,
        [id, now],
      ),
      new Sessions(this.database, this.clock).list(id),
      ask<{ service: string }>(
        "SELECT service FROM accounts WHERE person_id = ? AND secret IS NOT NULL ORDER BY service",
        [id],
      ),
      ask<{ service: string }>(
        `SELECT service FROM made_tokens WHERE person_id = ? AND revoke_from IS NULL AND service = ? AND url = ?
         UNION ALL SELECT service FROM accounts WHERE person_id = ? AND sign_in IS NOT NULL`,
        [id, revokes?.service ?? "", revokes?.url ?? "", id],
      ),
      ask<RemovalView["questions"][number]>(
        `SELECT client, tool, entries, asked_at AS "askedAt" FROM approvals
         WHERE person_id = ? AND state IN ('open', 'allowed') AND expires_at > ? ORDER BY asked_at`,
        [id, now],
      ),
      isLastAdmin(this.database, id),
    ]);
    return {
      person,
      clients: clients.map(({ name }) => name),
      browsers: browsers.length,
      secrets: secrets.map(({ service }) => service),
      revoked: made.map(({ service }) => service),
      questions,
      cannot: id === by ? "oneself" : isLast ? "last_admin" : null,
    };
  }

  /** Names of people, also of removed ones, and of groups. @param ids of which others are left out */
  async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const some = [...new Set(ids)];
    if (some.length === 0) return new Map();
    const marks = some.map(() => "?").join(", ");
    const rows = await this.database.all<{ id: string; name: string }>(
      `SELECT id, name FROM people WHERE id IN (${marks}) UNION ALL SELECT id, name FROM people_groups WHERE id IN (${marks})`,
      [...some, ...some],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private async servicesOf(people: readonly string[]): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    if (people.length === 0) return found;
    const marks = people.map(() => "?").join(", ");
    const rows = await this.database.all<{ person: string; service: string }>(
      `SELECT DISTINCT person_id AS person, service FROM accounts WHERE person_id IN (${marks}) ORDER BY service`,
      people,
    );
    for (const { person, service } of rows) found.set(person, [...(found.get(person) ?? []), service]);
    return found;
  }
}

/** SQLite knows no lower case beyond ASCII, so the other letters that are looked for are named. */
function lowered(column: string, looked: string): { sql: string; values: string[] } {
  const letters = [...new Set(looked.toLowerCase())].filter((letter) => letter > "\x7f");
  const pairs = letters.map((letter) => [letter.toUpperCase(), letter]).filter(([upper, letter]) => upper !== letter);
  return { sql: pairs.reduce((sql) => `replace(${sql}, ?, ?)`, `lower(${column})`), values: pairs.flat() };
}

const toAdminPerson = (row: Row, services: string[]): AdminPerson => ({
  id: row.id,
  email: row.email,
  name: row.name,
  group: row.group_id,
  isAdmin: row.is_admin === 1,
  status: row.status === "invited" && row.invited_until === null ? "invitation_over" : row.status,
  invitedUntil: row.status === "invited" ? row.invited_until : null,
  removed: row.removed_at === null ? null : { at: row.removed_at, reason: row.reason },
  lastActiveAt: latest(row.called_at, row.seen_at),
  services,
  clients: row.clients,
});

const latest = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** Address and id: a removed user and a later one may have the same address, which has no blank. */
const nextOf = (row: Row | undefined) => (row ? `${row.email} ${row.id}` : null);

function placeOf(after: string): [email: string, id: string] {
  const [email = "", id = ""] = after.split(" ");
  return [email, id];
}
