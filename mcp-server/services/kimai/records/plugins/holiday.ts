import type { Call } from "../../../../domain/call";
import type { CalendarDay } from "../../../../domain/entities";
import { ServiceError } from "../../../../domain/errors";
import type { RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import { dayOf, toInstant } from "../../../../time/format";
import { sentOnce } from "../../../shared/send-once";
import { readHolidays } from "../../absences/holidays";
import { holidayOf } from "../../absences/mapping";
import { demand } from "../../capabilities/require-capability";
import { nothing } from "../../client/client";
import type { WirePublicHoliday } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { holidayGroupOf, readProfile } from "../../people/contracts";
import { idOf } from "../draft";
import { asRefused, notThere, pageOf } from "../shared";
import type { KimaiRecordType } from "../type";

const fields: RecordField[] = [
  { name: "day", kind: "day", when: "never" },
  { name: "half", kind: "flag", when: "never" },
  { name: "group", kind: "ref", of: "holiday_group", when: "never" },
];

/** Public holidays of the absence plugin, and the groups in which people share them (kimai-api.md §3.13). */
export function holidayTypes(kimai: Kimai): { holiday: KimaiRecordType; group: KimaiRecordType } {
  const { client, env } = kimai;

  /** January of last year to December of next year, by the person's own calendar. */
  async function around(call?: Call): Promise<{ first: CalendarDay; last: CalendarDay; year: string }> {
    const { zone } = await kimai.facts.get(call);
    const year = dayOf(toInstant(env.now()), zone).slice(0, 4);
    return { first: `${Number(year) - 1}-01-01`, last: `${Number(year) + 1}-12-31`, year };
  }
  const ownGroup = async (call?: Call) => holidayGroupOf(await readProfile(kimai, undefined, call));

  const recordOf = (row: WirePublicHoliday): ServiceRecord[] => {
    const { id, day, name, half } = holidayOf(row);
    const group = row.publicHolidayGroup;
    if (id === undefined) return [];
    const values: ServiceRecord["values"] = { day, half };
    if (group) values.group = { id: String(group.id), name: group.name ?? `#${group.id}` };
    return [{ type: "holiday", id, name: name || day, values }];
  };

  async function rows(query: Pick<RecordQuery, "first" | "last" | "filters">, call?: Call) {
    await demand(kimai, "holiday.read", call);
    const { year } = await around(call);
    const span = { first: query.first ?? `${year}-01-01`, last: query.last ?? `${year}-12-31` };
    const group = query.filters?.group;
    const wanted = group == null ? await ownGroup(call) : idOf(group, "a group of holidays");
    return asRefused("see public holidays", readHolidays(kimai, span, wanted, call));
  }

  /** @param look whether it is gone */
  const removed = (path: (string | number)[], look: () => Promise<boolean>, call?: Call) =>
    asRefused(
      "delete public holidays",
      sentOnce(
        async () => {
          await client.write(nothing, "DELETE", ["public-holidays", ...path], undefined, call?.signal);
          return true;
        },
        async () => ((await look()) ? true : null),
        kimai.secondLookMs,
      ),
    );

  const holiday: KimaiRecordType = {
    async describe(call) {
      const { refused } = await kimai.facts.get(call);
      const closed = refused["holiday.read"];
      return {
        actions: closed ? [] : ["list", "get", "delete"],
        parents: [],
        fields,
        filters: [{ name: "group", kind: "ref", of: "holiday_group", hint: "Else your own group's." }],
        notes: closed
          ? [`There are no public holidays: ${closed}.`]
          : ["Without a period: those of this year.", "They are made and imported in Kimai's own window only."],
      };
    },
    async list(query, call) {
      return pageOf((await rows(query, call)).flatMap(recordOf), query);
    },
    async get(id, _of, call) {
      const number = wireId(id, "a public holiday");
      const found = (await rows(await around(call), call)).find((row) => row.id === number);
      if (!found) throw notThere("public holiday", id);
      const [record] = recordOf(found);
      if (!record) throw notThere("public holiday", id);
      return record;
    },
    async remove(id, _of, call) {
      const number = wireId(id, "a public holiday");
      await demand(kimai, "holiday.delete", call);
      const look = async () => !(await rows(await around())).some((row) => row.id === number);
      await removed([number], look, call);
    },
  };

  /** Kimai's API has no list of groups: the own one and the default one are those that can be known. */
  async function groups(call?: Call): Promise<ServiceRecord[]> {
    await demand(kimai, "holiday.read", call);
    const span = await around(call);
    const own = await ownGroup(call);
    const read = await Promise.all(
      [...new Set([own, undefined])].map((group) => readHolidays(kimai, span, group, call)),
    );
    const found = new Map<number, string>();
    for (const { publicHolidayGroup: group } of read.flat())
      if (group) found.set(group.id, group.name ?? `#${group.id}`);
    return [...found].map(([id, name]) => ({ type: "holiday_group", id: String(id), name, values: {} }));
  }

  const group: KimaiRecordType = {
    async describe(call) {
      const closed = (await kimai.facts.get(call)).refused["holiday.read"];
      return {
        actions: closed ? [] : ["list", "delete"],
        parents: [],
        fields: [],
        filters: [],
        notes: closed
          ? [`There are no groups of public holidays: ${closed}.`]
          : ["Kimai's API does not list groups: these are your own and the default one."],
      };
    },
    async list(query, call) {
      return pageOf(await groups(call), query, ["Kimai's API does not list groups: there may be others."]);
    },
    async consequences(id, _of, call) {
      const number = wireId(id, "a group of holidays");
      const span = await around(call);
      await demand(kimai, "holiday.read", call);
      const count = (await readHolidays(kimai, span, number, call)).length;
      return [{ what: `public holidays from ${span.first.slice(0, 4)} to ${span.last.slice(0, 4)}`, count }];
    },
    async remove(id, _of, call) {
      const number = wireId(id, "a group of holidays");
      await demand(kimai, "holiday.delete", call);
      const look = async () => {
        const span = await around();
        try {
          return (await readHolidays(kimai, span, number)).length === 0;
        } catch (error) {
          if (error instanceof ServiceError && error.kind === "not_found") return true;
          throw error;
        }
      };
      await removed(["group", number], look, call);
    },
  };
  return { holiday, group };
}
