import { CsvError, parse } from "csv-parse/sync";
import { importError } from "./import-error";

/** One row below the heading. `line`: its first line in the file, counted from 1. */
export interface TableRow {
  line: number;
  cells: string[];
}

export interface Table {
  headings: string[];
  rows: TableRow[];
  delimiter: Delimiter;
}

const delimiters = [",", ";", "\t"] as const;
type Delimiter = (typeof delimiters)[number];

/**
 * The rows of a CSV text with a heading: quoted or not, any line end, the separator that its heading has most of.
 * @throws InputError `import_unclosed_quote` with the line, `import_no_rows`
 */
export function readTable(text: string): Table {
  // Excel writes the separator into a first line of its own.
  const lines = text.replaceAll(/\r\n?/g, "\n");
  const told = /^sep=(.)\n/i.exec(lines);
  const body = told ? lines.slice(told[0].length) : lines;
  const delimiter = delimiters.find((one) => one === told?.[1]) ?? delimiterOf(body);
  const [head, ...rows] = parseRows(body, delimiter, told ? 1 : 0);
  if (!head || rows.length === 0) throw importError("no_rows");
  return { headings: head.cells.map((cell) => cell.trim()), rows, delimiter };
}

/** The one that stands most often in the heading, outside of quotation marks. */
function delimiterOf(text: string): Delimiter {
  const first = text.slice(0, 10_000).split("\n", 1)[0] ?? "";
  const bare = first.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counts = delimiters.map((one) => bare.split(one).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
}

function parseRows(text: string, delimiter: Delimiter, linesBefore: number): TableRow[] {
  const options = {
    delimiter,
    info: true,
    relax_column_count: true,
    // A quotation mark within a bare cell (12" screen) is one.
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: "\n",
  } as const;
  try {
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    let before = 0;
    return records.flatMap(({ record, info }) => {
      // The parser tells the line on which a row ends; texts may have lines of their own.
      const inside = record.reduce((all, cell) => all + (cell.split("\n").length - 1), 0);
      const line = Math.max(before + 1, info.lines - inside) + linesBefore;
      before = info.lines;
      return record.every((cell) => cell.trim() === "") ? [] : [{ line, cells: record }];
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as { lines?: number }).lines ?? 0) + linesBefore;
    throw importError("unclosed_quote", line > 0 ? `It is near line ${line}.` : "");
  }
}
