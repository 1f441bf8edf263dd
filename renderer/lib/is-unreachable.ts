import { isUnreachable as isUnreachableCode } from "#core/domain/errors";
import type { AccountView } from "#main/ipc/contract/accounts";

/** Whether the service of an account cannot be reached; without a failure nothing says that it answered. */
export const isUnreachable = (account: AccountView | null): boolean =>
  !account?.failure || isUnreachableCode(account.failure.code);
