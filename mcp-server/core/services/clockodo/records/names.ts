import type { Call } from "../../../domain/call";
import type { RecordField, RecordType } from "../../../domain/records";
import { ifAllowed } from "../capabilities/require-capability";
import type { Clockodo } from "../context";
import type { NameOf } from "./fields";

type Named = readonly { id: number; name: string }[];

/** The types of record whose names are known, with the list that knows them. */
const lists = {
  person: "users",
  team: "teams",
  access_group: "accessGroups",
  customer: "customers",
  project: "projects",
  subproject: "subprojects",
  activity: "services",
  lump_sum_service: "lumpSumServices",
  holiday_group: "holidayGroups",
} as const satisfies Partial<Record<RecordType, keyof Clockodo["lists"]>>;
const isListed = (type: RecordType | undefined): type is keyof typeof lists => type !== undefined && type in lists;

/** Asks for the names of records of these types, as far as the caller sees them; each list once. */
export function naming(clockodo: Clockodo, call?: Call): (types: Iterable<RecordType>) => Promise<NameOf> {
  const asked = new Map<RecordType, Promise<Map<number, string>>>();
  const known = new Map<RecordType, Map<number, string>>();
  async function read(type: keyof typeof lists): Promise<Map<number, string>> {
    const own = type === "person" ? clockodo.profile.known()?.user : undefined;
    const list: Promise<Named> = clockodo.lists[lists[type]].get({ signal: call?.signal });
    const rows = [...(own ? [own] : []), ...((await ifAllowed(list)) ?? [])];
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    known.set(type, names);
    return names;
  }
  return async (types) => {
    for (const type of types) if (isListed(type) && !asked.has(type)) asked.set(type, read(type));
    await Promise.all(asked.values());
    return (of, id) => known.get(of)?.get(id) ?? `#${id}`;
  };
}
export const namesOf = (clockodo: Clockodo, types: Iterable<RecordType>, call?: Call) => naming(clockodo, call)(types);

/** The types that some row points to by these fields: only their names are asked for. */
export const pointedTo = (fields: readonly (RecordField & { wire: string })[], rows: readonly object[]): RecordType[] =>
  fields.flatMap(({ of, wire }) => {
    const points = rows.some((row) => {
      const held = (row as Record<string, unknown>)[wire];
      return Array.isArray(held) ? held.length > 0 : Boolean(held);
    });
    return of && points ? [of] : [];
  });
