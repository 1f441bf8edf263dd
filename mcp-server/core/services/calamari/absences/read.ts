import type { Absence, AbsenceList, AbsenceQuery } from "../../../domain/absences";
import type { Call } from "../../../domain/call";
import type { CalendarDay, Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import { cleanText } from "../../../domain/text";
import { addDays } from "../../../time/civil";
import { type Remembered, remembered } from "../../http/cache";
import { demand } from "../capabilities/require-capability";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { absenceKey, absenceOf, isKnownStatus, waitsForCancelling } from "../mapping/absence";
import { refOf } from "../mapping/person";
import type { WireAbsence } from "../wire/absence";
import type { Span } from "./holidays";
import type { Circle } from "./people";

export interface AbsenceReader {
  list(query: AbsenceQuery, call?: Call): Promise<AbsenceList>;
  /** Absences of one person that touch these days, and years around them. @param personId absent: the account's own */
  ofOne(personId: string | undefined, span: Span, call?: Call): Promise<Absence[]>;
  find(id: string, call?: Call): Promise<Absence>;
  /** After a write: what was read before is old. */
  forget(): void;
}

/** One call reads the same years several times (overlaps, balances, what a write made of it): asked once in so long. */
const held = 5_000;
/**
 * How far around the days that are asked for is looked, where Calamari only tells what lies within a range: a year, and
 * years (parental leave) where that is not too much to send.
 */
const [far, farthest] = [366, 3 * 366];
const manyRows = 5_000;

const yearOf = (day: CalendarDay) => Number(day.slice(0, 4));
const touches =
  ({ first, last }: Span) =>
  (row: WireAbsence) =>
    row.from <= last && row.to >= first;

/**
 * Absences by range and person; Calamari has no other way (calamari-api.md §2.5). Whether it tells those that touch the
 * range or those inside is not known, so more is asked for, and what touches is picked here. No filter by state is sent:
 * its words are not those of answers and only two are known, and a wrong one would hide who is away.
 * @param saw told of each row, for what only rows tell of types
 */
export function createReader(calamari: Calamari, circle: Circle, saw: (row: WireAbsence) => void): AbsenceReader {
  const { client, env } = calamari;
  /** An answer had an absence that leaves its range: then whatever touches is told. */
  let tellsTouching = false;
  const kept = new Map<string, Remembered<WireAbsence[]>>();

  const learn = (rows: WireAbsence[], from: CalendarDay, to: CalendarDay) => {
    for (const row of rows) saw(row);
    tellsTouching ||= rows.some((row) => row.from < from || row.to > to);
    return rows;
  };

  /** Whole years with three more on both sides: a person has few absences, and several questions become one. */
  async function rowsOfOne(other: string | undefined, { first, last }: Span, call?: Call): Promise<WireAbsence[]> {
    const from = `${yearOf(first) - 3}-01-01`;
    const to = `${yearOf(last) + 3}-12-31`;
    const key = `${other ?? ""} ${from} ${to}`;
    if (!kept.has(key) && kept.size > 20) kept.clear();
    const known =
      kept.get(key) ??
      remembered(held, env.now, async () => {
        const about = { as: "employee", other, cell: "others_absence.read" } as const;
        return learn(await client.send(endpoints.absencesOfOne, { about, body: { from, to } }), from, to);
      });
    kept.set(key, known);
    return known.get(call);
  }

  /** @param employees absent: everybody. An empty list is never sent: what it means is not known. */
  async function rowsOfMany(span: Span, employees: readonly string[] | undefined, call?: Call) {
    const ask = async (from: CalendarDay, to: CalendarDay) => {
      const body = { from, to, ...(employees && { employees }) };
      const about = { beyond: "others_absence.read" } as const;
      return learn(await client.send(endpoints.absences, { about, body }, call), from, to);
    };
    const around = (days: number) => ask(addDays(span.first, -days), addDays(span.last, days));
    const near = await ask(span.first, span.last);
    if (tellsTouching) return { rows: near };
    const wide = await around(far);
    if (tellsTouching) return { rows: near };
    if (wide.length > manyRows) return { rows: wide, missing: "Absences longer than a year may be missing." };
    return { rows: await around(farthest) };
  }

  async function ofOne(personId: string | undefined, span: Span, call?: Call) {
    const facts = await demand(calamari, "absence.read", call);
    const other = await calamari.other(personId, call);
    if (other !== undefined) await demand(calamari, "others_absence.read", call);
    const person = other === undefined ? refOf(facts.person) : circle.named(other);
    const rows = await rowsOfOne(other, span, call);
    // Calamari says nothing of whose they are; where it does, it must be this person.
    const theirs =
      other === undefined
        ? calamari.whose.own(facts, rows, ({ employeeEmail }) => ({ email: employeeEmail }))
        : rows.filter((row) => (row.employeeEmail?.toLowerCase() ?? other) === other);
    return theirs.map((row) => ({ row, absence: absenceOf(row, person, other === undefined) }));
  }

  async function ofMany({ people, ...span }: AbsenceQuery, call?: Call) {
    const { person: self } = await demand(calamari, "others_absence.read", call);
    const ids = Array.isArray(people) ? [...new Set(people)] : undefined;
    const [{ rows, missing }, known] = await Promise.all([rowsOfMany(span, ids, call), circle.everyone(call)]);
    const names = new Map([...known.people, refOf(self)].map((one): [string, Ref] => [one.id, one]));
    const told = rows.flatMap((row) => {
      const id = row.employeeEmail?.toLowerCase();
      // A row of nobody could be anybody's.
      if (id === undefined || (ids && !ids.includes(id))) return [];
      return [{ row, absence: absenceOf(row, names.get(id) ?? { id, name: id }, id === self.id) }];
    });
    const nameless = rows.filter(({ employeeEmail }) => !employeeEmail).length;
    const met = told.flatMap(({ absence }) => absence.person ?? []);
    const everyone = new Map([...met.map((one): [string, Ref] => [one.id, one]), ...names]);
    return {
      told,
      people: ids ? ids.map((id) => names.get(id) ?? { id, name: id }) : [...everyone.values()],
      notes: [
        ...(ids || !known.missing ? [] : [known.missing]),
        ...(missing ? [missing] : []),
        ...(nameless > 0 ? [`Calamari does not say whose ${nameless} of the absences are; they are left out.`] : []),
      ],
    };
  }

  return {
    ofOne: async (personId, span, call) => (await ofOne(personId, span, call)).map(({ absence }) => absence),
    forget: () => kept.clear(),

    async find(id, call) {
      const { first, number, person } = absenceKey(id);
      const found = await ofOne(person, { first, last: first }, call);
      const hit = found.find(({ row }) => row.id === number);
      if (hit) return hit.absence;
      throw new ServiceError("not_found", `Calamari has no absence #${cleanText(id, 100)}.`, {
        next: "Look with list_absences; the day in the id is the first day of the absence.",
      });
    },

    async list(query, call) {
      const { person } = await demand(calamari, "absence.read", call);
      const self = refOf(person);
      const { people, statuses, typeId } = query;
      const alone = people === "me" || (people !== "everyone" && people.every((id) => id === self.id));
      const read = alone
        ? { told: await ofOne(undefined, query, call), people: [self], notes: [] }
        : await ofMany(query, call);
      const touching = read.told.filter(({ row }) => touches(query)(row));
      const fits = ({ status, type }: Absence) =>
        (statuses === undefined || statuses.includes(status)) && (typeId === undefined || type?.id === typeId);
      const shown = touching.filter(({ absence }) => fits(absence));
      const notes = [...read.notes, ...notesOf(shown.map(({ row }) => row))];
      return {
        absences: shown
          .map(({ absence }) => absence)
          .sort((a, b) => a.first.localeCompare(b.first) || a.id.localeCompare(b.id)),
        people: read.people,
        unread: [],
        ...(notes.length > 0 && { notes }),
      };
    },
  };
}

/** What a state hides of its absence. */
function notesOf(rows: readonly WireAbsence[]): string[] {
  const strange = [...new Set(rows.map(({ status }) => status).filter((word) => !isKnownStatus(word)))];
  const leaving = rows.filter(waitsForCancelling).length;
  return [
    ...(leaving > 0
      ? [
          `Of ${leaving === 1 ? "one approved absence" : `${leaving} approved absences`} the cancellation was asked for.`,
        ]
      : []),
    ...(strange.length > 0
      ? [`Punchcard does not know these states, and shows them as requested: ${quote(strange.join(", "), 120)}.`]
      : []),
  ];
}
