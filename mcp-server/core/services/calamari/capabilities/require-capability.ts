import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import { ServiceError, type ServiceErrorKind } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import type { Calamari } from "../context";
import { keptToOwnPerson } from "../own-person/own-row-filter";

/**
 * @throws ServiceError `forbidden` with the reason, where this Calamari refuses it to the key, or where it is about others
 * and the account's permissions keep the running client from them
 */
export async function demand({ env, facts }: Calamari, cell: string, call?: Call): Promise<AccountFacts> {
  const known = await facts.get(call);
  const why = known.refused[cell];
  if (why !== undefined)
    throw new ServiceError("forbidden", `This cannot be done: ${why.replace(/\.$/, "")}.`, {
      next: "Ask whoever administers your Calamari.",
    });
  if (cell.startsWith("others_") && !env.may?.(cell)) throw keptToOwnPerson();
  return known;
}

/** The first of these cells that the running client may use, to say on what ground others are asked about. */
export const groundOf = ({ env }: Calamari, cells: readonly [string, ...string[]]): string =>
  cells.find((cell) => env.may?.(cell)) ?? cells[0];

const closed: readonly ServiceErrorKind[] = ["forbidden", "unsupported"];

/** What Calamari gives, or null where it does not let the key have it; that it cannot be reached stays a failure. */
export async function ifAllowed<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(closed, asked);
}
