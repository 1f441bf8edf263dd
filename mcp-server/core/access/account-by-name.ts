import type { Account } from "./account";

/** In place of an account's id: each of them is asked. */
export const allAccounts = "all";

/**
 * The account with this id or label; else the only one whose label starts with it or whose service it is ("Calamari").
 * Undefined where none or several match.
 */
export function accountByName(accounts: readonly Account[], wanted: string): Account | undefined {
  const exact = accounts.find(({ settings }) => settings.id === wanted || settings.label === wanted);
  if (exact) return exact;
  const prefix = wanted.trim().toLowerCase();
  const matches = accounts.filter(
    ({ settings: { label, service } }) =>
      prefix !== "" && prefix !== allAccounts && (label.toLowerCase().startsWith(prefix) || service === prefix),
  );
  return matches.length === 1 ? matches[0] : undefined;
}
