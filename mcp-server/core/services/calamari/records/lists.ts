import type { TypeOfRecord } from "../../../domain/record-table";
import type { ServiceRecord } from "../../../domain/records";
import { explained, reworded } from "../../../domain/reworded";
import { dayOf, hoursMinutes, toInstant } from "../../../time/format";
import type { Holidays } from "../absences/holidays";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { refOf, secondsOfWeek } from "../mapping/person";
import { listType, shown } from "./list-type";

/** What Calamari only lists: positions, contract types, working weeks, public holidays. */

const lists = {
  position: { words: "positions", endpoint: endpoints.positions },
  contract_type: { words: "contract types", endpoint: endpoints.contractTypes },
} as const;

/** Names and nothing more. Their paths are likely, not certain (calamari-api.md §2.0). */
export const namesType = ({ client }: Calamari, type: keyof typeof lists): TypeOfRecord =>
  listType({
    fields: [shown("name", "text")],
    notes: [`Made and changed in Calamari itself. Of a person: ${type}.`],
    async rows(_query, call) {
      const { words, endpoint } = lists[type];
      const next = "People have theirs with them: list_records with type person.";
      const rows = await explained(client.send(endpoint, { about: "nobody" }, call), "unsupported", (error) =>
        reworded(error, `This Calamari does not tell its ${words}.`, { next }),
      );
      return rows.map((row): ServiceRecord => ({ type, ...refOf(row), values: {} }));
    },
  });

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Working weeks of the company (calamari-api.md §2.7). */
export const targetHoursType = ({ client, own }: Calamari): TypeOfRecord =>
  listType({
    fields: [
      ...days.map((name) => shown(name, "duration")),
      shown("week", "duration"),
      shown("times", "text", { hint: "Begin and end of each day, where they are fixed." }),
      shown("own", "flag", { hint: "The account's person works by it." }),
    ],
    notes: ["Working weeks, which people have by name. They are made and changed in Calamari itself."],
    async rows(_query, call) {
      const asked = client.send(endpoints.workingWeeks, { about: "nobody" }, call);
      const [weeks, { week: mine }] = await Promise.all([asked, own.get(call)]);
      return weeks.map((week): ServiceRecord => {
        const seconds = secondsOfWeek(week);
        const sum = seconds.reduce((all, each) => all + each, 0);
        const times = week.workingDays.flatMap(({ dayName, isWorkingDay, startTime, finishTime }) =>
          isWorkingDay && startTime && finishTime
            ? [`${dayName.slice(0, 3).toLowerCase()} ${startTime.slice(0, 5)}–${finishTime.slice(0, 5)}`]
            : [],
        );
        return {
          type: "target_hours",
          id: String(week.id),
          name: `${week.name} (${hoursMinutes(sum)} a week)`,
          // Lists show the first few.
          values: {
            ...(week.id === mine?.id && { own: true }),
            week: sum,
            ...Object.fromEntries(days.flatMap((day, at) => (seconds[at] ? [[day, seconds[at]]] : []))),
            ...(times.length > 0 && { times: times.join(", ") }),
          },
        };
      });
    },
  });

/** Public holidays in the calendar of a person (§2.7): this year's where no period is said. */
export const holidayType = ({ facts, env }: Calamari, holidays: Holidays): TypeOfRecord =>
  listType({
    parents: ["person"],
    fields: [shown("day", "day"), shown("half", "flag", { hint: "Half of the day is free." })],
    notes: ["Of the account's person where nobody is named. Calendars are kept in Calamari itself."],
    async rows({ of, ...query }, call) {
      const year = dayOf(toInstant(env.now()), (await facts.get(call)).zone).slice(0, 4);
      const { first = `${year}-01-01`, last = `${year}-12-31` } = query;
      const found = await holidays.of({ first, last, personId: of?.id }, call);
      return found.map(({ day, name, half }, at) => ({
        type: "holiday",
        name,
        values: { day, ...(half && { half }) },
        id: found.findIndex((each) => each.day === day) === at ? day : `${day}-${at}`,
      }));
    },
  });
