import type { AbsenceMeaning, AbsenceType } from "../../../domain/absences";

/**
 * Clockodo's fifteen types by their numbers (clockodo-api.md §4). Its API does not name them, so the names stand here, in
 * the two languages that it is mostly used in.
 */
const names: Record<number, { en: string; de: string }> = {
  1: { en: "Regular holiday", de: "Urlaub" },
  2: { en: "Special leave", de: "Sonderurlaub" },
  3: { en: "Overtime reduction", de: "Überstundenabbau" },
  4: { en: "Sick day", de: "Krankheit" },
  5: { en: "Sick day of a child", de: "Krankheit des Kindes" },
  6: { en: "School / further education", de: "Schule / Weiterbildung" },
  7: { en: "Maternity protection", de: "Mutterschutz" },
  8: { en: "Home office", de: "Homeoffice" },
  9: { en: "Work out of office", de: "Arbeit außer Haus" },
  10: { en: "Special leave, unpaid", de: "Sonderurlaub unbezahlt" },
  11: { en: "Sick day, unpaid", de: "Krankheit unbezahlt" },
  12: { en: "Sick day of a child, unpaid", de: "Krankheit des Kindes unbezahlt" },
  13: { en: "Quarantine", de: "Quarantäne" },
  14: { en: "Military / alternative service", de: "Wehr-/Ersatzdienst" },
  15: { en: "Sick day with sickness benefit", de: "Krankheit mit Krankengeld" },
};

const meanings: Record<number, AbsenceMeaning> = {
  1: "holiday",
  2: "special",
  3: "overtime",
  4: "sick",
  5: "sick_child",
  10: "unpaid",
};

export const regularHoliday = "1";
export const overtimeReduction = "3";
/** Planned hours are applied on these days: work, only elsewhere. */
const stillWorking: ReadonlySet<string> = new Set(["8", "9"]);

/** A type that a later version adds is told by its number, and nothing of it is refused by us. */
export function typeOf(number: number, language: string | null | undefined): AbsenceType {
  const id = String(number);
  const known = names[number];
  const inHours = id === overtimeReduction;
  return {
    id,
    name: known ? known[language === "de" ? "de" : "en"] : `Type ${number}`,
    // Overtime is taken in hours, all else in whole or half days (§2.9).
    halfDays: !inHours,
    hours: inHours,
    commentNeeded: false,
    counted: id === regularHoliday,
    ...(meanings[number] && { meaning: meanings[number] }),
    ...(inHours && { fromOvertime: true }),
    ...(stillWorking.has(id) && { working: true }),
  };
}

export const allTypes = (language: string | null | undefined): AbsenceType[] =>
  Object.keys(names).map((number) => typeOf(Number(number), language));
