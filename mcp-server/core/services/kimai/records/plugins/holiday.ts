import { z } from "zod";
import type { Call } from "../../../../domain/call";
import type { CalendarDay } from "../../../../domain/entities";
import { dayOf, toInstant } from "../../../../time/format";
import { at, recordType, type WritableType } from "../../../shared/record-engine";
import { readHolidays } from "../../absences/holidays";
import { holidayOf } from "../../absences/mapping";
import { demand } from "../../capabilities/require-capability";
import { publicHoliday } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { holidayGroupOf, readProfile } from "../../people/contracts";
import { idOf, notThere, recordProduct } from "../shared";

/** Public holidays of the absence plugin, and the groups in which people share them (kimai-api.md §3.13). */
export function holidayTypes(kimai: Kimai): { holiday: WritableType; group: WritableType } {
  const { env } = kimai;

  /** January of last year to December of next year, by the person's own calendar. */
  async function around(call?: Call): Promise<{ first: CalendarDay; last: CalendarDay; year: string }> {
    const { zone } = await kimai.facts.get(call);
    const year = dayOf(toInstant(env.now()), zone).slice(0, 4);
    return { first: `${Number(year) - 1}-01-01`, last: `${Number(year) + 1}-12-31`, year };
  }
  const ownGroup = async (call?: Call) => holidayGroupOf(await readProfile(kimai, undefined, call));

  const product = recordProduct(kimai);
  const closed = { cell: "holiday", none: "There are no public holidays" } as const;
  const may = (verb: string) => `${verb} public holidays`;

  const holiday = recordType(product, {
    type: "holiday",
    what: "a public holiday",
    row: publicHoliday,
    fields: [
      { name: "day", kind: "day", when: "never" },
      { name: "half", kind: "flag", when: "never" },
      { name: "group", kind: "ref", of: "holiday_group", when: "never" },
    ],
    filters: [{ name: "group", kind: "ref", of: "holiday_group", hint: "Else your own group's." }],
    notes: ["Without a period: those of this year.", "They are made and imported in Kimai's own window only."],
    ...closed,
    place: at("public-holidays"),
    may,
    async rows(_place, call, query) {
      const span = await around(call);
      const year = { first: `${span.year}-01-01`, last: `${span.year}-12-31` };
      const wanted = query ? { first: query.first ?? year.first, last: query.last ?? year.last } : span;
      const group = query?.filters?.group;
      return readHolidays(
        kimai,
        wanted,
        group == null ? await ownGroup(call) : idOf(group, "a group of holidays"),
        call,
      );
    },
    wanted: ({ id }) => id != null,
    recordOf(row) {
      const { day, name, half } = holidayOf(row);
      const group = row.publicHolidayGroup;
      const values = {
        day,
        half,
        ...(group && { group: { id: String(group.id), name: group.name ?? `#${group.id}` } }),
      };
      return { type: "holiday", id: String(row.id), name: name || day, values };
    },
    // Those of other groups are not listed, but can be deleted.
    remove: { reads: false },
  });

  /** Kimai's API has no list of groups: the own one and the default one are those that can be known. */
  async function groups(call?: Call) {
    const span = await around(call);
    const own = await ownGroup(call);
    const read = await Promise.all([...new Set([own, undefined])].map((each) => readHolidays(kimai, span, each, call)));
    const found = new Map<number, { id: number; name: string }>();
    for (const { publicHolidayGroup: group } of read.flat())
      if (group) found.set(group.id, { id: group.id, name: group.name ?? `#${group.id}` });
    return [...found.values()];
  }
  const holidaysIn = async (id: string, call?: Call) =>
    readHolidays(kimai, await around(call), wireId(id, "a group of holidays"), call);

  const group = recordType(product, {
    type: "holiday_group",
    what: "a group of holidays",
    row: z.object({ id: z.number(), name: z.string() }),
    fields: [],
    notes: ["Kimai's API does not list groups: these are your own and the default one."],
    ...closed,
    none: "There are no groups of public holidays",
    place: at("public-holidays", "group"),
    may,
    reads: ["list"],
    rows: (_place, call) => groups(call),
    listNotes: () => ["Kimai's API does not list groups: there may be others."],
    recordOf: ({ id, name }) => ({ type: "holiday_group", id: String(id), name, values: {} }),
    /** Where it has no holidays any more, it is gone. */
    async alone(id, _place, call) {
      const [first] = await holidaysIn(id, call);
      if (first) return { id: Number(id), name: first.publicHolidayGroup?.name ?? `#${id}` };
      throw notThere("group of holidays", id);
    },
    remove: { reads: false },
  });
  return {
    holiday,
    group: {
      ...group,
      async consequences(id, _of, call) {
        await demand(kimai, "holiday.read", call);
        const { first, last } = await around(call);
        const count = (await holidaysIn(id, call)).length;
        return [{ what: `public holidays from ${first.slice(0, 4)} to ${last.slice(0, 4)}`, count }];
      },
    },
  };
}
