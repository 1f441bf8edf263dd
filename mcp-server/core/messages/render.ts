import type { Catalog, Language, MessageData, MessageText } from "./catalog";

/** Words of one language. */
export interface Words {
  language: Language;
  catalog: Catalog;
}

/** Identifies a text in a list. */
export const textKey = (text: MessageText): string => (typeof text === "string" ? text : JSON.stringify(text));

const isMessage = (value: unknown): value is MessageData =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as MessageData).code === "string" &&
  typeof (value as MessageData).params === "object";

/** `1:05`, `−0:30` */
function durationText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? "−" : ""}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const formats = new Map<string, unknown>();
function cached<T>(key: string, create: () => T): T {
  if (!formats.has(key)) formats.set(key, create());
  return formats.get(key) as T;
}

const dateFormat = (language: Language) =>
  cached(
    `date ${language}`,
    () =>
      new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
        day: "numeric",
        month: "short",
        year: "numeric",
        timeZone: "UTC",
      }),
  );
const listFormat = (language: Language) =>
  cached(`list ${language}`, () => new Intl.ListFormat(language, { type: "conjunction" }));
const numberFormat = (language: Language) =>
  cached(`number ${language}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }));
const pluralRules = (language: Language) => cached(`plural ${language}`, () => new Intl.PluralRules(language));

/** With a capital at the start and a period at the end. */
const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

function valueText(value: unknown, type: string | undefined, words: Words): string {
  const { language } = words;
  if (Array.isArray(value)) return listFormat(language).format(value.map((item) => valueText(item, undefined, words)));
  if (typeof value === "number")
    return type === "duration" ? durationText(value) : numberFormat(language).format(value);
  const text = isMessage(value) ? render(value, words) : String(value);
  if (type === "sentence") return asSentence(text);
  if (type === "day" && /^\d{4}-\d\d-\d\d$/.test(text)) return dateFormat(language).format(new Date(text));
  return text;
}

/** The type of each parameter is written in the English pattern, and repeated in each translation. */
const placeholder = /\{(\w+)(?::(\w+))?\}/g;

/** @returns the message in the language of `words`; a string as it is; the code where the catalog lacks it */
export function render(text: MessageText, words: Words): string {
  if (typeof text === "string") return text;
  const { code, params } = text;
  const pattern = words.catalog[code];
  if (pattern === undefined) return code;
  const form =
    typeof pattern === "string"
      ? pattern
      : (pattern[pluralRules(words.language).select(Number(params.count))] ?? pattern.other ?? code);
  return form.replace(placeholder, (_whole, name: string, type: string | undefined) =>
    valueText(params[name], type, words),
  );
}
