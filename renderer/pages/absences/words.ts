import type { TFunction } from "i18next";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Response } from "#main/ipc/contract/index";
import type { Decision } from "./bar";
import type { Absence, Bar, Piece } from "./calendar";
import { typeName } from "./type-name";

const halved = ({ first_half, last_half }: Absence) => first_half || last_half;

type AskingType = Pick<Response<"absences:types">["types"][number], "asks" | "comment_needed">;

/** Whether a request of this type has that field, and must have it. A comment is taken unless the type says no. */
export function asksFor(
  type: AskingType | undefined,
  what: "reason" | "comment" | "substitute",
): "optional" | "needed" | null {
  if (what === "comment" && type?.comment_needed) return "needed";
  const rule = type?.asks?.[what] ?? (what === "comment" ? "optional" : "none");
  return rule === "none" ? null : rule;
}

/** What stands in a bar, as short as it is narrow. @param days of the request, in words */
export function barText({ bar, start, end }: Piece, t: TFunction, days: string | null): string {
  const { absence } = bar;
  const narrow = end - start === 1;
  if (!absence) return days ? t("absence.yours", { days }) : t("absence.yoursNoDays");
  if (bar.look === "team") return absence.person?.name ?? t("absence.someone");
  const type = absence.type ? typeName(absence.type) : t("absence.someType");
  if (bar.look === "own")
    return !halved(absence) ? type : narrow ? t("absence.halfShort") : t("absence.half", { type });
  if (narrow) return t(`absence.short.${absence.status}`);
  return `${t(`absence.short.${absence.status}`)} · ${type}`;
}

/** All of it, for hover and assistive technology. */
export function barWords(bar: Bar, t: TFunction): string {
  const { absence } = bar;
  if (!absence) return t("absence.yoursNoDays");
  const name = absence.mine ? t("absence.you") : (absence.person?.name ?? t("absence.someone"));
  const type = absence.type ? typeName(absence.type) : t("absence.someType");
  const { part } = absence;
  const half = halved(absence) ? t("absence.half", { type }) : type;
  const when = part === "morning" || part === "afternoon" ? t(`absence.part.${part}`) : part;
  const what = when ? `${half}, ${when}` : half;
  return `${name}: ${what}, ${t(`absence.status.${absence.status}`)}`;
}

/** What this person can do with an absence here: what the service can at all, less what it refuses them. */
export function decisionsFor(
  absence: Absence,
  known: readonly Decision[],
  refused: AccountView["refused"] = {},
): Decision[] {
  const { mine, status } = absence;
  const may = (decision: Decision): boolean => {
    switch (decision) {
      case "approve":
      case "reject":
        return status === "requested" && !("absence.decide" in refused);
      case "cancel":
        return (
          (status === "draft" || status === "requested" || status === "approved") &&
          !((mine ? "absence.delete" : "others_absence.delete") in refused)
        );
      case "ask":
        return mine && (status === "draft" || status === "rejected") && !("absence.update" in refused);
    }
  };
  return known.filter(may);
}
