import { UsageError } from "#core/domain/headless-account";

/** At most `points` in `duration` seconds. */
export interface Limit {
  points: number;
  duration: number;
}

/**
 * What is counted of requests that show no valid session or token, and for whom. Limits of an address count failures, or what costs a row, and are wide enough for a company
 * of 10,000 people behind one address; a request that shows a valid session, code, or token passes them all.
 */
export const limits = {
  credential: { points: 30, duration: 60, help: "refusals of one and the same access token, code, or refresh token" },
  stranger: { points: 20000, duration: 60, help: "refused access tokens from one address" },
  token: { points: 10000, duration: 60, help: "refused codes and refresh tokens from one address" },
  authorize: {
    points: 10000,
    duration: 60,
    help: "connections of AI clients that one address begins, without those who are signed in",
  },
  begin: { points: 10000, duration: 60, help: "sign-ins with passkey or company that one address begins" },
  register: { points: 3000, duration: 600, help: "registrations of AI clients from one address" },
  password: { points: 300, duration: 300, help: "wrong passwords from one address" },
  "sign-in": {
    points: 300,
    duration: 300,
    help: "refused invitations, passkeys, and company sign-ins from one address",
  },
  scim: { points: 20, duration: 300, help: "wrong tokens of a directory from one address" },
} as const satisfies Record<string, Limit & { help: string }>;

export type Limits = Record<keyof typeof limits, Limit>;

const limitNames = Object.keys(limits) as (keyof Limits)[];

const largest = 1_000_000;

/**
 * The limits of a server.
 * @param given `NAME=COUNT/SECONDS`, later ones win; a count of 0 is no limit
 * @throws UsageError without the value
 */
export function limitsFrom(given: readonly string[], option: string): Limits {
  const all: Limits = { ...limits };
  for (const text of given) {
    const [, name = "", count, seconds] = /^([a-z-]+)=(\d{1,7})\/(\d{1,7})$/.exec(text) ?? [];
    const points = Number(count);
    const duration = Number(seconds);
    if (!isLimitName(name) || !(points <= largest) || !(duration >= 1 && duration <= 86_400))
      throw new UsageError(
        `${option} takes NAME=COUNT/SECONDS, such as password=100/300. Names: ${limitNames.join(", ")}. Up to ${largest} in up to 86400 seconds.`,
      );
    all[name] = { points: points === 0 ? Number.MAX_SAFE_INTEGER : points, duration };
  }
  return all;
}

const isLimitName = (name: string): name is keyof Limits => Object.hasOwn(limits, name);
