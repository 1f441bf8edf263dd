import type { ReportResult } from "#core/domain/results/reports";
import { longDay } from "#core/time/day-text";
import { hoursMinutes } from "#core/time/format";
import { groupLines, many, percent } from "./group-views";
import { moneyText } from "./sums";

const signed = (seconds: number) => (seconds > 0 ? `+${hoursMinutes(seconds)}` : hoursMinutes(seconds));
const dash = "–";
const hours = (seconds: number | null) => (seconds === null ? dash : hoursMinutes(seconds));
const change = (seconds: number | null) => (seconds === null ? dash : signed(seconds));

function targetLines({ target }: ReportResult): string[] {
  if (!target) return [];
  const balance =
    target.balance_since === null ? "" : `, balance since ${target.balance_since} ${change(target.balance)}`;
  return [
    `Target ${target.first} to ${target.until}: ${hours(target.target)} on ${target.days} days, worked ${hoursMinutes(target.seconds)}, difference ${change(target.difference)}${balance}`,
    ...target.absences.map(
      ({ name, days, seconds }) => `  ${name}: ${days} days${seconds === null ? "" : ` (${hoursMinutes(seconds)})`}`,
    ),
    ...target.holidays.map(({ day, name, half }) => `  ${day} ${name}${half ? " (half)" : ""}`),
    ...target.weeks.map(
      (week) =>
        `  week ${week.number} (${week.first} – ${week.last}): ${hoursMinutes(week.seconds)} of ${hours(week.target)}, ${change(week.difference)}, balance ${change(week.balance)}${week.notes.length > 0 ? `; ${week.notes.join(", ")}` : ""}`,
    ),
    ...(target.by_day?.length
      ? [`  by day: ${target.by_day.map((one) => `${one.day} ${hoursMinutes(one.target)}`).join(", ")}`]
      : []),
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
      "Days below target",
      missing?.map(({ day, target, seconds, why, person }) => {
        const short = target === null ? "" : `${hoursMinutes(target - seconds)} short of ${hoursMinutes(target)}: `;
        return `  ${longDay(day)}  ${short}${why ?? ""}${by(person)}`;
      }),
    ),
  ];
}

function budgetLines({ budgets }: ReportResult): string[] {
  if (!budgets) return [];
  if (budgets.length === 0) return ["Budgets: none"];
  return budgets.map((budget) => {
    const where = [...Object.values(budget.parents ?? {}), { name: budget.name }].map(({ name }) => name).join(" / ");
    const leftText = (left: string | null) => (left === null ? "" : `, ${left} left`);
    const { time, money } = budget;
    const parts = [
      time &&
        `${hoursMinutes(time.used)} of ${hoursMinutes(time.budget)} used${leftText(time.left === null ? null : hoursMinutes(time.left))}`,
      money &&
        `${money.used} of ${money.budget} ${money.currency ?? ""} used${leftText(money.left === null ? null : String(money.left))}`,
    ].filter(Boolean);
    return `Budget of ${where} (#${budget.id})${budget.month ? ` in ${budget.month}` : ""}: ${parts.join("; ")}${budget.note ? ` (${budget.note})` : ""}`;
  });
}

const changed = (part: number) => `${part >= 0 ? "+" : "−"}${percent(Math.abs(part))}`;

const compareLines = ({ compare }: ReportResult): string[] =>
  compare?.flatMap((row, index) => [
    `${index === 0 ? "Compared: " : ""}${row.what ?? ""}, ${row.period ?? ""}: ${hoursMinutes(row.seconds)} in ${many(row.entries, "entry", "entries")}${row.change === null ? "" : `, this period is ${changed(row.change)}`}`,
    // Its own groups stand above already.
    ...(index === 0 ? [] : (row.groups ?? [])).map(
      (group) =>
        `  ${[...Object.values(group.parents ?? {}).map((ref) => ref?.name), group.name].join(" / ")}: ${group.hours}${group.change === null ? "" : `, this period is ${changed(group.change)}`}`,
    ),
    ...(index > 0 && row.more ? [`  ${row.more} more`] : []),
  ]) ?? [];

function targetsLines({ targets }: ReportResult): string[] {
  if (!targets) return [];
  return targets.map(({ person, seconds, target, difference, balance, balance_since, until, absences }) => {
    if (target === null) return `Target of ${person.name}: none is kept, worked ${hoursMinutes(seconds)}`;
    const since = balance_since === null ? "" : `, balance since ${balance_since} ${change(balance)}`;
    const away = absences.map(({ name, days }) => `, ${name} ${days} days`).join("");
    return `Target of ${person.name} until ${until}: ${hours(target)}, worked ${hoursMinutes(seconds)}, difference ${change(difference)}${since}${away}`;
  });
}

/**
 * The same as the data, to read.
 * @param charged there is time of which the service tells whether it is billable; else nothing is said of that
 * @param only what it is limited to, as `filterWords` says it
 */
export function reportText(result: ReportResult, charged: boolean, only: string): string {
  const { total } = result;
  const part = total.seconds > 0 ? ` (${percent(total.billable / total.seconds)})` : "";
  const billable = charged ? `, billable ${hoursMinutes(total.billable)}${part}` : "";
  const exported = total.exported ? `, exported or billed ${hoursMinutes(total.exported)}` : "";
  const running = total.running > 0 ? `, of it still running ${hoursMinutes(total.running)}` : "";
  const longest = total.longest_day;
  const lines = [
    `${result.period} (${result.zone})${only}, read at ${clock(result.read.at)}${result.whose === undefined ? "" : `; time of ${result.whose}`}`,
    `${hoursMinutes(total.seconds)} in ${many(total.entries, "entry", "entries")} on ${many(total.days, "day", "days")}${billable}${exported}${running}${moneyText(total)}`,
    longest && total.days > 1
      ? `Longest day: ${longDay(longest.day)}, ${hoursMinutes(longest.seconds)}${by(longest.person)}`
      : "",
    ...groupLines(result.groups, ""),
    result.more > 0
      ? `${many(result.more, "more group", "more groups")} with ${hoursMinutes(result.more_seconds ?? 0)} together: raise limit.`
      : "",
    ...targetLines(result),
    ...targetsLines(result),
    ...findLines(result),
    ...budgetLines(result),
    ...compareLines(result),
    ...(result.notes ?? []),
    ...result.read.left_out.map((what) => `Left out: ${what}.`),
  ];
  return lines.filter(Boolean).join("\n");
}
