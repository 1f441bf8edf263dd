import type { RecordPage, RecordQuery, ServiceRecord } from "../../../domain/records";

interface Dated {
  record: ServiceRecord;
  first: string;
  /** null: without an end */
  last: string | null;
}

/** The records that a query wants of all that there are, by their days. */
export function inSpan(all: readonly Dated[], { first, last, limit, offset }: RecordQuery): Omit<RecordPage, "notes"> {
  const found = all.filter(
    (one) =>
      (last === undefined || one.first <= last) && (first === undefined || one.last === null || one.last >= first),
  );
  return { records: found.slice(offset, offset + limit).map(({ record }) => record), total: found.length };
}
