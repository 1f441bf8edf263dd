import type { Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { compareStored, type Meant } from "../shared/stored-as-meant";
import { fromSeconds, getEntry } from "./database/rows";
import type { WorkRows } from "./work";

/** What was written into a row. @param begin seconds since 1970, as `end`; null: it runs */
export interface Written {
  begin: number;
  end: number | null;
  rows?: WorkRows;
  billable?: boolean;
}

/**
 * The entry as the time sheet has it after a write, held against what was written. Within the transaction of the write,
 * which the failure rolls back.
 * @throws ServiceError `conflict`
 */
export function writtenEntry(sql: Sql, id: number, { begin, end, rows, billable }: Written): Entry {
  const entry = getEntry(sql, id);
  const meant: Meant = {
    begin: fromSeconds(begin),
    end: end === null ? null : fromSeconds(end),
    ...(rows && {
      work: Object.fromEntries(
        Object.entries(rows).flatMap(([level, row]) => (row === null ? [] : [[level, String(row)]])),
      ),
    }),
    ...(billable !== undefined && { billable }),
  };
  const { wrong } = compareStored(entry, meant, { product: "The time sheet", zone: "UTC" });
  if (wrong.length === 0) return entry;
  throw new ServiceError("conflict", message("time_sheet_values_differ", { differences: wrong.join("; ") }), {
    next: "Nothing was saved. Something else may have changed the file of the time sheet: copy it before you go on.",
  });
}
