import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import { ServiceError, type ServiceErrorKind } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import type { Clockodo } from "../context";

/** @throws ServiceError `forbidden` with the reason, where this Clockodo is known to refuse it to this caller */
export async function demand(clockodo: Clockodo, cell: string, call?: Call): Promise<AccountFacts> {
  const facts = await clockodo.facts.get({ signal: call?.signal });
  const why = facts.refused[cell];
  if (why === undefined) return facts;
  throw new ServiceError("forbidden", `This cannot be done: ${why}.`, {
    next: "Ask whoever administers your Clockodo.",
  });
}

const closed: readonly ServiceErrorKind[] = ["forbidden", "not_found", "unsupported", "invalid"];

/** What Clockodo gives, or null where it does not let the caller have it; that it cannot be reached stays a failure. */
export async function ifAllowed<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(closed, asked);
}
