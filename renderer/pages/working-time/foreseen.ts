import { useTranslation } from "react-i18next";
import type { Response } from "#main/ipc/contract/index";
import { signedHours } from "../../lib/format";

export type Foreseen = NonNullable<Response<"workingTime:foresee">>;

/** What a change does to today's balance, in a sentence; null while nobody asked. */
export function useForeseenText(asked: Foreseen | null): string | null {
  const { t } = useTranslation();
  if (asked === null) return null;
  const before = signedHours(asked.before);
  if (asked.after === null) return t("workingTime.foreseenNone", { before });
  return t("workingTime.foreseen", { before, after: signedHours(asked.after) });
}
