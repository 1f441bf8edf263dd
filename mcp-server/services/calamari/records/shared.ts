import type { Call } from "../../../domain/call";
import type { AccountFacts, Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { RecordValue } from "../../../domain/records";
import { draftsOf } from "../../shared/record-drafts";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import type { Somebody } from "../own-person/directory";

/** What the types of record have in common. */

export { plainFields, type WireField } from "../../shared/record-drafts";
export const { checkDraft, idOf } = draftsOf("Calamari", wireId);

export const notThere = (what: string, id: string) =>
  new ServiceError("not_found", `Calamari has no ${what} #${id.slice(0, 60)} here (any more).`, {
    next: "Look for it again: it may have been removed or archived.",
  });

/**
 * Sends a write of a record once, and looks for it where its answer was lost.
 * @param look what was written, if it took effect, else null
 */
export async function saveOnce<T>(
  { secondLookMs }: Pick<Calamari, "secondLookMs">,
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: string[] }> {
  const { value, looked } = await sentOnce(write, look, secondLookMs);
  return { value, notes: looked ? [savedAndFound("Calamari")] : [] };
}

/** The id behind a reference to a person: an e-mail address, a login or `externalNumber:…`. */
export function personId(value: RecordValue | undefined): string {
  const id = typeof value === "object" && value !== null && !Array.isArray(value) ? value.id : value;
  return String(id ?? "").trim();
}
export const personIds = (value: RecordValue | undefined): string[] =>
  (Array.isArray(value) ? value : value == null ? [] : [value]).map(personId).filter(Boolean);

/** Whether this is the account's own person, by whichever of the names that Calamari takes (§1.2). */
export function isSelf({ client, own }: Calamari, { person }: AccountFacts, id: string): boolean {
  const wanted = id.trim().toLowerCase();
  const number = own.known()?.employee?.externalNumber;
  return (
    wanted === person.id.toLowerCase() ||
    wanted === client.person.toLowerCase() ||
    (number != null && wanted === `externalnumber:${number.toLowerCase()}`)
  );
}

/**
 * Somebody: the account's own person from what is known of them, others only where the client may.
 * @throws ServiceError `forbidden` before anything is sent about others, `not_found`
 */
export async function somebody(calamari: Calamari, id: string, call?: Call, cell?: string): Promise<Somebody> {
  const { facts, employee } = await calamari.profile.get({ signal: call?.signal });
  if (employee && isSelf(calamari, facts, id)) return employee;
  const found = await calamari.directory.one(id, call, cell);
  if (found) return found;
  throw notThere("person", id);
}

export const refOf = (row: { id: number | string; name: string }): Ref => ({ id: String(row.id), name: row.name });
