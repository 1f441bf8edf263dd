import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import type { RecordAction, RecordValue } from "../../../domain/records";
import { draftsOf } from "../../shared/record-drafts";
import { notThereIn } from "../../shared/record-engine";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import type { Somebody } from "../own-person/directory";

/** What the types of record have in common. */

export { plainFields, type WireField } from "../../shared/record-drafts";
export const { checkDraft, idOf } = draftsOf("Calamari", wireId);

export const notThere = notThereIn("Calamari", 60, "it may have been removed or archived");

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
  const { facts, employee } = await calamari.profile.get(call);
  if (employee && isSelf(calamari, facts, id)) return employee;
  const found = await calamari.directory.one(id, call, cell);
  if (found) return found;
  throw notThere("person", id);
}

/** Which of these the key is not refused. */
export const openActions =
  ({ facts }: Calamari, kind: string, actions: RecordAction[]) =>
  async (call?: Call): Promise<RecordAction[]> => {
    const { refused } = await facts.get(call);
    return actions.filter((action) => !(`${kind}.${action}` in refused));
  };
