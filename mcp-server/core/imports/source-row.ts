import type { Instant } from "../domain/entities";

/** Why a row of a file cannot become an entry, each with its words in the windows. */
const rowProblems = [
  /** Its day is none, or none that there is. */
  "date",
  /** A year in which nobody worked with this program: 1970 is an empty date. */
  "year",
  /** A clock time that is none. */
  "time",
  /** The clocks skip this time on that day. */
  "gap",
  /** Neither an end nor a length. */
  "no_length",
  /** A length that is none. */
  "length",
  "negative",
  "zero",
  "end_before_begin",
  /** Begin, end and length contradict one another. */
  "mismatch",
  /** Text longer than 10,000 characters, or a name or tag longer than 200. */
  "too_long",
  /** Characters that no text has: the file was damaged. */
  "damaged",
  /** The time of a break, which is no work. */
  "break_row",
  /** It was still running, or only planned. */
  "not_ended",
  /** The account keeps no breaks inside an entry. */
  "break",
  /** It lies further ahead than the account takes. */
  "future",
  /** The account takes no time beside other time. */
  "overlaps",
] as const;
export type RowProblem = (typeof rowProblems)[number];

/** What one row of a file says, in our words. */
export interface SourceRow {
  /** In the file, counted from 1. */
  line: number;
  /** Who it is of, by name, or by address where there is no name; empty where the file does not tell. */
  person: string;
  email: string;
  client: string;
  project: string;
  task: string;
  text: string;
  tags: string[];
  billable?: boolean;
  exported?: boolean;
  breakSeconds: number;
  /** Worked seconds as the file tells them; null where it tells none that can be read. */
  seconds: number | null;
  /** Both null where the row has a problem. */
  begin: Instant | null;
  end: Instant | null;
  /** The file has no clock times: these are made, one row after another. */
  placed?: true;
  problem?: RowProblem;
  /** The cells that the problem is about, as they are in the file. */
  shown?: string;
}
