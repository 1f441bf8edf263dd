import type { AccountFacts } from "#core/domain/entities";
import { emailOf, type Person } from "../people/person";

/** Whether the service's address of whoever the credential is of is this person's, compared as addresses are here. */
export function isOwn(person: Pick<Person, "email">, facts: AccountFacts): boolean {
  try {
    return emailOf(facts.person.email ?? "") === person.email;
  } catch {
    return false;
  }
}
