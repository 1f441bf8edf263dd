import type { AccountFacts, Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { reworded } from "../../../domain/reworded";
import { clockWithSeconds, toInstant } from "../../../time/format";
import { isSeen } from "../../../time/gaps";
import type { Kimai } from "../context";
import { queryRange, readTime } from "../mapping/wire-time";

/** Where and whose an entry was meant to be. */
interface MeantTime {
  /** Absent: now. */
  begin?: Instant;
  /** null or absent: it was to run. */
  end?: Instant | null;
  /** Absent: the account's own person. */
  personId?: string;
}

/** Milliseconds before a begin in which an entry that still reaches it is looked for. */
const longestLook = 2 * 86_400_000;

/**
 * Kimai says in words alone, and at the form instead of a field, that entries overlap (§3.8): where it forbids that, the
 * entries of the time tell.
 * @param except id of the entry that was to be changed
 * @returns the failure, as `conflict` with the entry that is there where one is
 */
export async function collision(
  kimai: Kimai,
  error: unknown,
  facts: AccountFacts,
  meant: MeantTime,
  except?: number,
): Promise<unknown> {
  if (!(error instanceof ServiceError) || error.kind !== "invalid" || facts.booking.allowsOverlap) return error;
  const fields = Object.keys(error.fields ?? {});
  if (fields.some((name) => name !== "begin")) return error;
  const there = await overlapped(kimai, facts, meant, except).catch(() => null);
  if (there === null) return error;
  const begin = meant.begin ?? toInstant(kimai.env.now());
  const bySeconds = !isSeen(Date.parse(begin), Date.parse(there.end));
  const until = `, until ${clockWithSeconds(there.end, facts.zone)}`;
  return reworded(error, error.message, {
    kind: "conflict",
    next: `Entry #${there.id} is already there${bySeconds ? until : ""}; choose another time, or change that one.`,
  });
}

/** An ended entry that the meant one would overlap; what only touches it does not (§3.8). */
async function overlapped(
  kimai: Kimai,
  facts: AccountFacts,
  meant: MeantTime,
  except?: number,
): Promise<{ id: number; end: Instant } | null> {
  const begin = meant.begin ?? toInstant(kimai.env.now());
  const range = queryRange(toInstant(Date.parse(begin) - longestLook), meant.end ?? begin, facts.zone);
  const { rows } = await kimai.client.plainPage([
    ["user", meant.personId ?? facts.person.id],
    ["size", 500],
    ["begin", range.begin],
    ["end", range.end],
  ]);
  const found = rows.find((row) => row.id !== except && row.end != null && begin < readTime(row.end));
  return found?.end == null ? null : { id: found.id, end: readTime(found.end) };
}
