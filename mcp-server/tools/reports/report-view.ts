import { quote } from "../../domain/quote";
import type { ReportGroup, ReportResult, WorkView } from "../../domain/results";
import { cleanText } from "../../domain/text";
import { addDays } from "../../time/civil";
import { hoursMinutes } from "../../time/format";
import type { Group } from "../../time/report/groups";
import { isTimeKey } from "../../time/report/names";
import { workView } from "../lib/view";

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** Groups as they are answered: names cleaned, and no level above told twice. */
export const groupViews = (groups: readonly Group[], above: ReadonlySet<string> = new Set()): ReportGroup[] =>
  groups.map(({ by, id, name, parents, seconds, entries, billable, share, groups: below, more }) => {
    const shown = Object.fromEntries(
      Object.entries(workView(parents ?? {})).filter(([level, ref]) => !above.has(`${level} ${ref?.id}`)),
    ) as WorkView;
    const known = new Set([...above, `${by} ${id}`]);
    for (const [level, ref] of Object.entries(shown)) known.add(`${level} ${ref?.id}`);
    return {
      by,
      id: cleanText(id, 100),
      name: isTimeKey(by) ? cleanText(name, 100) : quote(name, 100),
      ...(Object.keys(shown).length > 0 && { parents: shown }),
      seconds,
      entries,
      billable,
      share,
      ...(below && { groups: groupViews(below, known) }),
      ...(more !== undefined && { more }),
    };
  });

const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
const signed = (seconds: number) => (seconds > 0 ? `+${hoursMinutes(seconds)}` : hoursMinutes(seconds));
const dash = "–";
const hours = (seconds: number | null) => (seconds === null ? dash : hoursMinutes(seconds));
const change = (seconds: number | null) => (seconds === null ? dash : signed(seconds));

function groupLines(groups: readonly ReportGroup[], indent: string): string[] {
  return groups.flatMap((group) => {
    const above = Object.values(group.parents ?? {}).flatMap((ref) => (ref ? [ref.name] : []));
    const id = group.id !== "" && group.id !== group.name && !/^\d{4}-\d\d-\d\d$/.test(group.id) && group.by !== "tag";
    const name = `${[...above, group.name].join(" / ")}${id && group.by !== "billable" ? ` (#${group.id})` : ""}`;
    const billable = group.billable > 0 && group.by !== "billable" ? `, ${hoursMinutes(group.billable)} billable` : "";
    return [
      `${indent}${name}  ${hoursMinutes(group.seconds)}  ${percent(group.share)}  ${many(group.entries, "entry", "entries")}${billable}`,
      ...groupLines(group.groups ?? [], `${indent}  `),
      ...(group.more ? [`${indent}  ${group.more} more`] : []),
    ];
  });
}

function targetLines({ target }: ReportResult): string[] {
  if (!target) return [];
  if (target.target === null) return [`Target: ${target.source}`];
  const balance =
    target.balance_since === null ? "" : `, balance since ${target.balance_since} ${change(target.balance)}`;
  return [
    `Target ${target.first} to ${target.until}: ${hours(target.target)} on ${target.days} days, worked ${hoursMinutes(target.seconds)}, difference ${change(target.difference)}${balance}`,
    ...target.absences.map(({ name, days, seconds }) => `  ${name}: ${days} days (${hoursMinutes(seconds)})`),
    ...target.holidays.map(({ day, name, half }) => `  ${day} ${name}${half ? " (half)" : ""}`),
    ...target.weeks.map(
      (week) =>
        `  week ${week.number} (${week.first} – ${week.last}): ${hoursMinutes(week.seconds)} of ${hours(week.target)}, ${change(week.difference)}, balance ${change(week.balance)}${week.notes.length > 0 ? `; ${week.notes.join(", ")}` : ""}`,
    ),
    ...target.notes.map((note) => `  ${note}`),
    `  ${target.source}`,
  ];
}

const by = (person?: { name: string }) => (person ? `  ${person.name}` : "");
const clock = (moment: string) => moment.slice(11, 16);

function findLines({ gaps, overlaps, missing }: ReportResult): string[] {
  const titled = (title: string, lines: string[] | undefined) =>
    lines === undefined ? [] : lines.length === 0 ? [`${title}: none`] : [`${title}:`, ...lines];
  return [
    ...titled(
      "Gaps",
      gaps?.map((gap) => `  ${gap.day} ${clock(gap.from)}–${clock(gap.to)}  ${hours(gap.seconds)}${by(gap.person)}`),
    ),
    ...titled(
      "Overlaps",
      overlaps?.map(
        ({ from, to, seconds, ids, person }) =>
          `  ${from} – ${to ?? "now"}  ${hours(seconds)}  ${ids.map((id) => `#${id}`).join(" and ")}${by(person)}`,
      ),
    ),
    ...titled(
      "Missing days",
      missing?.map(({ day, target, person }) => `  ${day}  0:00 of ${hoursMinutes(target)}${by(person)}`),
    ),
  ];
}

function budgetLines({ budgets }: ReportResult): string[] {
  if (!budgets) return [];
  if (budgets.length === 0) return ["Budgets: none"];
  return budgets.map((budget) => {
    const where = [...Object.values(budget.parents ?? {}), { name: budget.name }].map(({ name }) => name).join(" / ");
    const parts = [
      budget.time &&
        `${hoursMinutes(budget.time.used)} of ${hoursMinutes(budget.time.budget)} used, ${hoursMinutes(budget.time.left)} left`,
      budget.money &&
        `${budget.money.used} of ${budget.money.budget} ${budget.money.currency ?? ""} used, ${budget.money.left} left`,
    ].filter(Boolean);
    return `Budget of ${where} (#${budget.id})${budget.month ? ` in ${budget.month}` : ""}: ${parts.join("; ")}${budget.note ? ` (${budget.note})` : ""}`;
  });
}

const compareLines = ({ compare }: ReportResult): string[] =>
  compare?.map((row, index) =>
    [
      `${index === 0 ? "This period" : "Before"} ${row.from.slice(0, 10)} – ${addDays(row.to.slice(0, 10), -1)}: ${hoursMinutes(row.seconds)} in ${many(row.entries, "entry", "entries")}`,
      row.change === null ? "" : `, this period is ${row.change >= 0 ? "+" : "−"}${percent(Math.abs(row.change))}`,
    ].join(""),
  ) ?? [];

/**
 * The same as the data, to read.
 * @param charged there is time of which the service tells whether it is billable; else nothing is said of that
 */
export function reportText(result: ReportResult, charged: boolean): string {
  const { total } = result;
  const part = total.seconds > 0 ? ` (${percent(total.billable / total.seconds)})` : "";
  const billable = charged ? `, billable ${hoursMinutes(total.billable)}${part}` : "";
  const lines = [
    `${result.period} (${result.zone}), read at ${clock(result.read.at)}${result.whose === undefined ? "" : `; time of ${result.whose}`}`,
    `${hoursMinutes(total.seconds)} in ${many(total.entries, "entry", "entries")} on ${many(total.days, "day", "days")}${billable}${total.running > 0 ? `, of it still running ${hoursMinutes(total.running)}` : ""}${total.money === undefined ? "" : `, worth ${total.money}`}`,
    ...groupLines(result.groups, ""),
    result.more > 0 ? `${result.more} more groups: raise limit.` : "",
    ...targetLines(result),
    ...findLines(result),
    ...budgetLines(result),
    ...compareLines(result),
    ...(result.notes ?? []),
    ...result.read.left_out.map((what) => `Left out: ${what}.`),
  ];
  return lines.filter(Boolean).join("\n");
}
