import { InputError } from "../domain/errors";

const reasons = {
  empty: "The file is empty.",
  binary: "This is no text file, so there are no rows in it.",
  too_large: "The file is larger than 50 MB.",
  unclosed_quote: "A quotation mark is opened and never closed, so the rows after it cannot be told apart.",
  no_rows: "The file has a heading and no rows below it.",
  unknown_columns: "These columns belong to no program that Punchcard knows.",
  unreadable: "The file cannot be read.",
  changed: "The file is not the one that was previewed.",
} as const;
export type ImportReason = keyof typeof reasons;

/** A file that cannot be imported at all; its code is `import_<reason>`, for which windows have their words. */
export const importError = (reason: ImportReason, detail = "", next?: string): InputError =>
  new InputError(`import_${reason}`, `${reasons[reason]}${detail ? ` ${detail}` : ""}`, next ? { next } : {});
