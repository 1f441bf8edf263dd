import type { CalendarDay } from "../domain/entities";
import { splitTags } from "../domain/export/tag-list";
import { addDays, instantOf, readClock } from "../time/civil";
import { type DayOrder, type DetectedOrder, detectOrder, readFlag } from "./cells";
import type { Columns, Role } from "./formats";
import { readTimes, type TimeCells } from "./row-times";
import type { RowProblem, SourceRow } from "./source-row";
import type { Table, TableRow } from "./table";

/** What services keep at most. Characters. */
const longestText = 10_000;
const longestName = 200;

interface Options {
  order: DayOrder;
  /** IANA zone of clock times without an offset. */
  zone: string;
  /** When a day begins whose rows have no clock times. Minutes since midnight. */
  dayStart: number;
}

const dayRoles = ["startDay", "endDay", "start", "end"] as const satisfies readonly Role[];

/** How the dates of a file are written, from all its rows. */
export function dayOrderOf({ rows }: Pick<Table, "rows">, { at }: Columns): DetectedOrder {
  const columns = dayRoles.flatMap((role) => at[role] ?? []);
  return detectOrder(
    rows.flatMap(({ cells }) => columns.map((column) => (cells[column] ?? "").split(/[T\s,]/, 1)[0] ?? "")),
  );
}

/** Every row of a file in our words, those that cannot become an entry with the reason. */
export function readRows({ rows }: Pick<Table, "rows">, columns: Columns, options: Options): SourceRow[] {
  const place = placer(options);
  return rows.map((row) => {
    const { source, day } = readRow(row, columns, options);
    return day === undefined || source.problem ? source : place(source, day);
  });
}

const plainTags = (cell: string) =>
  cell
    .split(/[,;]/)
    .map((tag) => tag.trim())
    .filter(Boolean);

function readRow({ line, cells }: TableRow, { at, format }: Columns, { order, zone }: Options) {
  const cell = (role: Role) => {
    const column = at[role];
    return column === undefined ? undefined : (cells[column] ?? "");
  };
  const text = (role: Role) => plain(cell(role) ?? "", format === "punchcard");
  const times: TimeCells = Object.fromEntries(
    (["startDay", "startTime", "endDay", "endTime", "start", "end", "duration", "hours", "seconds", "break"] as const)
      .map((role) => [role, cell(role)] as const)
      .filter(([, value]) => value !== undefined),
  );
  const person = text("person") || [text("firstName"), text("lastName")].filter(Boolean).join(" ");
  const tags = format === "punchcard" ? splitTags(text("tags")) : plainTags(text("tags"));
  const { day, ...time } = readTimes(times, order, zone);
  const described = [text("text"), text("notes")].filter(Boolean).join("\n");
  const source: SourceRow = {
    line,
    person: person || text("email"),
    email: text("email"),
    client: text("client"),
    project: text("project"),
    task: text("task"),
    text: described,
    tags: [...new Set(tags)],
    ...flag("billable", readFlag(text("billable"))),
    ...flag("exported", readFlag(text("exported"))),
    ...time,
  };
  const problem = otherProblem(source, cells, cell);
  return { source: problem ? { ...source, ...problem, begin: null, end: null } : source, day };
}

const flag = (name: "billable" | "exported", value: boolean | undefined) =>
  value === undefined ? {} : { [name]: value };

/** Trimmed; from our own export without the mark that keeps a spreadsheet from running it. */
function plain(cell: string, own: boolean): string {
  const trimmed = cell.trim();
  return own && /^'+\s*[=+\-@＝＋－＠]/.test(trimmed) ? trimmed.slice(1) : trimmed;
}

function otherProblem(
  { client, project, task, text, tags }: SourceRow,
  cells: readonly string[],
  cell: (role: Role) => string | undefined,
): { problem: RowProblem; shown?: string } | null {
  if (cells.some((one) => one.includes("\0"))) return { problem: "damaged", shown: "" };
  const long = [client, project, task, ...tags].find((name) => name.length > longestName);
  if (long !== undefined || text.length > longestText)
    return { problem: "too_long", shown: (long ?? text).slice(0, 40) };
  if (cell("kind")?.trim().toLowerCase() === "break") return { problem: "break_row", shown: cell("kind") };
  const open = cell("end")?.trim() === "" && cell("seconds") !== undefined;
  return open || readFlag(cell("planned") ?? "") === true ? { problem: "not_ended", shown: cell("start") } : null;
}

/** Puts rows that have hours and no clock times one after another into their day, each person's by themselves. */
function placer({ zone, dayStart }: Options): (row: SourceRow, day: CalendarDay) => SourceRow {
  const next = new Map<string, number>();
  return (row, day) => {
    const key = `${row.person}\n${day}`;
    const begin = next.get(key) ?? startOf(day, dayStart, zone);
    const end = begin + ((row.seconds ?? 0) + row.breakSeconds) * 1000;
    next.set(key, end);
    return { ...row, begin: instantOf(begin), end: instantOf(end), placed: true };
  };
}

function startOf(day: CalendarDay, minutes: number, zone: string): number {
  const reading = readClock(minutes >= 1440 ? addDays(day, 1) : day, (minutes % 1440) * 60, zone);
  return Date.parse(reading.kind === "once" ? reading.instant : reading.later);
}
