import type { AbsenceList } from "#core/domain/absences";
import { InputError } from "#core/domain/errors";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { servicesWith } from "#core/service-catalog/descriptors";
import { addMonths, daysBetween } from "#core/time/civil";
import { daySpan, rounded } from "#core/time/day-text";
import { dayOf } from "#core/time/format";
import { parseLeavePeriod } from "#core/time/leave-period";
import type { RunOf } from "../lib/define";
import { cleanMessage } from "../lib/errors";
import { timeContext } from "../lib/period-arguments";
import { said } from "../lib/question/english";
import { cleanRef, noteLines } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import { absenceLine, absenceView, isLive } from "./absence-view";
import { byFirstDay, readCursor, writeCursor } from "./cursor";
import { absenceType, holidayLines, statisticLines, totalText, typeLines, typeView, unreadLines } from "./lines";
import type { listAbsences } from "./list-absences";
import { absencePort, calendarsOf, readCell, tried, whoseAbsences, withDays } from "./read-absences";
import { awayLines, awayRows, leaveStatistics } from "./summary";

/** What waits for a decision is asked for whenever it begins: from three months back to a year ahead. */
function usualPeriod(status: readonly string[] = [], { now, zone }: ReturnType<typeof timeContext>): string {
  const today = dayOf(now, zone);
  const onlyOpen = status.length > 0 && status.every((one) => one === "requested" || one === "draft");
  return onlyOpen ? `${addMonths(today, -3)}..${addMonths(today, 12)}` : "this month";
}

export const run: RunOf<typeof listAbsences> = async (input, call) => {
  const facts = await call.facts();
  const { signal } = call;
  const context = timeContext(call, facts);
  const show = new Set(input.show?.length ? input.show : ["absences" as const]);
  const after = input.cursor === undefined ? null : readCursor(input.cursor);
  const days = parseLeavePeriod(input, context, show.has("away") ? "today" : usualPeriod(input.status, context));
  if (show.has("away") && daysBetween(days.first, days.last) > 31)
    throw new InputError("argument", "Who is away is told by day for a month at most.", {
      next: "Give a shorter period, or leave `away` out.",
    });

  const names = input.people?.length ? input.people : [show.has("away") ? "everyone" : "me"];
  const reads = show.has("absences") || show.has("away") || show.has("statistics");
  const either = call.level("absence.read") === "off" ? "others_absence.read" : "absence.read";
  const cell = reads || input.people?.length ? readCell(names, facts.person) : either;
  const port = absencePort(call, facts, [cell]);
  const [only] = names;
  const whoseWords =
    names.length === 1 && (only === "me" || only === "everyone") ? only : names.map((name) => cleanText(name, 60));
  await call.confirm({ cells: [cell], preview: [said({ kind: "readAbsences", whose: whoseWords })], targets: [] });

  const types = show.has("types") || input.type !== undefined ? await port.types({ signal }) : [];
  const type = input.type === undefined ? undefined : absenceType(input.type, types);
  const whose = await whoseAbsences(names, facts.person, new WorkResolver(call));
  const person = whose.one && whose.one.id !== facts.person.id ? whose.one : undefined;
  const statuses = input.status?.length ? input.status : undefined;
  // Who has leave of another type is away all the same: who is here cannot be told from a part of the absences.
  const filter = show.has("away") ? {} : { statuses, typeId: type?.id };
  const query = { ...days, people: whose.people, ...filter };
  const list: AbsenceList = reads ? await port.list(query, { signal }) : { absences: [], people: [], unread: [] };
  const counting = list.absences.some(({ days: told }) => told === null);
  const calendars =
    counting || show.has("away") || show.has("statistics")
      ? await calendarsOf(list, days, whose, call, facts, port)
      : null;
  const notes = [...(list.notes ?? [])];
  if (counting) notes.push("Days are counted here, the service does not tell them.");
  if (counting || show.has("statistics")) notes.push(...(calendars?.unknown ?? []));
  const counted = list.absences.map((one) =>
    calendars ? withDays(one, calendars.calendarFor((one.person ?? facts.person).id)) : one,
  );
  const all = counted
    .filter(({ status, type: its }) => (!statuses || statuses.includes(status)) && (!type || its?.id === type.id))
    .sort(byFirstDay);
  const rest = after ? all.filter((one) => byFirstDay(after, one) < 0) : all;
  const rows = show.has("absences") ? rest.slice(0, input.limit ?? 25) : [];
  const more = show.has("absences") ? rest.length - rows.length : 0;
  const lastRow = rows.at(-1);
  const next = more > 0 && lastRow ? writeCursor(lastRow) : undefined;

  const readHolidays = () => port.holidays({ ...days, ...(person && { personId: person.id }) }, { signal });
  // Asked for alone, holidays that cannot be read are an error; beside absences they are a note.
  const read = !show.has("holidays")
    ? { ok: [] }
    : reads
      ? await tried(call, readHolidays)
      : { ok: await readHolidays() };
  if ("why" in read) notes.push(`Public holidays are not known: ${read.why}`);
  const holidays = "ok" in read ? read.ok : null;
  const own = calendars?.calendarFor(facts.person.id);
  const away = own && show.has("away") ? awayRows({ ...list, absences: counted }, days, facts.person, own) : undefined;
  const statistics =
    calendars && show.has("statistics") ? leaveStatistics(all, days, facts.person, calendars.calendarFor) : undefined;

  const me = facts.person;
  // Nobody else was looked at: no answer to who is away.
  const ownOnly = whose.people === "me";
  const total = {
    absences: all.length,
    days: rounded(all.filter(isLive).reduce((sum, one) => sum + (one.days ?? 0), 0)),
  };
  const unread = list.unread.map(({ person: one, why }) => ({ ...cleanRef(one), why: cleanMessage(why, 200) }));
  const has = (services: readonly string[]) => services.includes(call.account.service);
  const takes = { says: has(servicesWith("substitutes")), parts: has(servicesWith("dayParts")) };
  const data = {
    zone: facts.zone,
    ...days,
    shown: [...show],
    ...(reads && { total }),
    ...(ownOnly && { whose: "me" }),
    absences: rows.map((one) => absenceView(one, me)),
    holidays: (holidays ?? []).map(({ day, name, half }) => ({ day, name: quote(name, 120), half })),
    ...(list.statusUntold && { status_untold: true }),
    people: { read: list.people.length, unread },
    ...(away && { away }),
    ...(statistics && { statistics }),
    ...(show.has("types") && {
      types: types.map((one) => typeView(one, takes)),
      decisions: [...port.decisions],
      ...(port.decideWhere && { decide_where: port.decideWhere }),
    }),
    ...(notes.length > 0 && { notes: noteLines(notes) }),
    more,
    ...(next !== undefined && { next }),
  };
  const lines = [
    `${daySpan(days.first, days.last)} (${facts.zone})${reads ? `: ${totalText(total, ownOnly)}` : ""}`,
    ...rows.map((one) => absenceLine(one, me)),
    more > 0 ? `${more} more: cursor ${next ?? ""}, a higher limit, or a shorter period.` : "",
    ...awayLines(away ?? []),
    ...statisticLines(statistics ?? []),
    ...holidayLines(show.has("holidays") && holidays ? data.holidays : null),
    ...typeLines(data.types ?? []),
    ...unreadLines(unread),
    ...noteLines(notes),
  ];
  return {
    data,
    text: lines.filter(Boolean).join("\n"),
    failed: reads && list.people.length === 0 && unread.length > 0,
  };
};
