import type { TFunction } from "i18next";
import { joinTags } from "#core/domain/export/tag-list";
import type { Request } from "#main/ipc/contract/index";
import type { TableForm } from "../../features/table-export";
import { clockOf } from "../../lib/format";
import type { Entry } from "./analysis";

type Cell = Request<"tables:save">["rows"][number][number];

/** Heads of the columns for programs, as the server's own exports call them. */
const columns = [
  "day",
  "from",
  "to",
  "hours",
  "break_hours",
  "customer",
  "project",
  "subproject",
  "activity",
  "text",
  "tags",
  "billable",
  "exported",
  "rate",
  "person",
] as const;

/** Hours with four decimals: a second stays a second. */
const hoursOf = (seconds: number) => Math.round((seconds / 3600) * 10_000) / 10_000;

interface Shown {
  entry: Entry;
  /** Worked seconds, of what runs up to now. */
  seconds: number;
}

/** Entries as a table for a file, earliest first. Clock times are of the zone in which each was recorded. */
export function entriesTable(rows: readonly Shown[], form: TableForm, zone: string, t: TFunction) {
  const head = form === "neutral" ? [...columns] : columns.map((column) => t(`table.column.${column}`));
  const flag = (value: boolean | undefined): Cell =>
    value === undefined ? null : form === "neutral" ? String(value) : t(value ? "filter.yes" : "filter.no");
  const cells = ({ entry, seconds }: Shown): Cell[] => {
    const own = entry.zone ?? zone;
    const { customer, project, subproject, activity } = entry.work;
    return [
      { day: entry.begin.slice(0, 10) },
      clockOf(entry.begin, own),
      entry.end === null ? null : clockOf(entry.end, own),
      hoursOf(seconds),
      entry.breakSeconds ? hoursOf(entry.breakSeconds) : null,
      ...[customer, project, subproject, activity].map((ref) => ref?.name ?? null),
      entry.text,
      joinTags(entry.tags),
      flag(entry.billable),
      flag(entry.exported),
      entry.rate ?? null,
      entry.person?.name ?? null,
    ];
  };
  const sorted = [...rows].sort((a, b) => Date.parse(a.entry.begin) - Date.parse(b.entry.begin));
  return { head, rows: sorted.map(cells) };
}
