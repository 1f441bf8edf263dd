import type {
  Absence,
  AbsenceDraft,
  AbsencePort,
  AbsenceQuery,
  AbsenceType,
  LeaveBalance,
} from "../../domain/absences";
import type { CalendarDay, Ref } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { refuseExtras } from "../../domain/leave-draft";
import { countLeave, daysFrom, type LeaveSpan, leaveShare, type WorkCalendar, workCalendar } from "../../time/leave";
import type { Database } from "./database/database";
import { notFound, readText, rowId, writeText } from "./database/rows";
import { type Row, type Sql, Where } from "./database/sql";
import { invalid, onePerson, product, unsupported } from "./refusals";
import { readSettings } from "./settings";

/** The person's own absences. Nobody has to approve them: each holds as soon as it is written. */

const leaveTypes: AbsenceType[] = [
  { id: "holiday", name: "Holiday", halfDays: true, hours: false, commentNeeded: false, counted: true },
  { id: "sickness", name: "Sickness", halfDays: true, hours: false, commentNeeded: false, counted: false },
  { id: "other", name: "Other", halfDays: true, hours: false, commentNeeded: false, counted: false },
];
const typeRef = (id: string): Ref => ({ id, name: leaveTypes.find((type) => type.id === id)?.name ?? id });

/** A slip of the pen in the year must not fill a decade. */
const longestDays = 731;

const earlier = (a: CalendarDay, b: CalendarDay) => [a, b].sort()[0] ?? a;
const later = (a: CalendarDay, b: CalendarDay) => [a, b].sort()[1] ?? a;

const spanOf = (row: Row): LeaveSpan => ({
  first: String(row.first),
  last: String(row.last),
  firstHalf: row.first_half === 1,
  lastHalf: row.last_half === 1,
});

function toAbsence(row: Row, calendar: WorkCalendar): Absence {
  const { days, seconds } = countLeave(spanOf(row), calendar);
  return {
    id: String(row.id),
    type: typeRef(String(row.type)),
    status: row.status === "cancelled" ? "cancelled" : "approved",
    first: String(row.first),
    last: String(row.last),
    ...(row.first_half === 1 && { firstHalf: true }),
    ...(row.last_half === 1 && { lastHalf: true }),
    days,
    seconds,
    comment: readText(row),
  };
}

function absenceRow(sql: Sql, id: string): Row {
  const row = sql.get("SELECT * FROM absence WHERE id = ?", rowId(id, "absence"));
  if (!row) throw notFound("absence");
  return row;
}

/** @throws ServiceError `forbidden` for anybody else */
function demandMe(personId: string | undefined, me: Ref): void {
  if (personId !== undefined && personId !== me.id) throw new ServiceError("forbidden", onePerson);
}

/** @throws ServiceError `invalid`, `forbidden`, `unsupported` */
function checkDraft(draft: AbsenceDraft, me: Ref): void {
  const { typeId, first, last, seconds, personId, firstHalf, lastHalf } = draft;
  demandMe(personId, me);
  if (!leaveTypes.some(({ id }) => id === typeId))
    throw invalid(
      "type",
      "There is no such kind of absence.",
      `There is ${leaveTypes.map(({ id }) => id).join(", ")}.`,
    );
  if (seconds !== undefined)
    throw unsupported("keeps absences by days and half days", "Take a half day, or leave the time out.");
  refuseExtras(draft, product);
  if (last < first) throw invalid("last", "The last day is before the first.", "Exchange the two days.");
  if ((Date.parse(last) - Date.parse(first)) / 86_400_000 >= longestDays)
    throw invalid("last", `An absence can be ${longestDays} days long at most.`, "Check the year, or write it as two.");
  if (first === last && firstHalf && lastHalf)
    throw invalid("last", "Both halves of one day are a whole one.", "Leave the halves out.");
}

/** Two halves of one day do not collide. @throws ServiceError `conflict` */
function refuseOverlap(sql: Sql, draft: AbsenceDraft): void {
  const rows = find(sql, { first: draft.first, last: draft.last, people: "me", statuses: ["approved"] });
  const isHalf = (span: LeaveSpan, day: CalendarDay) =>
    (span.first === day && span.firstHalf) || (span.last === day && span.lastHalf);
  for (const row of rows) {
    const there = spanOf(row);
    const from = later(draft.first, there.first);
    const to = earlier(draft.last, there.last);
    const others = rows.filter((one) => spanOf(one).first <= from && spanOf(one).last >= from).length - 1;
    if (from === to && others === 0 && isHalf(draft, from) && isHalf(there, from)) continue;
    const what = typeRef(String(row.type)).name.toLowerCase();
    const days = there.first === there.last ? there.first : `${there.first} to ${there.last}`;
    throw new ServiceError("conflict", `There is ${what} on ${days} already (#${String(row.id)}).`, {
      next: "Cancel that one first, or choose other days.",
    });
  }
}

