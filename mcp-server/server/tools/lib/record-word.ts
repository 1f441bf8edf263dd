import type { RecordType } from "#core/domain/records";

/** How a type of record is called in messages: `activity`, `activities`. */
export function recordWord(type: RecordType, count = 1): string {
  const word = type.replaceAll("_", " ");
  if (count === 1 || /s$/.test(word)) return word;
  if (type === "person") return "people";
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** `3 activities` */
export const counted = (count: number, type: RecordType) => `${count} ${recordWord(type, count)}`;
