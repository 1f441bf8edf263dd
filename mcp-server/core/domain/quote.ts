import { AsyncLocalStorage } from "node:async_hooks";
import { cleanLines, cleanText } from "./text";

/** What a running call has quoted. Between a tool's helpers and an adapter nobody has to pass this on. */
const quotes = new AsyncLocalStorage<Set<string>>();

function noted(text: string): string {
  if (text !== "") quotes.getStore()?.add(text);
  return text;
}

/** Text that people or a service wrote, cleaned and on one line; an answer that shows it is marked (`marksFor`). */
export const quote = (text: string, max?: number): string => noted(cleanText(text, max));

/** As `quote`, with its line breaks: for values of data, never for a line of text. */
export const quoteLines = (text: string, max?: number): string => noted(cleanLines(text, max));

/** Runs it and keeps in `set` what it quotes. */
export const quotingInto = <T>(set: Set<string>, run: () => T): T => quotes.run(set, run);
