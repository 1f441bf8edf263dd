import { join } from "node:path";
import type { AccessPolicy } from "#core/access/access-policy";
import type { Account } from "#core/access/account";
import type { AccountFacts } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import { importTool } from "#core/domain/results/activity-terms";
import { CallRecord, recordingInto } from "#core/journal/call-record";
import type { Origin } from "#core/journal/change";
import { withCallContext } from "#core/platform/call-context";
import { withLock } from "#core/platform/file-lock";
import { KeyedMutex } from "../keyed-mutex";

/** An account while a file is imported into it, or taken back out of it. */
export interface ImportSession {
  account: Account;
  service: Service;
  facts: AccountFacts;
  recordOf(more: Pick<Origin, "tool" | "undoes">): CallRecord;
}

/** One import at a time in this process: two at once would each find the account as it was before the other. */
const imports = new KeyedMutex();

/** @throws InputError `not_found` where the account is not connected any more */
function openAccount(policy: AccessPolicy, id: string): Account {
  const account = policy.visible().find(({ settings }) => settings.id === id);
  if (!account)
    throw new InputError("not_found", "The account of this import is not connected any more.", {
      next: "Connect it again.",
    });
  return account;
}

/** Runs alone, as the app acting for its person. */
export async function inAccount<T>(
  policy: AccessPolicy,
  id: string,
  signal: AbortSignal,
  work: (session: ImportSession) => Promise<T>,
): Promise<T> {
  const account = openAccount(policy, id);
  policy.require(account, ["time.create"]);
  const service = await account.service();
  const recordOf = ({ tool, undoes }: Pick<Origin, "tool" | "undoes">) =>
    new CallRecord(policy.journal, {
      client: policy.options.client,
      place: "window",
      account: account.view.id,
      service: account.view.service,
      label: account.view.label,
      tool,
      undoes,
    });
  const may = (cell: string) => policy.adapterMay(account, cell as never);
  return imports.run(service, signal, () =>
    withCallContext({ waits: () => undefined, may }, async () => {
      const facts = await account.facts(signal, false);
      return work({ account, service, facts, recordOf });
    }),
  );
}

/** Runs it while nothing is imported into this account: half of an import cannot be undone while the other is written. */
export const withoutImports = <T>(service: Service, signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  imports.run(service, signal, work);

/** The same where it writes: no other process imports meanwhile, and one that was killed is noticed after some seconds. */
export const writingIn: typeof inAccount = (policy, id, signal, work) =>
  withLock(join(policy.options.home, "credentials", "import.lock"), () => inAccount(policy, id, signal, work));

/** Everything written meanwhile is one change of the journal. */
export async function asOneChange<T>(
  { recordOf, facts }: ImportSession,
  known: number | null,
  write: (record: CallRecord) => Promise<T>,
): Promise<T> {
  const record = recordOf({ tool: importTool });
  record.change = known;
  record.sawZone(facts.zone);
  return recordingInto(record, () => write(record));
}
