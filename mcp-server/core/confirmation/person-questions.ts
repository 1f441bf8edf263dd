import type { PreviewLine } from "../domain/question/lines";
import type { PendingAction } from "../domain/question/question";

/** What the person is asked, and for whom. */
export interface Asking {
  action: PendingAction;
  client: string;
  /** How the client names itself. */
  says: string | null;
  account: { id: string; label: string };
  count: number;
  others: boolean;
  preview: readonly PreviewLine[];
  /** Digests of what the same call was allowed before. */
  agreed: readonly string[];
  /** When that call was made first, milliseconds since 1970. */
  at: number;
}

/** The one call that waits. */
export interface Waiter {
  /** Tells this call from others. */
  call: object;
  /** The argument `confirm`, where the client sent one. */
  token: string | undefined;
  /** For a token that is not of a question: one that was given while the app did not run. */
  redeem(token: string): Promise<"ok" | "wrong" | "expired" | "used" | "next">;
  /** Milliseconds since 1970 until which this call waits at most. */
  until: number;
  signal: AbortSignal;
  progress(done: number, total?: number, message?: string): void;
}

/** A question that nobody answered yet: the same call with this token goes on waiting. */
export interface OpenQuestion {
  token: string;
  /** For how long it is open. */
  seconds: number;
  /** The page where the person answers; absent: a window of the app shows it already. */
  url?: string;
}

/** Asks a person outside of the AI client: in a window of the app, or on a page of the team server. */
export interface PersonQuestions {
  /** When the call was made first that this token of an open question belongs to; null: it is none of ours. */
  since(token: string): number | null | Promise<number | null>;
  /**
   * Returns when the person allowed exactly this, once.
   * @returns null; where it still waits the token with which the same call goes on waiting
   * @throws InputError `declined` for a no, `confirm` for a wrong token
   */
  agree(asking: Asking, waiter: Waiter): Promise<OpenQuestion | null>;
}
