import { pageOf } from "../../../domain/drafts";
import { ServiceError } from "../../../domain/errors";
import type { RecordField, RecordValue, ServiceRecord } from "../../../domain/records";
import { dayOf, hoursMinutes, toInstant } from "../../../time/format";
import type { Holidays } from "../absences/holidays";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { secondsOfWeek } from "../mapping/person";
import type { CalamariRecordType } from "./type";

/** What Calamari only lists: positions, contract types, working weeks, public holidays. */

const wordsFor = { position: "positions", contract_type: "contract types" } as const;

/** Names and nothing more. Their paths are likely, not certain (calamari-api.md §2.0). */
export function namesType({ client }: Calamari, type: keyof typeof wordsFor): CalamariRecordType {
  const endpoint = type === "position" ? endpoints.positions : endpoints.contractTypes;
  return {
    describe: async () => ({
      actions: ["list"],
      parents: [],
      fields: [{ name: "name", kind: "text", when: "never" }],
      filters: [],
      notes: [`Made and changed in Calamari itself. Of a person: ${type}.`],
    }),
    async list(query, call) {
      try {
        const rows = await client.send(endpoint, { about: "nobody" }, call);
        return pageOf(
          rows.map(({ id, name }): ServiceRecord => ({ type, id: String(id), name, values: {} })),
          query,
        );
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "unsupported") throw error;
        throw new ServiceError("unsupported", `This Calamari does not tell its ${wordsFor[type]}.`, {
          next: "People have theirs with them: list_records with type person.",
          requestId: error.requestId,
          detail: error.detail,
        });
      }
    },
  };
}

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const read = { when: "never" } as const;

/** Working weeks of the company (calamari-api.md §2.7). */
export function targetHoursType(calamari: Calamari): CalamariRecordType {
  const { client } = calamari;
  return {
    describe: async () => ({
      actions: ["list"],
      parents: [],
      fields: [
        ...days.map((name): RecordField => ({ name, kind: "duration", ...read })),
        { name: "week", kind: "duration", ...read },
        { name: "times", kind: "text", hint: "Begin and end of each day, where they are fixed.", ...read },
        { name: "own", kind: "flag", hint: "The account's person works by it.", ...read },
      ],
      filters: [],
      notes: ["Working weeks, which people have by name. They are made and changed in Calamari itself."],
    }),
    async list(query, call) {
      const [weeks, { week: own }] = await Promise.all([
        client.send(endpoints.workingWeeks, { about: "nobody" }, call),
        calamari.own.get(call),
      ]);
      const records = weeks.map((week): ServiceRecord => {
        const seconds = secondsOfWeek(week);
        // Lists show the first few.
        const values: Record<string, RecordValue> = {
          ...(week.id === own?.id && { own: true }),
          week: seconds.reduce((sum, each) => sum + each, 0),
        };
        for (const [at, day] of days.entries()) if (seconds[at]) values[day] = seconds[at];
        const times = week.workingDays.flatMap(({ dayName, isWorkingDay, startTime, finishTime }) =>
          isWorkingDay && startTime && finishTime
            ? [`${dayName.slice(0, 3).toLowerCase()} ${startTime.slice(0, 5)}–${finishTime.slice(0, 5)}`]
            : [],
        );
        if (times.length > 0) values.times = times.join(", ");
        const name = `${week.name} (${hoursMinutes(Number(values.week))} a week)`;
        return { type: "target_hours", id: String(week.id), name, values };
      });
      return pageOf(records, query);
    },
  };
}

/** Public holidays in the calendar of a person (§2.7): this year's where no period is said. */
export function holidayType(calamari: Calamari, holidays: Holidays): CalamariRecordType {
  return {
    describe: async () => ({
      actions: ["list"],
      parents: ["person"],
      fields: [
        { name: "day", kind: "day", ...read },
        { name: "half", kind: "flag", hint: "Half of the day is free.", ...read },
      ],
      filters: [],
      notes: ["Of the account's person where nobody is named. Calendars are kept in Calamari itself."],
    }),
    async list(query, call) {
      const { person, zone } = await calamari.facts.get(call);
      const year = dayOf(toInstant(calamari.env.now()), zone).slice(0, 4);
      const { first = `${year}-01-01`, last = `${year}-12-31` } = query;
      const whose = query.of && query.of.id !== person.id ? query.of.id : undefined;
      const found = await holidays.of({ first, last, ...(whose !== undefined && { personId: whose }) }, call);
      const records = found.map(
        ({ day, name, half }, at): ServiceRecord => ({
          type: "holiday",
          id: found.findIndex((each) => each.day === day) === at ? day : `${day}-${at}`,
          name,
          values: { day, ...(half && { half }) },
        }),
      );
      return pageOf(records, query);
    },
  };
}
