import type { TFunction } from "i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import { serverSentence } from "./server-sentence";

/** Why an account may not do that, in words; undefined: it may. What services say is told as they say it. */
export function errorText(account: AccountView | null, cell: string, t: TFunction): string | undefined {
  const why = account?.refused?.[cell];
  if (why !== "kept_to_person") return why === undefined ? why : serverSentence(why);
  return t(account?.signedIn ? "absence.keptToYouSignedIn" : "absence.keptToYou", {
    level: t("profile.manage.name"),
    page: t("permissions.title"),
  });
}
