import type { Absence, AbsenceList, AbsenceQuery } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { keptToOwnPerson } from "../own-person/own-row-filter";
import type { GatewayContext, Profile } from "./context";
import { absenceOfRow } from "./mapping";
import type { WireCalendarRow } from "./wire";

const mostPages = 200;

const untold =
  "Calamari's own MCP server tells neither the type of an absence nor whether it is approved or still waits: all are listed as requested.";
const partial = "Of some part days Calamari does not tell the part; whole days were counted.";

/** All pages of the calendar. A cursor that comes again would never end. */
async function rowsOf(
  { gateway }: GatewayContext,
  args: Record<string, unknown>,
  call?: Call,
): Promise<WireCalendarRow[]> {
  const all: WireCalendarRow[] = [];
  const seen = new Set<string>();
  for (let cursor: string | undefined; seen.size < mostPages; ) {
    const page = await gateway.call("search", { ...args, ...(cursor && { cursor }) }, call);
    all.push(...page.absences);
    if (!page.nextCursor) return all;
    if (seen.has(page.nextCursor)) break;
    seen.add(page.nextCursor);
    cursor = page.nextCursor;
  }
  throw new ServiceError("unavailable", "Calamari's calendar does not end: it gives the same page again and again.", {
    next: "Ask for a shorter period.",
  });
}

/** Whom a query is about; asking for nobody in particular would be asking for the whole company (calamari-api.md §3.3). */
async function whose(
  { people }: AbsenceQuery,
  context: GatewayContext,
  { me, facts }: Profile,
  call?: Call,
): Promise<{ uuids: string[] | null; known: Ref[] | null }> {
  const others = people === "everyone" || (people !== "me" && people.some((id) => id !== facts.person.id));
  if (!others) return { uuids: [me.personUuid], known: [facts.person] };
  if (!context.env.may?.("others_absence.read")) throw keptToOwnPerson();
  if (people === "everyone") return { uuids: null, known: null };
  const found = await Promise.all(
    people.map(async (id) => {
      if (id === facts.person.id) return { uuid: me.personUuid, ref: facts.person };
      const { personUuid, legacyId, name } = await context.people.byId(id, call);
      return { uuid: personUuid, ref: { id: legacyId ?? personUuid, name } };
    }),
  );
  return { uuids: found.map(({ uuid }) => uuid), known: found.map(({ ref }) => ref) };
}

/** Rows of people who were not asked for never leave this function; that some came is told. */
export async function readCalendar(query: AbsenceQuery, context: GatewayContext, call?: Call): Promise<AbsenceList> {
  const profile = await context.profile.get(call);
  const { uuids, known } = await whose(query, context, profile, call);
  const args = { from: query.first, to: query.last, ...(uuids && { peopleUuids: uuids }) };
  const rows = await rowsOf(context, args, call);
  const wanted = new Set([...(known ?? []).map(({ id }) => id), ...(uuids ?? [])]);
  const fitting = known === null ? rows : rows.filter(({ userId }) => wanted.has(userId));
  const { person: own } = profile.facts;
  const counts = new Map<string, number>();
  const absences = fitting.map((row): Absence => {
    const mine = [own.id, profile.me.personUuid].includes(row.userId);
    const person = mine ? { id: own.id, name: own.name } : { id: row.userId, name: row.name };
    const key = `${row.start.slice(0, 10)} ${person.id}`;
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    return absenceOfRow(row, person, nth);
  });
  const unclear = fitting.some(
    ({ fullDayRequest }, index) => fullDayRequest === false && absences[index]?.seconds === null,
  );
  const dropped = rows.length - fitting.length;
  const read = known ?? [
    ...new Map([own, ...absences.flatMap(({ person }) => person ?? [])].map((one) => [one.id, one])).values(),
  ];
  return {
    absences: absences.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)),
    people: read.map(({ id, name }) => ({ id, name })),
    unread: [],
    ...(absences.length > 0 && { statusUntold: true }),
    notes: [
      ...(absences.length > 0 ? [untold] : []),
      ...(unclear ? [partial] : []),
      ...(dropped > 0 ? [`${dropped} rows of people who were not asked for were left out.`] : []),
      ...(known === null ? ["Calamari names only who is away; of everybody else it says nothing."] : []),
    ],
  };
}
