import type { TFunction } from "i18next";
import type { AdminGroup, AdminPerson } from "#team/api/admin/contract";
import type { IconName } from "../../../ui/icon";
import { whenOf } from "../../lib/when";

export const limitWord = (limit: AdminGroup["limit"], t: TFunction<"team">): string =>
  t(`people.limit.${limit ?? "nothing"}`);

/** A person's state in words, with its picture. */
export function statusOf(
  { status, invitedUntil, removed }: AdminPerson,
  language: string,
  t: TFunction<"team">,
): { icon: IconName; text: string; tone?: "allow" | "warn" } {
  if (status === "active") return { icon: "allow", text: t("people.status.active"), tone: "allow" };
  if (status === "invited")
    return { icon: "dashed", text: t("people.status.invited", { when: whenOf(invitedUntil ?? 0, language) }) };
  if (status === "invitation_over") return { icon: "clock", text: t("people.status.invitation_over"), tone: "warn" };
  return { icon: "cross", text: t("people.status.removed", { when: whenOf(removed?.at ?? 0, language) }) };
}
