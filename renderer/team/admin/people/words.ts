import type { TFunction } from "i18next";
import type { AdminGroup, AdminPerson } from "../../../../mcp-server/team/api/admin/contract";
import { clockOf, dayOf, shortDate } from "../../../lib/format";
import type { IconName } from "../../../ui/icon";

/** `11:12` of today, else `19 Nov`. @param at milliseconds since the epoch */
export function whenOf(at: number, language: string): string {
  const day = dayOf(at, undefined);
  return day === dayOf(Date.now(), undefined) ? clockOf(at, undefined) : shortDate(day, language);
}

export const limitWord = (limit: AdminGroup["limit"], t: TFunction<"team">): string =>
  t(`people.limit.${limit ?? "nothing"}`);

/** A person's state in words, with its picture. */
export function statusOf(
  { status, invitedUntil, removed }: AdminPerson,
  language: string,
  t: TFunction<"team">,
): { icon: IconName; text: string; tone?: "warn" } {
  if (status === "active") return { icon: "allow", text: t("people.status.active") };
  if (status === "invited")
    return { icon: "dashed", text: t("people.status.invited", { when: whenOf(invitedUntil ?? 0, language) }) };
  if (status === "invitation_over") return { icon: "clock", text: t("people.status.invitation_over"), tone: "warn" };
  return { icon: "cross", text: t("people.status.removed", { when: whenOf(removed?.at ?? 0, language) }) };
}
