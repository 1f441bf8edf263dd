import type { Absence, AbsenceList, AbsenceQuery } from "../../../domain/absences";
import type { Call, Unread } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import type { Query } from "../../http/path";
import { demand } from "../capabilities/require-capability";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { many, one } from "../records/shared";
import { absence, type WireAbsence } from "../wire/absence";
import { type Holidays, yearsOf } from "./holidays";
import { absenceOf } from "./mapping";
import type { Circle } from "./people";

export interface AbsenceReader {
  list(query: AbsenceQuery, call?: Call): Promise<AbsenceList>;
  /** Absences of one person in the years of a span. */
  ofYears(person: Ref, span: { first: string; last: string }, call?: Call): Promise<Absence[]>;
  find(id: string, call?: Call): Promise<Absence>;
  /** What Clockodo answered, in our words. */
  told(row: WireAbsence, person: Ref, call?: Call): Promise<Absence>;
  /** The same for what a write answered: never fails and is not cut short, for the write did take effect. */
  written(row: WireAbsence, person: Ref): Promise<Absence>;
}

const partly = "your rights show only some of this person's absences in Clockodo";

export function createReader(clockodo: Clockodo, circle: Circle, holidays: Holidays): AbsenceReader {
  const { client, profile } = clockodo;

  async function told(row: WireAbsence, person: Ref, call?: Call): Promise<Absence> {
    const { user } = await profile.get({ signal: call?.signal });
    // Half a day is told by its count alone, and a whole day of leave on half a holiday counts the same.
    const single = row.count_days === 0.5 && row.date_since === (row.date_until ?? row.date_since);
    const halfHoliday = single && row.half_day == null && (await holidays.isHalf(person.id, row.date_since, call));
    return absenceOf(row, person, user.language, halfHoliday);
  }

  /** Clockodo keeps an absence within one year, so whole years miss none that touches the days (§2.9). */
  async function rows(ids: readonly string[] | null, span: { first: string; last: string }, call?: Call) {
    const whose: Query = ids === null ? [] : ids.map((id) => ["filter[users_id][]", wireId(id, "a person")] as const);
    const read = await Promise.all(
      yearsOf(span).map((year) => {
        const query: Query = [["filter[year]", year], ...whose];
        return client.get(many(absence), pathOf("absences"), { query }, call);
      }),
    );
    return read.flatMap(({ data }) => data);
  }

  async function absencesOf(found: readonly WireAbsence[], people: readonly Ref[], call?: Call): Promise<Absence[]> {
    const names = new Map(people.map((person) => [person.id, person]));
    const missing = found.map((row) => String(row.users_id)).filter((id) => !names.has(id));
    for (const person of await circle.named(missing, call)) names.set(person.id, person);
    return Promise.all(
      found.map((row) => {
        const id = String(row.users_id);
        return told(row, names.get(id) ?? { id, name: `#${id}` }, call);
      }),
    );
  }

  async function ofYears(person: Ref, span: { first: string; last: string }, call?: Call): Promise<Absence[]> {
    const found = await rows([person.id], span, call);
    // A filter that is quietly ignored would show one person's leave as another's (§1.7).
    return absencesOf(
      found.filter((row) => String(row.users_id) === person.id),
      [person],
      call,
    );
  }

  return {
    ofYears,
    told,
    written: (row, person) =>
      told(row, person).catch(() => absenceOf(row, person, profile.known()?.user.language, false)),
    async find(id, call) {
      const facts = await demand(clockodo, "absence.read", call);
      const { data } = await client.get(one(absence), pathOf("absences", wireId(id, "an absence")), {}, call);
      if (String(data.users_id) !== facts.person.id) await demand(clockodo, "others_absence.read", call);
      return told(data, await clockodo.person(data.users_id, call), call);
    },

    async list(query, call) {
      const { person } = await demand(clockodo, "absence.read", call);
      const self = { id: person.id, name: person.name };
      const { people, first, last, statuses, typeId } = query;
      const alone = people === "me" || (people !== "everyone" && people.every((id) => id === self.id));
      if (!alone) await demand(clockodo, "others_absence.read", call);
      const wanted = alone
        ? [self]
        : people === "everyone"
          ? await circle.everyone(call)
          : await circle.named(people, call);
      const ids = new Set(wanted.map(({ id }) => id));
      const [found, sees, missing] = await Promise.all([
        rows(people === "everyone" ? null : [...ids], { first, last }, call),
        alone ? () => true : circle.sees(call),
        people === "everyone" ? circle.missing(call) : [],
      ]);
      const touching = found.filter(
        (row) =>
          row.date_since <= last &&
          (row.date_until ?? row.date_since) >= first &&
          (people === "everyone" || ids.has(String(row.users_id))),
      );
      const absences = await absencesOf(touching, wanted, call);
      // Whose type is hidden may have any; a list by type has those that are known to be of it.
      const fits = (each: Absence) =>
        (statuses === undefined || statuses.includes(each.status)) &&
        (typeId === undefined || each.type?.id === typeId);
      const unread: Unread[] = wanted.filter(({ id }) => !sees(id)).map((each) => ({ person: each, why: partly }));
      return {
        absences: absences.filter(fits).sort((a, b) => a.first.localeCompare(b.first) || Number(a.id) - Number(b.id)),
        people: wanted.filter(({ id }) => sees(id)),
        unread,
        ...(missing.length > 0 && { notes: missing }),
      };
    },
  };
}
