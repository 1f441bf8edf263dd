import { createHash, randomBytes } from "node:crypto";
import { partsSchema, type QuestionPart } from "#core/domain/question/parts";
import type { Clock, Database, Value } from "../store/database";

/** `withdrawn`: the person took their yes back, or another question took its place. */
type ApprovalState = "open" | "allowed" | "denied" | "used" | "withdrawn";

/** What a person is asked, as it was read for the question. */
export interface Approval {
  id: string;
  person: string;
  grant: string;
  client: string;
  /** How the program names itself; its own words. */
  says: string | null;
  account: { id: string; label: string };
  tool: string;
  /** Of tool, account and arguments alone. */
  call: string;
  /** Of exactly what would happen. */
  digest: string;
  /** Digests of what the same call was allowed before. */
  agreed: string[];
  lines: string[];
  /** What each line is made of; null, or absent: nothing that is known. */
  parts?: (QuestionPart | null)[];
  entries: number;
  others: boolean;
  /** When the call was made first; all in milliseconds since the epoch. */
  firstAt: number;
  askedAt: number;
  expiresAt: number;
  answeredAt: number | null;
  state: ApprovalState;
}

export type NewApproval = Omit<Approval, "id" | "askedAt" | "answeredAt" | "state">;

interface ApprovalRow {
  id: string;
  person_id: string;
  grant_id: string;
  client: string;
  says: string | null;
  account_id: string;
  account_label: string;
  tool: string;
  call_digest: string;
  digest: string;
  agreed: string;
  lines: string;
  /** null: of a version that kept the text alone. */
  parts: string | null;
  entries: number;
  others: number;
  first_at: number;
  asked_at: number;
  expires_at: number;
  answered_at: number | null;
  state: ApprovalState;
}

const toApproval = (row: ApprovalRow): Approval => ({
  id: row.id,
  person: row.person_id,
  grant: row.grant_id,
  client: row.client,
  says: row.says,
  account: { id: row.account_id, label: row.account_label },
  tool: row.tool,
  call: row.call_digest,
  digest: row.digest,
  agreed: JSON.parse(row.agreed) as string[],
  lines: JSON.parse(row.lines) as string[],
  parts: partsSchema.parse(row.parts === null ? undefined : JSON.parse(row.parts)),
  entries: row.entries,
  others: row.others === 1,
  firstAt: row.first_at,
  askedAt: row.asked_at,
  expiresAt: row.expires_at,
  answeredAt: row.answered_at,
  state: row.state,
});

const hashOf = (secret: string) => createHash("sha256").update(secret).digest("base64url");

/** Days for which an answered question is listed. */
const keptDays = 90;

/** Every step is one conditional UPDATE: of two replicas that try it at once, one does. */
export class Approvals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a question; an open one of the same call gives way to it.
   * @returns the token that only the asking client gets, and that does nothing before its person said yes
   */
  async ask(question: NewApproval): Promise<{ approval: Approval; token: string }> {
    const id = randomBytes(16).toString("hex");
    const token = randomBytes(24).toString("base64url");
    const askedAt = this.clock();
    await this.run(
      "UPDATE approvals SET state = 'withdrawn' WHERE person_id = ? AND grant_id = ? AND call_digest = ? AND state = 'open'",
      question.person,
      question.grant,
      question.call,
    );
    await this.run(
      `INSERT INTO approvals (id, token_hash, person_id, grant_id, client, says, account_id, account_label, tool,
         call_digest, digest, agreed, lines, parts, entries, others, first_at, asked_at, expires_at, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`,
      ...[id, hashOf(token), question.person, question.grant, question.client, question.says],
      ...[question.account.id, question.account.label, question.tool, question.call, question.digest],
      ...[
        JSON.stringify(question.agreed),
        JSON.stringify(question.lines),
        JSON.stringify(question.parts ?? null),
        question.entries,
      ],
      ...[question.others ? 1 : 0, question.firstAt, askedAt, question.expiresAt],
    );
    return { approval: { ...question, id, askedAt, answeredAt: null, state: "open" }, token };
  }

  /** How many of a person's questions are open now. */
  async countOpen(person: string): Promise<number> {
    const sql = "SELECT count(*) AS n FROM approvals WHERE person_id = ? AND state = 'open' AND expires_at > ?";
    return (await this.database.first<{ n: number }>(sql, [person, this.clock()]))?.n ?? 0;
  }

  /** undefined: there is none, or it is another person's. */
  find(id: string, person: string): Promise<Approval | undefined> {
    return this.one("id = ? AND person_id = ?", id, person);
  }

  /** undefined: it is none of ours, or of another person or client. */
  byToken(token: string, person: string, grant: string): Promise<Approval | undefined> {
    return this.one("token_hash = ? AND person_id = ? AND grant_id = ?", hashOf(token), person, grant);
  }

  /** Asked between two moments, newest first. @param to exclusive */
  async between(person: string, from: number, to: number, limit: number): Promise<Approval[]> {
    const sql =
      "SELECT * FROM approvals WHERE person_id = ? AND asked_at >= ? AND asked_at < ? ORDER BY asked_at DESC, id LIMIT ?";
    return (await this.database.all<ApprovalRow>(sql, [person, from, to, limit])).map(toApproval);
  }

  /** The person's word, once. @returns false: it was answered before, has expired or is another person's */
  async answer(id: string, person: string, state: "allowed" | "denied"): Promise<boolean> {
    const now = this.clock();
    const sql =
      "UPDATE approvals SET state = ?, answered_at = ? WHERE id = ? AND person_id = ? AND state = 'open' AND expires_at > ?";
    return (await this.run(sql, state, now, id, person, now)) === 1;
  }

  /** Uses a yes up, for one call. @returns false: there is none any more */
  async use(id: string): Promise<boolean> {
    const sql = "UPDATE approvals SET state = 'used' WHERE id = ? AND state = 'allowed' AND expires_at > ?";
    return (await this.run(sql, id, this.clock())) === 1;
  }

  /** Takes a question or a yes back that nothing was done by yet. */
  async withdraw(id: string, person: string): Promise<boolean> {
    const sql =
      "UPDATE approvals SET state = 'withdrawn' WHERE id = ? AND person_id = ? AND state IN ('open', 'allowed')";
    return (await this.run(sql, id, person)) === 1;
  }

  /** Part of removing a person: nothing that waits for them, and no yes of theirs, is acted on any more. */
  async withdrawAllOf(person: string): Promise<void> {
    const sql = "UPDATE approvals SET state = 'withdrawn' WHERE person_id = ? AND state IN ('open', 'allowed')";
    await this.run(sql, person);
  }

  /** Uses an answer up that a client brought along. @param nonce of the question @returns false: it was used before */
  async spend(nonce: string, expiresAt: number): Promise<boolean> {
    const sql = "INSERT INTO spent_answers (nonce_hash, expires_at) VALUES (?, ?) ON CONFLICT (nonce_hash) DO NOTHING";
    return (await this.run(sql, hashOf(nonce), expiresAt)) === 1;
  }

  /** Removes what nobody is shown any more. */
  async sweep(): Promise<void> {
    const now = this.clock();
    await this.run("DELETE FROM approvals WHERE asked_at < ?", now - keptDays * 86_400_000);
    await this.run("DELETE FROM spent_answers WHERE expires_at < ?", now);
  }

  private run = (sql: string, ...values: Value[]) => this.database.run(sql, values);

  private async one(where: string, ...values: Value[]): Promise<Approval | undefined> {
    const row = await this.database.first<ApprovalRow>(`SELECT * FROM approvals WHERE ${where}`, values);
    return row && toApproval(row);
  }
}
