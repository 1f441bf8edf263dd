/** What test processes held against Clockodo's document, as sums. */
export interface DocumentCount {
  requests: number;
  answers: number;
  errors: number;
  mismatches: string[];
  /** Hits by the reason of a known contradiction. */
  known: Record<string, number>;
}
/** Before tests run, so that counts are of this run only. */
export function forgetDocument(): void;
export function readDocument(): DocumentCount;
/** Reasons of known contradictions that no test met, which have no place in the list. */
export function neverMet(sum: DocumentCount): string[];
/** One line, and one more for each thing that is wrong. */
export function documentLines(sum: DocumentCount): string[];
