import type { ReportGroup, ReportResult, WorkView } from "../../mcp-server/domain/results";

/** A spreadsheet would take a cell that begins so for a formula, and people choose names. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Decimal hours, to the hundredth: what spreadsheets add up. */
const hours = (seconds: number) => (Math.round(seconds / 36) / 100).toFixed(2);

const above = (parents: WorkView = {}) =>
  [parents.customer, parents.project, parents.subproject].flatMap((level) => level?.name ?? []).join(" / ");

const row = (values: (string | number)[]) => values.map(cell).join(",");

function lines(group: ReportGroup): string[] {
  const one = (inner: ReportGroup | null) => {
    const last = inner ?? group;
    return row([
      group.name,
      above(group.parents),
      inner?.name ?? "",
      hours(last.seconds),
      hours(last.billable),
      last.entries,
      (last.share * 100).toFixed(1),
    ]);
  };
  return group.groups?.length ? group.groups.map(one) : [one(null)];
}

/**
 * The groups of a report for a spreadsheet: RFC 4180, with the byte order mark by which Excel knows UTF-8. With a second
 * grouping each row is one of its groups, so that a column adds up to the whole.
 */
export function reportCsv(report: ReportResult, by: string, thenBy: string | undefined): string {
  const head = row([by, "in", thenBy ?? "", "hours", "billable hours", "entries", "share %"]);
  return `\uFEFF${[head, ...report.groups.flatMap(lines)].join("\r\n")}\r\n`;
}
