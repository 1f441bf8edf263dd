import type { AccountView } from "../../../main/ipc/contract";

/** Failures that say nothing about the network: the service answered, or was never asked. */
const answered = ["unauthorized", "forbidden", "no_secret", "keychain", "not_this_product", "redirected", "damaged"];

/** true where the service itself cannot be reached, as far as it is known. */
export const isUnreachable = (account: AccountView | null) =>
  !account?.failure || !answered.includes(account.failure.code);
