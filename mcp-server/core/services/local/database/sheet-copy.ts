/** One copy of a time sheet, as found whole just now. */
export interface SheetCopy {
  /** File name: when the copy was made, in UTC. */
  name: string;
  file: string;
  /** Instant with whole seconds: the copy has everything that was saved before it. */
  at: string;
  entries: number;
}
