import type { Absence, AbsenceDraft, AbsencePort, AbsenceQuery, AbsenceType } from "../../domain/absences";
import type { CalendarDay, Ref, TargetHours } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { refuseExtras } from "../../domain/leave-draft";
import { message } from "../../messages/message";
import { type Row, type Sql, Where } from "../../platform/sqlite";
import { countLeave, type LeaveSpan, type WorkCalendar, workCalendar } from "../../time/leave";
import { balancesOf, earlier, later } from "./balances";
import type { Database } from "./database/database";
import { notFound, readText, rowId, writeText } from "./database/rows";
import { freeDays, readFreeDays } from "./own-holidays";
import { invalid, onePerson, product, unsupported } from "./refusals";

/** The person's own absences. Nobody has to approve them: each holds as soon as it is written. */

const leaveTypes: AbsenceType[] = [
  { id: "holiday", name: "Holiday", halfDays: true, hours: false, commentNeeded: false, counted: true },
  { id: "sickness", name: "Sickness", halfDays: true, hours: false, commentNeeded: false, counted: false },
  { id: "other", name: "Other", halfDays: true, hours: false, commentNeeded: false, counted: false },
];
const typeRef = (id: string): Ref => ({ id, name: leaveTypes.find((type) => type.id === id)?.name ?? id });

/** A slip of the pen in the year must not fill a decade. */
const longestDays = 731;

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

/** As it is stored; its days are counted without any calendar. @throws ServiceError `not_found` */
export const readAbsence = (sql: Sql, id: string): Absence =>
  toAbsence(absenceRow(sql, id), workCalendar({ targetSeconds: null }, []));

/** @throws ServiceError `forbidden` for anybody else */
function demandMe(personId: string | undefined, me: Ref): void {
  if (personId !== undefined && personId !== me.id) throw new ServiceError("forbidden", onePerson);
}

/** @throws ServiceError `invalid`, `forbidden`, `unsupported` */
function checkDraft(draft: AbsenceDraft, me: Ref): void {
  const { typeId, first, last, seconds, personId, firstHalf, lastHalf } = draft;
  demandMe(personId, me);
  if (!leaveTypes.some(({ id }) => id === typeId))
    throw invalid("type", message("absence_type_unknown"), `There is ${leaveTypes.map(({ id }) => id).join(", ")}.`);
  if (seconds !== undefined)
    throw unsupported("keeps absences by days and half days", "Take a half day, or leave the time out.");
  refuseExtras(draft, product);
  if (last < first) throw invalid("last", message("last_day_before_first_day"), "Exchange the two days.");
  if ((Date.parse(last) - Date.parse(first)) / 86_400_000 >= longestDays)
    throw invalid("last", message("absence_too_long", { maxDays: longestDays }), "Check the year, or write it as two.");
  if (first === last && firstHalf && lastHalf)
    throw invalid("last", message("both_halves_are_whole_day"), "Leave the halves out.");
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
    const params = { ...there, type: typeRef(String(row.type)).name, id: String(row.id) };
    throw new ServiceError(
      "conflict",
      there.first === there.last ? message("absence_exists_on_day", params) : message("absence_exists_on_days", params),
      { next: "Cancel that one first, or choose other days." },
    );
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

/** @param hours what is to be worked on which day */
export function createAbsencePort(database: Database, me: Ref, hours: (sql: Sql) => TargetHours): AbsencePort {
  /** Working days and public holidays over all days of these absences. */
  async function calendarOver(spans: readonly LeaveSpan[]): Promise<WorkCalendar> {
    const kept = await database.read((sql) => ({ work: hours(sql), free: readFreeDays(sql) }));
    const first = spans.map((span) => span.first).sort()[0];
    const last = spans
      .map((span) => span.last)
      .sort()
      .at(-1);
    if (first === undefined || last === undefined) return workCalendar(kept.work, []);
    return workCalendar(kept.work, await freeDays(kept.free, first, last));
  }
  const shown = async (rows: readonly Row[]) => {
    const calendar = await calendarOver(rows.map(spanOf));
    return rows.map((row) => toAbsence(row, calendar));
  };
  const shownOne = async (row: Row): Promise<Absence> => toAbsence(row, await calendarOver([spanOf(row)]));
  return {
    decisions: ["cancel"],
    types: async () => leaveTypes.map((type) => ({ ...type })),
    async list(query) {
      const asked = Array.isArray(query.people) ? query.people : [me.id];
      const mine = asked.includes(me.id);
      const absences = mine ? await shown(await database.read((sql) => find(sql, query))) : [];
      const unread = asked
        .filter((id) => id !== me.id)
        .map((id) => ({ person: { id, name: `#${id}` }, why: onePerson }));
      return { absences, people: mine ? [me] : [], unread };
    },
    get: async (id) => await shownOne(await database.read((sql) => absenceRow(sql, id))),
    async holidays({ personId, first, last }) {
      demandMe(personId, me);
      return await freeDays(await database.read(readFreeDays), first, last);
    },
    async balances({ day, personId }) {
      demandMe(personId, me);
      const [first, last] = [`${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`];
      const calendar = await calendarOver([{ first, last }]);
      return await database.read((sql) => {
        const rows = find(sql, { first, last, people: "me", statuses: ["approved"] });
        const spans = rows.map((row) => ({ ...spanOf(row), type: String(row.type) }));
        return balancesOf(sql, day, leaveTypes, spans, calendar);
      });
    },
    async parts(draft) {
      checkDraft(draft, me);
      return [draft];
    },
    create: async (part) => ({
      absences: [await shownOne(await database.write((sql) => insert(sql, part, me)))],
      notes: [],
    }),
    decide: async (id, decision) => {
      const decided = await database.write((sql) => {
        const row = absenceRow(sql, id);
        if (decision !== "cancel") throw new ServiceError("unsupported", message("local_approval_not_needed"));
        if (row.status === "cancelled") throw new ServiceError("conflict", message("absence_already_canceled"));
        sql.run("UPDATE absence SET status = 'cancelled' WHERE id = ?", Number(row.id));
        return absenceRow(sql, id);
      });
      return await shownOne(decided);
    },
    undo: (id) =>
      database.write((sql) => {
        sql.run("DELETE FROM absence WHERE id = ?", Number(absenceRow(sql, id).id));
      }),
  };
}
