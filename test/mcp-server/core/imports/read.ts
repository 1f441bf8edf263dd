import { decodeFile } from "#core/imports/decode";
import { columnsOf } from "#core/imports/formats";
import { dayOrderOf, readRows } from "#core/imports/read-rows";
import { readTable } from "#core/imports/table";

/** A file's rows as the preview gets them: dates that could be read both ways with the day first. */
export function readFile(bytes: Uint8Array | string, zone = "Europe/Berlin") {
  const table = readTable(decodeFile(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes));
  const columns = columnsOf(table.headings);
  const order = dayOrderOf(table, columns);
  const rows = readRows(table, columns, { order: order.kind === "known" ? order.order : "day", zone, dayStart: 540 });
  return { table, columns, order, rows };
}
