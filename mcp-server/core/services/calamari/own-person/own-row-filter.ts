import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { fold } from "../../../domain/names";
import type { WirePerson } from "../wire/person";

/** The refusal, on either way to Calamari, of what would be about others: the account's permissions keep the client from them. */
export const keptToOwnPerson = (): ServiceError =>
  new ServiceError("forbidden", "This account is kept to its own person; this would be about others.", {
    next: "Your person can allow that in Punchcard: Settings, What an AI may do, Manage.",
  });

/** Whose a row of an answer is. What was asked of one person alone is not believed to be only theirs. */
export interface Whose {
  /** null: the row tells nothing by which that could be seen. */
  isOwn(facts: AccountFacts, told: WirePerson | null | undefined): boolean | null;
  /**
   * What of an answer about the account's person is theirs; the rest is dropped, also what names nobody where others are
   * named in the same answer.
   * @throws ServiceError `not_this_product` where it names several people and nobody knows which of them it is
   */
  own<T>(facts: AccountFacts, rows: readonly T[], person: (row: T) => WirePerson | null | undefined): T[];
}

/** @param numberOf the person's external number, where Calamari has told it */
export function createWhose({ person }: { person: string }, numberOf: () => string | null | undefined): Whose {
  /** Where the account names its person by what nothing else explains (a login): whom its answers name. */
  let learned: string | undefined;
  const byNumber = /^externalNumber:(.+)$/i.exec(person)?.[1];
  const addressOf = (told: WirePerson | null | undefined) => told?.email?.toLowerCase() || undefined;
  const knownAddress = ({ person: own }: AccountFacts) => own.email?.toLowerCase();

  /** By the address, else the number, else the name, of which Calamari may leave out any. */
  function compare(facts: AccountFacts, told: WirePerson | null | undefined, own: string | undefined): boolean | null {
    if (!told) return null;
    const address = addressOf(told);
    if (address && own) return address === own;
    const number = byNumber ?? numberOf();
    if (told.externalId && number) return told.externalId.toLowerCase() === number.toLowerCase();
    const name = [told.firstName, told.lastName].filter(Boolean).join(" ");
    const { id, name: ownName } = facts.person;
    return name && fold(ownName) !== fold(id) ? fold(name) === fold(ownName) : null;
  }

  return {
    isOwn: (facts, told) => compare(facts, told, knownAddress(facts) ?? learned),
    own(facts, rows, personIn) {
      const judged = rows.map((row) => ({ row, own: compare(facts, personIn(row), knownAddress(facts)) }));
      // Where others are in it, what names nobody may be theirs.
      const mixed = judged.some(({ own }) => own === false);
      const mine = judged
        .filter(({ row, own }) => own ?? (!mixed || addressOf(personIn(row)) !== undefined))
        .map(({ row }) => row);
      if (knownAddress(facts)) return mine;
      const addresses = new Set([learned, ...mine.map((row) => addressOf(personIn(row)))]);
      addresses.delete(undefined);
      if (addresses.size > 1)
        throw new ServiceError("not_this_product", "Calamari's answers for one person name several.", {
          next: "Enter the person's e-mail address instead of a login where the account was connected to Punchcard.",
        });
      [learned] = addresses;
      return mine;
    },
  };
}
