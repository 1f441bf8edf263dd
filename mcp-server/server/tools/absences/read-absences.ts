import type { Absence, AbsenceList, AbsencePort } from "#core/domain/absences";
import type { AccountFacts, Ref, TargetHours } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { cleanText } from "#core/domain/text";
import { countLeave, type WorkCalendar, workCalendar } from "#core/time/leave";
import type { Days } from "#core/time/period";
import { keepsTarget, noTargetKept } from "#core/time/target";
import type { ToolCall } from "../lib/define";
import type { WorkResolver } from "../lib/work-resolver";

/**
 * The leave of an account. Also the app itself, which no permission binds, is told where the service has none: no
 * answer may look as if nobody were away.
 * @throws ServiceError `unsupported` or `forbidden`
 */
export function absencePort(call: ToolCall, { refused }: AccountFacts, cells: readonly Cell[]): AbsencePort {
  const port = call.service.absences;
  const next = "get_account tells what this account can do.";
  if (!port) throw new ServiceError("unsupported", "This account keeps no leave.", { next });
  const why = cells.map((cell) => refused[cell]).find((reason) => reason !== undefined);
  if (why === undefined) return port;
  const none = refused["absence.read"] !== undefined && refused["absence.create"] !== undefined;
  throw new ServiceError(none ? "unsupported" : "forbidden", `The service refuses this: ${cleanText(why, 300)}`, {
    next,
  });
}

export interface Whose {
  people: "me" | "everyone" | string[];
  /** The only one, where one was named. */
  one?: Ref;
}

const said = (name: string) => name.trim().toLowerCase();
const isMe = (name: string, me: Ref) => ["me", me.name.toLowerCase(), `#${me.id}`].includes(said(name));

/** Which permission a question about these people needs; asked before any name is looked up. */
export const readCell = (names: readonly string[], me: Ref): Cell =>
  names.every((name) => isMe(name, me)) ? "absence.read" : "others_absence.read";

/** @param names `me`, `everyone`, names or #ids @throws InputError for a name that is unknown or fits several */
export async function whoseAbsences(names: readonly string[], me: Ref, resolver: WorkResolver): Promise<Whose> {
  if (names.some((name) => said(name) === "everyone")) return { people: "everyone" };
  if (readCell(names, me) === "absence.read") return { people: "me" };
  const found = await Promise.all(names.map((name) => resolver.person(name)));
  return { people: [...new Set(found.map(({ id }) => id))], ...(found.length === 1 && { one: found[0] }) };
}

/** A reading that helps but is not needed: what it gave, or why it did not. A cancelled call still ends. */
export async function tried<T>(call: ToolCall, read: () => Promise<T>): Promise<{ ok: T } | { why: string }> {
  try {
    return { ok: await read() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (call.signal.aborted) throw new InputError("cancelled", "Cancelled before anything was sent.");
    return { why: cleanText(error.message, 200) };
  }
}

/**
 * Hours and public holidays of one person. What could not be read is told in `unknown`, and counted as far as known.
 * @param person absent: the account's own
 */
export async function calendarOf(
  person: Ref | undefined,
  days: Days,
  call: ToolCall,
  facts: AccountFacts,
  port: AbsencePort,
): Promise<{ calendar: WorkCalendar; unknown: string[] }> {
  const { signal } = call;
  const unknown: string[] = [];
  const [holidays, target] = await Promise.all([
    tried(call, () => port.holidays({ ...days, ...(person && { personId: person.id }) }, { signal })),
    person === undefined ? { ok: facts } : tried(call, () => hoursOf(person, call)),
  ]);
  if ("why" in holidays) unknown.push(`Public holidays are not taken off: ${holidays.why}`);
  if ("why" in target) unknown.push(`Working days are not known, Monday to Friday were counted: ${target.why}`);
  const hours: TargetHours = "ok" in target ? target.ok : { targetSeconds: null };
  if (!keepsTarget(hours) && "ok" in target) unknown.push(noTargetKept);
  return { calendar: workCalendar(hours, "ok" in holidays ? holidays.ok : []), unknown };
}

async function hoursOf(person: Ref, call: ToolCall): Promise<TargetHours> {
  if (!call.service.contracts) return { targetSeconds: null };
  const { contracts, unread } = await call.service.contracts([person.id], { signal: call.signal });
  const found = contracts.find((one) => one.person.id === person.id);
  if (found) return found;
  throw new ServiceError("forbidden", unread[0]?.why ?? "this person's contract is not told");
}

/**
 * The working days of everybody in a list of absences, each by their own hours where the service tells them; public
 * holidays are the account's own for all, as reading those of each person would take a call per person. Only of one
 * person alone they are that person's.
 */
export async function calendarsOf(
  { absences, people }: AbsenceList,
  days: Days,
  { people: asked, one }: Whose,
  call: ToolCall,
  facts: AccountFacts,
  port: AbsencePort,
): Promise<{ calendarFor(personId: string): WorkCalendar; unknown: string[] }> {
  const [first = days.first] = [days.first, ...absences.map((one) => one.first)].sort();
  const last = [days.last, ...absences.map((one) => one.last)].sort().at(-1) ?? days.last;
  if (one && one.id !== facts.person.id) {
    const { calendar, unknown } = await calendarOf(one, { first, last }, call, facts, port);
    return { calendarFor: () => calendar, unknown };
  }
  const own = await calendarOf(undefined, { first, last }, call, facts, port);
  const unknown = [...own.unknown];
  const known = new Map<string, WorkCalendar>([[facts.person.id, own.calendar]]);
  const plain: WorkCalendar = { targetSeconds: null, holidays: own.calendar.holidays };
  const others = people.filter(({ id }) => id !== facts.person.id);
  if (others.length > 0) {
    if (own.calendar.holidays.size > 0) unknown.push("Public holidays of others are taken to be your own.");
    const { service, signal } = call;
    const read = await tried(call, async () => (service.contracts ? service.contracts(asked, { signal }) : null));
    for (const { person, targetSeconds, targetChanges } of "ok" in read && read.ok ? read.ok.contracts : [])
      if (person.id !== facts.person.id && keepsTarget({ targetSeconds, targetChanges }))
        known.set(person.id, { ...plain, targetSeconds, ...(targetChanges && { targetChanges }) });
    const missing = others.filter(({ id }) => !known.has(id)).length;
    if (missing > 0) unknown.push(`Of ${missing} people no working hours are known: Monday to Friday were counted.`);
  }
  return { calendarFor: (id) => known.get(id) ?? plain, unknown };
}

/** The absence with its days: those of the service, else counted here by the calendar of its person. */
export const withDays = (absence: Absence, calendar: WorkCalendar): Absence =>
  absence.days === null ? { ...absence, days: countLeave(absence, calendar).days } : absence;