function insert(sql: Sql, draft: AbsenceDraft, me: Ref): Row {
  checkDraft(draft, me);
  refuseOverlap(sql, draft);
  const { text, exact } = writeText(draft.comment ?? "");
  const { id } = sql.run(
    `INSERT INTO absence (type, status, first, last, first_half, last_half, text, exact)
     VALUES (?, 'approved', ?, ?, ?, ?, ?, ?)`,
    ...[draft.typeId, draft.first, draft.last, Number(draft.firstHalf ?? false), Number(draft.lastHalf ?? false)],
    ...[text, exact],
  );
  return absenceRow(sql, String(id));
}

function find(sql: Sql, { first, last, statuses, typeId }: AbsenceQuery): Row[] {
  const where = new Where().add("first <= ? AND last >= ?", last, first);
  if (statuses) where.add("status IN (SELECT value FROM json_each(?))", JSON.stringify(statuses));
  if (typeId !== undefined) where.add("type = ?", typeId);
  return sql.all(`SELECT * FROM absence WHERE ${where} ORDER BY first, id`, ...where.values);
}

/** Taken up to and on `day`, planned after it; of the year of `day` only, also of an absence that leads out of it. */
function balancesOf(sql: Sql, day: CalendarDay, calendar: WorkCalendar): LeaveBalance[] {
  const year = day.slice(0, 4);
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const rows = find(sql, { first, last, people: "me", statuses: ["approved"] });
  const { leaveDays } = readSettings(sql);
  return leaveTypes.map(({ id, counted }) => {
    let [taken, planned] = [0, 0];
    for (const row of rows.filter(({ type }) => type === id)) {
      const span = spanOf(row);
      const [from, to] = [later(span.first, first), earlier(span.last, last)];
      for (const one of daysFrom(from, to)) {
        const share = leaveShare(one, span, calendar);
        if (one <= day) taken += share;
        else planned += share;
      }
    }
    const entitled = counted ? (leaveDays ?? null) : null;
    const unset = counted && leaveDays === undefined;
    return {
      type: typeRef(id),
      year: Number(year),
      unit: "days",
      entitled,
      taken,
      planned,
      requested: 0,
      left: entitled === null ? null : entitled - taken - planned,
      notes: unset ? ["How many days a year has is not set: save_record, type preference, leave_days."] : [],
    };
  });
}

/** @param targetSeconds per weekday, Monday first; null: Monday to Friday are working days */
export function createAbsencePort(database: Database, me: Ref, targetSeconds: number[] | null): AbsencePort {
  const calendar = workCalendar(targetSeconds, []);
  const read = (row: Row) => toAbsence(row, calendar);
  return {
    decisions: ["cancel"],
    types: async () => leaveTypes.map((type) => ({ ...type })),
    async list(query) {
      const asked = Array.isArray(query.people) ? query.people : [me.id];
      const mine = asked.includes(me.id);
      const absences = mine ? await database.read((sql) => find(sql, query).map(read)) : [];
      const unread = asked
        .filter((id) => id !== me.id)
        .map((id) => ({ person: { id, name: `#${id}` }, why: onePerson }));
      return { absences, people: mine ? [me] : [], unread };
    },
    get: (id) => database.read((sql) => read(absenceRow(sql, id))),
    async holidays({ personId }) {
      demandMe(personId, me);
      return [];
    },
    async balances({ day, personId }) {
      demandMe(personId, me);
      return await database.read((sql) => balancesOf(sql, day, calendar));
    },
    async parts(draft) {
      checkDraft(draft, me);
      return [draft];
    },
    create: async (part) => ({ absences: [read(await database.write((sql) => insert(sql, part, me)))], notes: [] }),
    decide: async (id, decision) =>
      await database.write((sql) => {
        const row = absenceRow(sql, id);
        if (decision !== "cancel")
          throw new ServiceError("unsupported", "Nobody has to approve absences in the time sheet on this computer.");
        if (row.status === "cancelled") throw new ServiceError("conflict", "This absence was cancelled before.");
        sql.run("UPDATE absence SET status = 'cancelled' WHERE id = ?", Number(row.id));
        return read(absenceRow(sql, id));
      }),
    undo: (id) =>
      database.write((sql) => {
        sql.run("DELETE FROM absence WHERE id = ?", Number(absenceRow(sql, id).id));
      }),
  };
}
