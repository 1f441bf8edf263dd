import type { Absence } from "../../domain/absences";
import type { Entry } from "../../domain/entities";
import type { ServiceRecord } from "../../domain/records";

/** Names of what differs, for windows to translate. */
export type Difference = string;

const differing = (a: Record<string, unknown>, b: Record<string, unknown>): Difference[] =>
  Object.keys({ ...a, ...b }).filter((name) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null));

/** What people and services set of an entry; not what is reckoned from it, nor the names behind ids. */
const entryFacts = ({
  work,
  begin,
  end,
  breakSeconds,
  text,
  tags,
  billable,
  exported,
  amount,
  meta,
  person,
}: Entry) => ({
  begin,
  end,
  work: Object.fromEntries(Object.entries(work).map(([level, { id }]) => [level, id])),
  break: breakSeconds || null,
  text: text.trim(),
  tags: [...tags].sort(),
  billable: billable ?? false,
  exported: exported ?? false,
  amount: amount ?? null,
  fields: meta && Object.keys(meta).length > 0 ? meta : null,
  person: person?.id ?? null,
});

/** @returns empty: both are the same entry as far as anybody set it */
export function entryDifferences(a: Entry, b: Entry): Difference[] {
  const [one, other] = [entryFacts(a), entryFacts(b)];
  // Where a service tells whose it is in one answer only, nobody has changed that.
  if (one.person === null || other.person === null) one.person = other.person = null;
  return differing(one, other);
}

const absenceFacts = ({ type, status, first, last, firstHalf, lastHalf, part, comment }: Absence) => ({
  type: type?.id ?? null,
  status,
  first,
  last,
  firstHalf: firstHalf ?? false,
  lastHalf: lastHalf ?? false,
  part: part ?? null,
  text: comment.trim(),
});

/** @param among only these are looked at; absent: all */
export function absenceDifferences(a: Absence, b: Absence, but: readonly Difference[] = []): Difference[] {
  return differing(absenceFacts(a), absenceFacts(b)).filter((name) => !but.includes(name));
}

/** @param names of the fields that people set; others (counts, sums) move by themselves */
export const recordDifferences = (a: ServiceRecord, b: ServiceRecord, names: readonly string[]): Difference[] => {
  const own = ({ name, values }: ServiceRecord) =>
    Object.fromEntries(names.map((field) => [field, field === "name" ? (values.name ?? name) : values[field]]));
  return differing(own(a), own(b));
};
