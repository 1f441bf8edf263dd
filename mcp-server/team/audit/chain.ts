import { createHash } from "node:crypto";

/** One call of an AI client, or what an admin did; without any text or value of it. */
export interface AuditEvent {
  /** Milliseconds since the epoch. */
  at: number;
  /** Id of the person; `cli:USER@HOST` for a command of the server's machine. */
  person: string;
  /** Id of the client, and of what the person let it do. */
  client: string;
  grant: string;
  tool: string;
  account?: string;
  /** Ids of what was written: `entry/42`. */
  ids: readonly string[];
  outcome: string;
  /** Code of the error, where there was one. */
  code?: string;
  /** Where the user said yes: the client says so, or a page of this server. */
  approvedIn?: "client" | "window";
  milliseconds: number;
  /** An admin did it; not in the line, which names their page or command as the client. */
  byAdmin?: boolean;
}

/** Before the first line. */
export const noHash = "0".repeat(64);

/** One line of the log without its own hash: JSON, always in this order. */
export const lineOf = (seq: number, previous: string, event: AuditEvent): string =>
  JSON.stringify({
    seq,
    at: new Date(event.at).toISOString(),
    person: event.person,
    client: event.client,
    grant: event.grant,
    tool: event.tool,
    account: event.account ?? null,
    ids: event.ids,
    outcome: event.outcome,
    code: event.code ?? null,
    approved: event.approvedIn === "window" ? "page" : (event.approvedIn ?? null),
    ms: Math.round(event.milliseconds),
    previous,
  });

export const hashOf = (line: string): string => createHash("sha256").update(line).digest("hex");

/** As it is exported. */
export const withHash = (line: string, hash: string): string => `${line.slice(0, -1)},"hash":"${hash}"}`;

export interface Head {
  seq: number;
  hash: string;
}

export type Verdict = { ok: true; head: Head } | { ok: false; seq: number; problem: string };

/** Follows a chain line by line and stops at the first that does not fit. */
export class ChainCheck {
  private seq = 0;
  private hash = noHash;
  private broken: Verdict | null = null;

  /** @param line without its hash */
  add(line: string, hash: string): void {
    if (this.broken) return;
    const seq = this.seq + 1;
    const problem = this.problemOf(line, hash);
    if (problem !== null) this.broken = { ok: false, seq, problem };
    else {
      this.seq = seq;
      this.hash = hash;
    }
  }

  /** A line as it was exported. */
  addExported(text: string): void {
    const found = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(text);
    if (found) this.add(`${found[1]}}`, found[2] ?? "");
    else this.broken ??= { ok: false, seq: this.seq + 1, problem: "it is no line of this log" };
  }

  /** @param head what the chain should end with; absent: only what is there is checked */
  end(head?: Head): Verdict {
    if (this.broken) return this.broken;
    if (head && (head.seq !== this.seq || head.hash !== this.hash))
      return { ok: false, seq: this.seq + 1, problem: `the log ends before it, and should end with line ${head.seq}` };
    return { ok: true, head: { seq: this.seq, hash: this.hash } };
  }

  private problemOf(line: string, hash: string): string | null {
    const { seq, previous } = partsOf(line);
    if (seq !== this.seq + 1) return `line ${this.seq + 1} is missing or in another place`;
    if (previous !== this.hash) return "it does not follow the line before it";
    return hashOf(line) === hash ? null : "it was changed";
  }
}

function partsOf(line: string): { seq?: unknown; previous?: unknown } {
  try {
    const parsed = JSON.parse(line) as unknown;
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
