import type { AccountView } from "#main/ipc/contract/accounts";
import type { AppState } from "#main/ipc/contract/app-state";
import { putState } from "../../lib/store";
import { serverNow } from "../lib/server-clock";

/** What the app's components read of its state on these pages. */
type Shown = Pick<
  AppState,
  "now" | "accounts" | "activeAccount" | "settingsProblem" | "settingsCopy" | "asides" | "company" | "writes"
>;

/** To be called before a component of the app is shown. */
export function showAccounts(accounts: AccountView[]): void {
  const shown: Shown = {
    now: new Date(serverNow()).toISOString(),
    accounts,
    activeAccount: accounts[0]?.id ?? null,
    settingsProblem: null,
    settingsCopy: null,
    asides: [],
    company: null,
    writes: 0,
  };
  putState(shown as AppState);
}
