import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Database, Value } from "../store/database";

/** Requests allowed in a number of seconds. */
interface Limit {
  points: number;
  duration: number;
}

/** Per person, grant and tool for those who are signed in. By address only for strangers: hosted clients share theirs. */
export const defaultLimits = {
  person: { points: 600, duration: 60 },
  grant: { points: 300, duration: 60 },
  tool: { points: 120, duration: 60 },
  /** Requests without a valid token. */
  stranger: { points: 120, duration: 60 },
  authorize: { points: 120, duration: 60 },
  token: { points: 300, duration: 60 },
  register: { points: 60, duration: 600 },
  /** Sign-ins that a browser begins: each is kept for some minutes, whether it is ended or not. */
  begin: { points: 600, duration: 60 },
  /** Tries to sign in that failed. */
  signIn: { points: 30, duration: 300 },
  /** Wrong tokens of the company's directory. */
  scim: { points: 20, duration: 300 },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof defaultLimits;

export type Limits = Record<LimitName, Limit>;

/** Guesses at secrets, and registrations: counted in the database everywhere, so that a restart forgets none. */
const kept: readonly LimitName[] = ["signIn", "scim", "register"];

/** Counts requests: for all replicas where they share a database, else in this process. */
export class RateLimits {
  private readonly limiters: Record<LimitName, RateLimiterMemory | RateLimiterPostgres>;

  constructor(database: Database, limits: Limits = defaultLimits) {
    const named = Object.entries(limits).map(([name, limit]) => [
      name,
      createLimiter(database, name as LimitName, limit),
    ]);
    this.limiters = Object.fromEntries(named) as typeof this.limiters;
  }

  /** @returns null: go on; else the seconds after which to try again */
  async take(name: LimitName, key: string): Promise<number | null> {
    try {
      await this.limiters[name].consume(key);
      return null;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return secondsOf(refused);
    }
  }

  /** Takes one count back: a try that succeeded was no guess, and an office shares one address. */
  async giveBack(name: LimitName, key: string): Promise<void> {
    await this.limiters[name].reward(key, 1);
  }

  /** As `take`, for who would be refused, without counting. */
  async waitOf(name: LimitName, key: string): Promise<number | null> {
    const limiter = this.limiters[name];
    const counted = await limiter.get(key);
    return counted !== null && counted.consumedPoints >= limiter.points ? secondsOf(counted) : null;
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1_000));

function createLimiter(database: Database, keyPrefix: LimitName, { points, duration }: Limit) {
  if (database.kind === "libsql" && !kept.includes(keyPrefix))
    return new RateLimiterMemory({ keyPrefix, points, duration });
  return new RateLimiterPostgres({
    keyPrefix,
    points,
    duration,
    storeClient: clientOf(database),
    storeType: "client",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
    // Who is over the limit is refused without asking the database again.
    inMemoryBlockOnConsumed: points + 1,
  });
}

interface Query {
  text: string;
  values: Value[];
}

/** Speaks to our database as the library speaks to PostgreSQL's client: numbered places become single ones. */
const clientOf = (database: Database) => ({
  async query({ text, values }: Query) {
    const given: Value[] = [];
    const sql = text.replaceAll(/\$(\d)/g, (_place, number: string) => {
      given.push(values[Number(number) - 1] ?? null);
      return "?";
    });
    const rows = await database.all(sql, given);
    return { rows, rowCount: rows.length };
  },
});
