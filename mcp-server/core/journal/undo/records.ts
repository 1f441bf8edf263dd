import { ServiceError } from "../../domain/errors";
import type {
  RecordDraft,
  RecordField,
  RecordPlace,
  RecordsPort,
  RecordType,
  RecordTypeInfo,
  RecordValue,
  ServiceRecord,
} from "../../domain/records";
import type { Part } from "../change";
import { recordDifferences } from "./same";
import { demandGone, differencesNow, notAsBefore, type Step, type UndoOn } from "./step";

const inverse = { create: "delete", update: "update", delete: "create" } as const;

/** @returns null: the service cannot do what this would need */
export async function recordStep(part: Part, port: RecordsPort, on: UndoOn): Promise<Step | null> {
  const { signal } = on;
  const type = part.subject as RecordType;
  const operation = part.operation as keyof typeof inverse;
  const info = await port.describe(type, { signal });
  if (!info.actions.includes(inverse[operation])) return null;
  const place: RecordPlace = { type, id: await on.currentId(part), ...(part.of && { of: part.of }) };
  const [before, after] = [part.before as ServiceRecord, part.after as ServiceRecord];
  const set = namesOf(info, "change");
  const read = () => port.get(place, { signal });
  const stands = () => differencesNow(read, (now) => recordDifferences(now, after, set));
  switch (operation) {
    case "create":
      return {
        part,
        async check() {
          // What the record has in its own fields is compared with them.
          const used = (await port.consequences(place, { signal })).filter(({ own }) => !own);
          // The name alone is told of work that was made on the way to an entry.
          const changed = after.values ? await stands() : await differencesNow(read, () => []);
          return [...changed, ...(used.length > 0 ? ["used"] : [])];
        },
        async send() {
          await (port.takeBack ? port.takeBack(place) : port.remove(place));
          return [];
        },
      };
    case "update":
      return {
        part,
        check: stands,
        async send() {
          const changed = recordDifferences(before, after, set);
          const { record, notes } = await port.update(place, valuesOf(before, info, changed));
          demandSame(record, before, changed);
          return notes;
        },
      };
    default:
      return {
        part,
        check: () => (info.archives ? Promise.resolve([]) : demandGone(read)),
        async send() {
          const names = namesOf(info, "create").filter((name) => name in before.values || name === "name");
          const wanted = { type, ...(part.of && { of: part.of }), values: valuesOf(before, info, names) };
          const { record, notes } = await on.record.bringingBack(part.subjectId ?? "", () => port.create(wanted));
          demandSame(record, before, names);
          return notes;
        },
      };
  }
}

function demandSame(now: ServiceRecord, before: ServiceRecord, names: readonly string[]): void {
  const differences = recordDifferences(now, before, names);
  if (differences.length > 0) throw notAsBefore(differences);
}

/** Fields that people set. */
export const namesOf = ({ fields }: RecordTypeInfo, when: "create" | "change") =>
  fields.filter((field) => field.when === undefined || field.when === when).map(({ name }) => name);

/** Values as they were, in the form in which they are written. */
export function valuesOf(record: ServiceRecord, { fields }: RecordTypeInfo, names: readonly string[]): RecordDraft {
  const of = (name: string): RecordValue => {
    const field = fields.find((one) => one.name === name);
    const value = name === "name" ? (record.values.name ?? record.name) : record.values[name];
    return value === undefined || value === null ? null : written(value, field);
  };
  const values = names.map((name) => [name, of(name)] as const);
  if (values.some(([, value]) => value === undefined))
    throw new ServiceError("unsupported", "Not all of this record is known, so it cannot be written again.");
  return Object.fromEntries(values);
}

/** References are written by their ids. */
function written(value: RecordValue, field: RecordField | undefined): RecordValue {
  const refs = field?.kind === "ref" || (field?.kind === "list" && (field.item === "ref" || field.of !== undefined));
  if (!refs) return value;
  const id = (one: RecordValue): RecordValue =>
    typeof one === "object" && one !== null && "id" in one ? (one.id as string) : one;
  return Array.isArray(value) ? value.map(id) : id(value);
}
