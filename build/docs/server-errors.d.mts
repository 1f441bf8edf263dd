interface ThrownError {
  kind: string;
  text: string;
  next: string | undefined;
}
/** Errors that code throws in words of its own, `{{}}` for what is put in. */
export function errorsIn(code: string): ThrownError[];
/** Markdown of their tables by kind; @throws at a kind that windows have no words for. */
export function errorTables(errors: ThrownError[]): string;
/** The tables of all errors of the server. */
export function serverErrors(): string;
