import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { type Limit, type Limits, limits } from "../config/limits";
import type { Database, Value } from "../store/database";

/** Limits of calls with a valid token: of one person, of one of their clients, and of one tool. */
export type CallLimits = Record<"person" | "grant" | "tool", Limit>;

export type AllLimits = Limits & CallLimits;

export type LimitName = keyof AllLimits;

/**
 * One tool may take two fifths of a person's calls.
 * @param perMinute calls of one person; 0: no limit
 */
export function callLimits(perMinute: number): CallLimits {
  const limit = (share: number) => ({
    points: perMinute === 0 ? Number.MAX_SAFE_INTEGER : Math.ceil(perMinute * share),
    duration: 60,
  });
  return { person: limit(1), grant: limit(1), tool: limit(0.4) };
}

export const defaultLimits: AllLimits = { ...limits, ...callLimits(300) };

/** Guesses at secrets, and registrations: counted in the database, for all replicas, and a restart forgets none. */
const stored: ReadonlySet<LimitName> = new Set(["password", "scim", "register"]);

/** Counts requests in this process, without asking the database for each; each replica has limits of its own. */
export class RateLimits {
  private readonly limiters: Record<LimitName, RateLimiterMemory | RateLimiterPostgres>;

  constructor(database: Database, limits: AllLimits = defaultLimits) {
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
  if (!stored.has(keyPrefix)) return new RateLimiterMemory({ keyPrefix, points, duration });
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
