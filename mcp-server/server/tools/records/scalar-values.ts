import { InputError } from "#core/domain/errors";
import { fold, rankByName } from "#core/domain/names";
import { quote } from "#core/domain/quote";
import type { RecordField } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import { parseDay, parseDuration, parsePeriod, type TimeContext } from "#core/time/parse";
import { isSecret } from "./record-words";

/** One plain value of a field, as people and models write it, in the form that records keep. Nothing here is looked up. */

export const quotedText = (value: unknown) =>
  JSON.stringify(cleanText(typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"), 60));

export const wrong = (message: string, next?: string): never => {
  throw new InputError("argument", message, { next });
};

const characters = (text: string) => Array.from(text).length;

function readText(value: unknown, { name, minLength, maxLength, hint }: RecordField): string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string")
    return wrong(`${name} takes a text${isSecret(name) ? "" : `, not ${quotedText(value)}`}.`, hint);
  const length = characters(text);
  if (maxLength !== undefined && length > maxLength)
    return wrong(`${name} has ${length} characters; ${maxLength} is the most.`);
  if (minLength !== undefined && length < minLength)
    return wrong(`${name} has ${length} characters; ${minLength} is the least.`);
  return text;
}

/** `12.50`, `12,50`, `1.234,50`, `1 200`; what could be a thousand or a fraction is refused. */
function readNumber(value: unknown, { name, kind, hint }: RecordField): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const say = `${name} takes ${kind === "money" ? "an amount" : "a number"}, not ${quotedText(value)}.`;
  if (typeof value !== "string") return wrong(say, hint);
  const around = kind === "money" ? /^(?:[\p{Sc}]|[A-Z]{3})\s*|\s*(?:[\p{Sc}]|[A-Z]{3})$/gu : /$^/g;
  const plain = value
    .trim()
    .replace(around, "")
    .replace(/^−/, "-")
    .replace(/[\s'’]/g, "");
  if (!/^[+-]?\d[\d.,]*$/.test(plain)) return wrong(say, hint ?? "Write it like 12.50.");
  const marks = plain.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  const grouped = (group: string) => new RegExp(`^[+-]?\\d{1,3}(?:\\${group}\\d{3})+(?![\\d${group}])`).test(plain);
  if (last === undefined) return Number(plain);
  if (new Set(marks).size === 2) {
    const group = last === "," ? "." : ",";
    if (!grouped(group) || marks.filter((mark) => mark === last).length > 1)
      return wrong(say, "Write it like 1234.50.");
    return Number(plain.replaceAll(group, "").replace(last, "."));
  }
  if (marks.length > 1)
    return grouped(last) ? Number(plain.replaceAll(last, "")) : wrong(say, "Write it like 1234.50.");
  const [whole = "", fraction = ""] = plain.replace(/^[+-]/, "").split(last);
  if (fraction.length === 3 && Number(whole) > 0)
    return wrong(
      `${name}: ${quotedText(value)} could be ${whole}${fraction} or ${Number(`${whole}.${fraction}`)}.`,
      `Write ${whole}${fraction} or ${whole}.${fraction.slice(0, 2)}.`,
    );
  return Number(plain.replace(last, "."));
}

const yes = new Set(["true", "yes", "on", "1", "ja", "tak"]);
const no = new Set(["false", "no", "off", "0", "nein", "nie"]);
function readFlag(value: unknown, { name, hint }: RecordField): boolean {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" || typeof value === "number" ? fold(String(value)) : "";
  if (yes.has(word)) return true;
  return no.has(word) ? false : wrong(`${name} is true or false, not ${quotedText(value)}.`, hint);
}

/** Seconds. A bare number is refused: services disagree whether it means seconds, minutes or hours. */
function readDuration(value: unknown, field: RecordField): number {
  const { name, signed } = field;
  if (value === 0) return 0;
  const below = signed && typeof value === "string" ? /^\s*[-−]\s*(\S.*)$/.exec(value)?.[1] : undefined;
  if (below !== undefined) return -readDuration(below, { ...field, signed: false });
  if (typeof value === "number")
    return wrong(
      `${name}: ${value} could be hours, minutes or seconds.`,
      `Write ${name} with its unit: "${value}h", "${value}m", "${value}s", or as "1:30".`,
    );
  if (typeof value !== "string") return wrong(`${name} takes a length of time, not ${quotedText(value)}.`);
  if (/^0+(?:[:.,]0+)*\s*\p{L}*$/u.test(value.trim())) return 0;
  // Budgets are longer than what is worked at once.
  const hours = /^(\d{1,6})(?:[.,](\d{1,2}))?\s*(?:h|hrs?|hours?)$/i.exec(value.trim());
  return hours ? Math.round(Number(`${hours[1]}.${hours[2] ?? "0"}`) * 3600) : parseDuration(value);
}

/** `2026-11` of a month in words, or of a day in it. */
export function readMonth(value: unknown, name: string, context: TimeContext): string {
  if (typeof value !== "string") return wrong(`${name} takes a month, not ${quotedText(value)}.`, 'Write "2026-11".');
  const { first, last } = parsePeriod(value, context);
  const month = first.slice(0, 7);
  const whole = last.slice(0, 7) === month && first.endsWith("-01") && parsePeriod(month, context).last === last;
  if (whole || first === last) return month;
  return wrong(
    `${name}: ${quotedText(value)} is ${first} to ${last}, not one month.`,
    'Write "2026-11" or "november".',
  );
}

function readChoice(value: unknown, { name, choices = [], hint }: RecordField): string {
  const text = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : null;
  if (text === null) return wrong(`${name} takes one of its choices, not ${quotedText(value)}.`, hint);
  if (choices.length === 0 || choices.includes(text)) return text;
  const folded = choices.filter((choice) => fold(choice) === fold(text));
  if (folded.length === 1 && folded[0] !== undefined) return folded[0];
  const named = choices.map((choice) => ({ name: choice }));
  const near = rankByName(text, named, 8);
  const shown = choices.length <= 30 ? named : near.length > 0 ? near : named.slice(0, 20);
  const some = shown.length < choices.length ? ` (${shown.length} of ${choices.length})` : "";
  return wrong(
    `${name} cannot be ${quotedText(value)}.`,
    `It can be${some}: ${shown.map((choice) => quote(choice.name, 60)).join(", ")}.`,
  );
}

/** @returns undefined for kinds that are not plain */
export function readScalar(
  value: unknown,
  field: RecordField,
  context: TimeContext,
): string | number | boolean | undefined {
  const { kind, name } = field;
  if (kind === "text") return readText(value, field);
  if (kind === "number" || kind === "money") return readNumber(value, field);
  if (kind === "flag") return readFlag(value, field);
  if (kind === "duration") return readDuration(value, field);
  if (kind === "month") return readMonth(value, name, context);
  if (kind === "choice") return readChoice(value, field);
  if (kind !== "day") return undefined;
  return typeof value === "string"
    ? parseDay(value, context)
    : wrong(`${name} takes a day, not ${quotedText(value)}.`, 'Write "2026-11-19" or "next monday".');
}
