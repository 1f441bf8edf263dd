import type { AccountFacts } from "#core/domain/entities";
import type { RecordType, RecordValue } from "#core/domain/records";
import type { Below } from "./record-names";

/** Belongs to the team or project that it is part of, though it names a person. */
const shared: readonly RecordType[] = ["membership", "grant", "rate", "team"];

/** Whether it is another person's own: never changed unasked. */
export function isOthers(
  place: { type: RecordType; id?: string; of?: Below },
  values: readonly (Record<string, RecordValue> | undefined)[],
  { person }: AccountFacts,
): boolean {
  if (place.type === "person") return place.id !== person.id;
  if (place.of?.type === "person") return place.of.id !== person.id;
  if (shared.includes(place.type)) return false;
  return values.some((one) => {
    const whose = one?.person;
    const id = typeof whose === "object" && whose !== null && "id" in whose ? whose.id : whose;
    return typeof id === "string" && id !== person.id;
  });
}
