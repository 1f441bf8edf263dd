import type { PolicyState } from "../domain/company-policy";
import { InputError } from "../domain/errors";
import type { SettingsProblem } from "../platform/settings";
import { headlessServices, listed } from "../service-catalog/descriptors";
import type { Account } from "./account";
import { companyNext, companyReason } from "./company-bounds";

const inSettings = "Your person can change that in Punchcard: Settings, What an AI may do.";
const byOption = "Your person can change that where this server is started: --profile manage or everything.";
const selfConfirmInSettings =
  "Or they allow this account's AI clients to confirm by themselves: Settings, What an AI may do.";
const selfConfirmByOption = "Or they start this server with --may-confirm-by-itself.";
const refusedByService = "Nothing in Punchcard can change that: the service refuses it.";

/** How a person lets clients confirm by themselves; accounts of the command line are in no settings. */
export const selfConfirmHint = (commandLine: boolean) => (commandLine ? selfConfirmByOption : selfConfirmInSettings);

/** How a person allows more. @param page of a team server, which has no settings of an app */
export const permissionNext = (commandLine: boolean, page: string | undefined) => {
  if (page !== undefined)
    return `Your person can change that at ${page}: What an AI may do, for the account or for this AI client.`;
  return commandLine ? byOption : inSettings;
};

/**
 * @param what `clock_in is not allowed here`
 * @param reason why the service itself refuses it; undefined: the person's settings do
 * @param next how the person would allow it
 */
export const permissionError = (what: string, reason: string | undefined, next: string) =>
  new InputError("permission", `${what}${reason ? `: ${reason}` : "."}`, {
    next: reason ? refusedByService : next,
  });

/** @param what `clock_in is not allowed here` */
export const companyError = (what: string, state: PolicyState) =>
  new InputError("policy", `${what}: ${companyReason(state)}`, { next: companyNext(state) });

export const settingsError = ({ kind, message }: SettingsProblem, company: PolicyState) => {
  if (kind === "company") return new InputError("policy", message, { next: companyNext(company) });
  return new InputError("settings", `Punchcard's settings cannot be used: ${message}`, {
    next:
      kind === "newer"
        ? "Update Punchcard, then start this client again."
        : "Open Punchcard: it puts the broken file aside and starts with new settings.",
  });
};

/** @param page of a team server */
export const noAccountError = (page: string | undefined) =>
  new InputError("no_account", "No account is connected.", {
    next:
      page === undefined
        ? `Open Punchcard and connect one, or start the server with ${listed(
            headlessServices.map(({ headless }) => headless.example),
            "or",
          )}.`
        : `Your person connects one at ${page}; then call again.`,
  });

/** @param known the accounts that this client may know of */
export const unknownAccountError = (known: readonly Account[]) =>
  new InputError("unknown", "There is no such account.", {
    next: known.length > 1 ? "Give one of these as account." : "Leave account out.",
    candidates: known.map(({ settings }) => ({ id: settings.id, name: settings.label })),
  });
