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

/** Names of records of these types, as far as the caller sees them. */
export async function namesOf(clockodo: Clockodo, types: Iterable<RecordType>, call?: Call): Promise<NameOf> {
  const own = clockodo.profile.known()?.user;
  const known = new Map(
    await Promise.all(
      [...new Set(types)].filter(isListed).map(async (type) => {
        const asked: Promise<Named> = clockodo.lists[lists[type]].get({ signal: call?.signal });
        const rows = [...(type === "person" && own ? [own] : []), ...((await ifAllowed(asked)) ?? [])];
        return [type as RecordType, new Map(rows.map(({ id, name }) => [id, name]))] as const;
      }),
    ),
  );
  return (of, id) => known.get(of)?.get(id) ?? `#${id}`;
}

/** The types that some row points to by these fields: only their names are asked for. */
export const pointedTo = (fields: readonly (RecordField & { wire: string })[], rows: readonly object[]): RecordType[] =>
  fields.flatMap(({ of, wire }) => {
    const points = rows.some((row) => {
      const held = (row as Record<string, unknown>)[wire];
      return Array.isArray(held) ? held.length > 0 : Boolean(held);
    });
    return of && points ? [of] : [];
  });
