import { hashOf } from "../keys/token";
import type { Clock, Database } from "../store/database";

/** Tries at one account from one address before the first pause. */
export const freeTries = 5;
/** Tries at one account from all addresses before the first pause. */
export const freeTriesOfAll = 100;
/** The first pause; each further try that fails doubles it, up to an hour. */
export const firstPause = 60_000;
const longestPause = 3_600_000;
/** After so long without a try, former ones are forgotten. */
const forgetAfter = 24 * 3_600_000;

/**
 * Slows down guessing at the password of one account, whether it exists or not: soon from one address, so that a stranger
 * does not lock its owner out, and much later from all addresses together. A try is counted before it is checked, so that
 * tries at the same moment are all counted.
 */
export class LockOut {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a try.
   * @param address network address of who tries
   * @returns milliseconds to wait where it must not be made; 0: go on
   */
  async begin(email: string, address: string): Promise<number> {
    const wait = await this.count(hereOf(email, address), freeTries);
    return wait > 0 ? wait : this.count(email, freeTriesOfAll);
  }

  /** The try was right: former ones are forgotten, and so is what is long over of all accounts. */
  async succeeded(email: string, address: string): Promise<void> {
    await this.database.run("DELETE FROM sign_in_failures WHERE subject IN (?, ?) OR updated_at <= ?", [
      hashOf(email),
      hashOf(hereOf(email, address)),
      this.clock() - forgetAfter,
    ]);
  }

  private async count(text: string, free: number): Promise<number> {
    const now = this.clock();
    const subject = hashOf(text);
    const counted = await this.database.run(
      `INSERT INTO sign_in_failures (subject, failures, locked_until, updated_at) VALUES (?, 1, 0, ?)
       ON CONFLICT (subject) DO UPDATE SET
         failures = CASE WHEN sign_in_failures.updated_at <= ? THEN 1 ELSE sign_in_failures.failures + 1 END,
         locked_until = CASE
           WHEN sign_in_failures.updated_at <= ? OR sign_in_failures.failures + 1 < ? THEN 0
           ELSE excluded.updated_at + CASE sign_in_failures.failures + 1 - ? ${pauses} ELSE ${longestPause} END END,
         updated_at = excluded.updated_at
       WHERE sign_in_failures.locked_until <= ?`,
      [subject, now, now - forgetAfter, now - forgetAfter, free, free, now],
    );
    if (counted === 1) return 0;
    const row = await this.database.first<{ locked_until: number }>(
      "SELECT locked_until FROM sign_in_failures WHERE subject = ?",
      [subject],
    );
    return Math.max(1, (row?.locked_until ?? now) - now);
  }
}

const hereOf = (email: string, address: string) => `${email}\n${address}`;

/** Both databases have no common power: one case for each doubling. */
const pauses = Array.from({ length: 6 }, (_, n) => `WHEN ${n} THEN ${firstPause * 2 ** n}`).join(" ");
