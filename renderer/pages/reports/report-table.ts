import type { TFunction } from "i18next";
import type { Request } from "#main/ipc/contract/index";
import type { TableForm } from "../../features/table-export";
import type { Group, Grouping, Report } from "./use-report";

type Cell = Request<"tables:save">["rows"][number][number];

/** Hours with four decimals: a second stays a second. */
const hoursOf = (seconds: number) => Math.round((seconds / 3600) * 10_000) / 10_000;

/** Whether groups were left out of what is shown, so that a table of it would not be whole. */
export const isCut = ({ groups, more }: Report): boolean => more > 0 || groups.some((group) => (group.more ?? 0) > 0);

/**
 * A report as a table for a file: a row for each group of the innermost key, with the groups above it before it. For
 * programs it has the columns of the server's own export.
 */
export function reportTable({ groups }: Report, keys: readonly Grouping[], form: TableForm, t: TFunction) {
  const isNeutral = form === "neutral";
  const head = isNeutral
    ? [...keys.flatMap((key) => [key, `${key}_id`]), "hours", "seconds", "billable_seconds", "entries", "share"]
    : [
        ...keys.map((key) => t(`report.by.${key}`)),
        t("table.column.hours"),
        t("report.billableHours"),
        t("nav.entries"),
        t("report.share"),
      ];
  const rows: Cell[][] = [];
  const nameOf = ({ by, id, name }: Group): Cell[] => {
    const shown = by === "day" ? { day: id } : name;
    return isNeutral ? [shown, id] : [shown || t("report.without")];
  };
  const write = (some: readonly Group[], above: Cell[]) => {
    for (const group of some) {
      const path = [...above, ...nameOf(group)];
      const { seconds, billable, entries, share } = group;
      if (group.groups) write(group.groups, path);
      else if (isNeutral) rows.push([...path, hoursOf(seconds), seconds, billable, entries, share]);
      else rows.push([...path, hoursOf(seconds), hoursOf(billable), entries, share]);
    }
  };
  write(groups, []);
  return { head, rows };
}
