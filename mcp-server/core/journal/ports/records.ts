import type { Call } from "../../domain/call";
import type { RecordPlace, RecordsPort, RecordType, ServiceRecord } from "../../domain/records";
import { keyOf, type Outcome } from "../change";
import type { Ports } from "./absences";
import { over } from "./over";

/** What of a record goes with it when it is deleted, as this call has read it. */
const consequencesOf = (place: RecordPlace) => `consequences/${keyOf(place.type, place.id, place.of)}`;

export function recordedRecords({ record }: Ports, records: RecordsPort): RecordsPort {
  const saw = (one: ServiceRecord, of?: RecordPlace["of"]) => record().saw(keyOf(one.type, one.id, of), one);
  const read = (place: RecordPlace) => () => records.get(place);
  /** Without any values: of a record nobody knows which of them is a password. */
  const named = (values: Record<string, unknown>) => ({
    ...(typeof values.name === "string" && { name: values.name }),
    fields: Object.keys(values),
  });
  const outcome = (
    operation: Outcome["operation"],
    type: RecordType,
    { id, of }: Pick<RecordPlace, "id" | "of">,
    states: Pick<Outcome, "before" | "after">,
  ): Outcome => ({ operation, subject: type, id, of, ...states });
  const removed = async (place: RecordPlace, send: () => Promise<void>, call?: Call) => {
    // What goes with it cannot be brought back, and is only known before.
    const known = record().lastSeen(consequencesOf(place)) as unknown[] | undefined;
    const also = known ?? (await records.consequences(place, call).catch(() => []));
    return record().write({
      operation: "delete",
      subject: place.type,
      id: place.id,
      of: place.of,
      before: read(place),
      ...(also.length > 0 && { wanted: { also } }),
      send,
      outcomes: (_gone, before) => [outcome("delete", place.type, place, { before })],
    });
  };
  return over(records, {
    async list(query, call) {
      const page = await records.list(query, call);
      for (const one of page.records) saw(one, query.of);
      return page;
    },
    async get(place, call) {
      const one = await records.get(place, call);
      // Narrowed, it is told with other figures than the record itself has.
      if (!place.filters && !place.first && !place.last) saw(one, place.of);
      return one;
    },
    create: (wanted, call) =>
      record().write({
        operation: "create",
        subject: wanted.type,
        of: wanted.of,
        wanted: named(wanted.values),
        send: () => records.create(wanted, call),
        outcomes: ({ record: after }) => [outcome("create", wanted.type, { id: after.id, of: wanted.of }, { after })],
      }),
    update: (place, values, call) =>
      record().write({
        operation: "update",
        subject: place.type,
        id: place.id,
        of: place.of,
        before: read(place),
        wanted: named(values),
        send: () => records.update(place, values, call),
        outcomes: ({ record: after }, before) => [
          outcome("update", place.type, { id: after.id, of: place.of }, { before, after }),
        ],
      }),
    async consequences(place, call) {
      const also = await records.consequences(place, call);
      record().saw(consequencesOf(place), also);
      return also;
    },
    remove: (place, call) => removed(place, () => records.remove(place, call), call),
    takeBack: (place, call) =>
      removed(place, () => (records.takeBack as NonNullable<RecordsPort["takeBack"]>)(place, call), call),
  });
}
