import { type AccountFacts, type Entry, type Instant, type WorkIds, workLevels } from "../domain/entities";
import { fold } from "../domain/names";
import type { ImportChoices, RowState } from "../domain/results/imports";
import {
  type AccountWork,
  type Booked,
  bookedOn,
  idsOfBooked,
  keyOf,
  mapTag,
  mapWork,
  missingLevels,
} from "./map-work";
import type { RowProblem, SourceRow } from "./source-row";

/** What becomes of one row of a file. */
export interface PlannedRow extends SourceRow {
  state: RowState;
  booked: Booked;
  /** Names as the account has them, or will have. */
  kept: string[];
}

interface Against {
  facts: AccountFacts;
  work: AccountWork;
  choices: ImportChoices;
  /** The person's own entries around the rows. */
  existing: readonly Entry[];
  /** People of the file whose rows are the person's own. */
  mine: ReadonlySet<string>;
  now: Instant;
}

const day = 86_400_000;
/** How far ahead an account takes time that allows planning. */
const mostAhead = 366 * day;

/** Decides for each row; two rows of one file stand for the same entry only where they are alike and not to be kept both. */
export function classify(rows: readonly SourceRow[], on: Against): PlannedRow[] {
  const there = thereIndex(on.existing);
  const seen = new Set<string>();
  const mapped = new Map<string, Booked | "skip">();
  const bookedOf = (row: SourceRow) => {
    const key = keyOf(row);
    let booked = mapped.get(key);
    if (booked === undefined) {
      const { target } = mapWork(row, on.work, on.choices.work[key]);
      booked = target.project === "skip" ? "skip" : bookedOn(row, target, on.work);
      mapped.set(key, booked);
    }
    return booked;
  };
  const planned = rows.map((row): PlannedRow => {
    const mapped = bookedOf(row);
    const booked = mapped === "skip" ? {} : mapped;
    const tags = row.tags.map((tag) => mapTag(tag, on.work, on.choices.tags[tag]).tag).filter((tag) => tag !== null);
    const plan = { ...row, booked, kept: [...new Set(tags)] };
    if (!on.mine.has(row.person)) return { ...plan, state: "others" };
    if (row.problem) return { ...plan, state: "problem" };
    if (mapped === "skip") return { ...plan, state: "left_out" };
    const problem = accountProblem(row, on);
    if (problem) return { ...plan, state: "problem", problem };
    const key = JSON.stringify([row.begin, row.end, row.text, row.client, row.project, row.task]);
    if (seen.has(key) && !on.choices.keepTwice) return { ...plan, state: "twice" };
    seen.add(key);
    const ids = idsOfBooked(booked);
    const match = there.take(row, ids);
    return { ...plan, state: match === "same" ? "there" : match === "beside" ? "overlap" : "new" };
  });
  return withOverlaps(planned, on);
}

function accountProblem({ begin, breakSeconds }: SourceRow, { facts, now }: Against): RowProblem | null {
  if (breakSeconds > 0 && !facts.fields.includes("break")) return "break";
  const ahead = Date.parse(begin ?? now) - Date.parse(now);
  return ahead > (facts.booking.allowsFuture ? mostAhead : 0) ? "future" : null;
}

/** Rows beside each other overlap as rows beside entries do; where the account takes no such time they are left out. */
function withOverlaps(rows: readonly PlannedRow[], { facts }: Against): PlannedRow[] {
  const overlapping = new Set<PlannedRow>();
  let last: PlannedRow | null = null;
  const written = rows.filter(({ state }) => state === "new" || state === "overlap");
  for (const row of written.toSorted((a, b) => ((a.begin ?? "") < (b.begin ?? "") ? -1 : 1))) {
    if (last && (row.begin ?? "") < (last.end ?? "")) overlapping.add(row);
    if (!last || (row.end ?? "") > (last.end ?? "")) last = row;
  }
  return rows.map((row) => {
    const overlaps = row.state === "overlap" || overlapping.has(row);
    if (!overlaps) return row;
    return facts.booking.allowsOverlap
      ? { ...row, state: "overlap" }
      : { ...row, state: "problem", problem: "overlaps" };
  });
}

/** The entries there are, by the days they touch; each stands for one row at most. */
function thereIndex(entries: readonly Entry[]) {
  const byDay = new Map<number, Entry[]>();
  const ended = entries.map((entry) => ({
    entry,
    from: Date.parse(entry.begin),
    to: Date.parse(entry.end ?? entry.begin),
  }));
  for (const { entry, from, to } of ended)
    for (let at = Math.floor(from / day); at <= Math.floor(Math.min(to, from + 31 * day) / day); at++)
      byDay.set(at, [...(byDay.get(at) ?? []), entry]);
  const taken = new Set<string>();
  return {
    take(row: SourceRow, ids: WorkIds | null): "same" | "beside" | null {
      const [from, to] = [Date.parse(row.begin ?? ""), Date.parse(row.end ?? "")];
      const near: Entry[] = [];
      for (let at = Math.floor(from / day); at <= Math.floor(to / day); at++) near.push(...(byDay.get(at) ?? []));
      const beside = near.filter(
        ({ begin, end }) => Date.parse(begin) < to && (end === null || Date.parse(end) > from),
      );
      const like = beside.filter((entry) => !taken.has(entry.id) && isLike(entry, row, ids));
      const exact = like.find(({ begin, end }) => begin === row.begin && end === row.end);
      const same = exact ?? like.find((entry) => mostlyTogether(entry, from, to));
      if (!same) return beside.length > 0 ? "beside" : null;
      taken.add(same.id);
      return "same";
    },
  };
}

const isLike = (entry: Entry, row: Pick<SourceRow, "text">, ids: WorkIds | null) =>
  ids !== null &&
  fold(entry.text) === fold(row.text) &&
  workLevels.every(
    (level) => entry.work[level]?.id === ids[level] || (level === "customer" && ids[level] === undefined),
  );

/** Whether an entry is what a row became, also where the service has rounded its times. @param row ended */
export const isMadeOf = (entry: Entry, row: Pick<SourceRow, "begin" | "end" | "text">, ids: WorkIds): boolean =>
  isLike(entry, row, ids) && mostlyTogether(entry, Date.parse(row.begin ?? ""), Date.parse(row.end ?? ""));

/** A service may have rounded its times: more than half of both is of the same time. */
function mostlyTogether({ begin, end }: Entry, from: number, to: number): boolean {
  if (end === null) return false;
  const [start, stop] = [Date.parse(begin), Date.parse(end)];
  const together = Math.min(stop, to) - Math.max(start, from);
  return together * 2 > Math.max(stop - start, to - from);
}

/** Rows whose work is not decided yet. */
export const isOpen = (row: PlannedRow, work: AccountWork): boolean =>
  (row.state === "new" || row.state === "overlap") && missingLevels(row.booked, work).length > 0;

/** Whose rows are the person's own where nobody said: the only one there is, or who has the account's name or address. */
export function guessMine(rows: readonly SourceRow[], { person }: Pick<AccountFacts, "person">): Set<string> {
  const people = new Map(rows.map((row) => [row.person, row.email]));
  if (people.size <= 1) return new Set(people.keys());
  const own = [...people].filter(
    ([name, email]) =>
      name === "" ||
      fold(name) === fold(person.name) ||
      (email !== "" && email.toLowerCase() === person.email?.toLowerCase()),
  );
  return new Set(own.map(([name]) => name));
}
