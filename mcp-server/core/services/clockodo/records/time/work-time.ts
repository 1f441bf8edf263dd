import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import type { CalendarDay } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordField, ServiceRecord } from "../../../../domain/records";
import { addDays, daysBetween } from "../../../../time/civil";
import { clockOf, dayOf, toInstant } from "../../../../time/format";
import { demand } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { type WireWorkDay, workDays } from "../../wire/work-time";
import { told } from "../fields";
import { type ClockodoRecordType, described } from "../record-type";
import { idOf } from "../shared";

const fields: readonly RecordField[] = [
  told("person", "ref", { of: "person" }),
  told("day", "day"),
  told("worked", "duration", { hint: "Up to now where it still runs." }),
  told("times", "list", { item: "text" }),
  told("offset", "duration", { hint: "Only before 2023." }),
];
const filters: readonly RecordField[] = [{ name: "person", kind: "ref", of: "person", hint: "Default: yourself." }];

/** `09:00–12:30`; what runs has no end. */
export const timesText = (
  zone: string,
  { time_since, time_until }: { time_since: string; time_until?: string | null },
) => `${clockOf(time_since, zone)}–${time_until ? clockOf(time_until, zone) : ""}`;

/**
 * Work times of a person from one day to another. Pages of this list cannot be asked for (§1.6): where there are more, the
 * span is halved.
 */
export async function readWorkTimes(
  clockodo: Clockodo,
  person: number,
  span: { first: CalendarDay; last: CalendarDay },
  call?: Call,
): Promise<WireWorkDay[]> {
  const { first, last } = span;
  const query = [
    ["date_since", first],
    ["date_until", last],
    ["users_id", person],
  ] as const;
  const { paging, work_time_days: found } = await clockodo.client.get(workDays, pathOf("workTimes"), { query }, call);
  if ((paging?.count_pages ?? 1) <= 1 || first === last) return found;
  const middle = addDays(first, Math.floor(daysBetween(first, last) / 2));
  const [before, after] = await Promise.all([
    readWorkTimes(clockodo, person, { first, last: middle }, call),
    readWorkTimes(clockodo, person, { first: addDays(middle, 1), last }, call),
  ]);
  return [...before, ...after];
}

const notes = [
  "Without a period: this month. An id is a person's and a day: #42-2026-11-19. Change them with work_time_change.",
];

/** When somebody worked on each day (clockodo-api.md §2.14). It can only be read: entries and change requests change it. */
export function workTimeType(clockodo: Clockodo): ClockodoRecordType {
  async function records(
    person: number,
    span: { first: CalendarDay; last: CalendarDay },
    call?: Call,
  ): Promise<ServiceRecord[]> {
    const { zone } = await clockodo.facts.get({ signal: call?.signal });
    const [days, ref] = await Promise.all([readWorkTimes(clockodo, person, span, call), clockodo.person(person, call)]);
    const seconds = ({ time_since, time_until }: WireWorkDay["intervals"][number]) =>
      Math.max(0, (time_until ? Date.parse(time_until) : clockodo.env.now()) - Date.parse(time_since)) / 1000;
    return days
      .filter(({ intervals, offset }) => intervals.length > 0 || offset)
      .map(({ date, intervals, offset }) => ({
        type: "work_time",
        id: `${person}-${date}`,
        name: `${ref.name} ${date}`,
        values: {
          person: ref,
          day: date,
          worked: Math.round(intervals.reduce((sum, each) => sum + seconds(each), offset ?? 0)),
          times: intervals.map((each) => timesText(zone, each)),
          ...(offset ? { offset } : {}),
        },
      }));
  }

  return {
    describe: (call) =>
      described(clockodo, { kind: "work_time", actions: ["list", "get"], fields, filters, notes }, call),
    async list(query, call) {
      const { zone, person } = await demand(clockodo, "work_time.read", call);
      const today = dayOf(toInstant(clockodo.env.now()), zone);
      const whose = query.filters?.person;
      const number = whose == null ? wireId(person.id, "a person") : idOf(whose, "a person");
      const first = query.first ?? `${today.slice(0, 7)}-01`;
      return pageOf(await records(number, { first, last: query.last ?? today }, call), query);
    },
    async get(id, _of, call) {
      await demand(clockodo, "work_time.read", call);
      const [, person = "", day = ""] = /^(\d+)-(\d{4}-\d\d-\d\d)$/.exec(id) ?? [];
      const number = wireId(person, "a work time (a person's, with the day: 42-2026-11-19)");
      const [found] = await records(number, { first: day, last: day }, call);
      if (found) return found;
      throw new InputError("unknown", `Nothing was worked on ${day}.`, { next: "list_records shows the days." });
    },
  };
}
