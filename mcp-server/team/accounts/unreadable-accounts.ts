import { SealError } from "../keys/envelope";
import { KeyFileError } from "../keys/key-file";
import type { Person } from "../people/person";
import type { Database } from "../store/database";
import { StoreError } from "../store/store-error";
import type { AccountRepository } from "./account-repository";
import type { TeamAccount } from "./account-row";

/**
 * What is wrong with an account. `row`: what is stored of it is damaged, so it counts as not there; `secret`: its credential
 * opens no more; `key`: the server's key file lacks the key, so it opens again once the file is put back; `address`: the
 * company's key was for an address that the person had before.
 */
type AccountProblem = "row" | "secret" | "key" | "address";

export interface UnreadableAccount {
  id: string;
  service: string;
  label: string;
  problem: AccountProblem;
}

/** Accounts of a person that no AI client can use as they are stored. One of them hides none of the others. @throws StoreError */
export async function unreadableAccounts(
  database: Database,
  accounts: Pick<AccountRepository, "of" | "open">,
  person: string,
): Promise<UnreadableAccount[]> {
  const rows = await database.all<Omit<UnreadableAccount, "problem"> & { email: string }>(
    `SELECT accounts.id, service, label, email FROM accounts JOIN people ON people.id = person_id
     WHERE person_id = ? ORDER BY accounts.created_at, accounts.id`,
    [person],
  );
  const readable = await accounts.of(person);
  const checked = rows.map(async ({ id, service, label, email }) => {
    const account = readable.find(({ settings }) => settings.id === id);
    const problem = account ? await problemOf(accounts, { id: person, email }, account) : "row";
    return problem === null ? [] : [{ id, service, label: label || service, problem }];
  });
  return (await Promise.all(checked)).flat();
}

async function problemOf(
  accounts: Pick<AccountRepository, "open">,
  person: Pick<Person, "id" | "email">,
  { sealed, ...account }: TeamAccount,
): Promise<AccountProblem | null> {
  // The company's key is not the person's to mend.
  if (sealed === null) return account.settings.user === person.email ? null : "address";
  try {
    await accounts.open(person.id, { ...account, sealed });
    return null;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const isKey = error instanceof KeyFileError || (error instanceof SealError && error.kind === "unknown_key");
    return isKey ? "key" : "secret";
  }
}
