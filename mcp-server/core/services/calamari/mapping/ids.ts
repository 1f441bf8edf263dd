import type { CalendarDay } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import { personKey } from "./person";

/**
 * Calamari finds entries by days only, so an id outside says where to look: the UTC day of the begin, Calamari's number,
 * which part of a shift with several projects, and whose it is where it is somebody else's:
 * `2026-10-05.90412`, `2026-10-05.90412-2`, `2026-10-05.90412.ida.berg@fjordworks.example`.
 */
export interface ShiftId {
  day: CalendarDay;
  id: number;
  part?: number;
  /** Absent: the account's own person. */
  person?: string;
}

/** Names and numbers of people may hold blanks, ids hold none. */
export const personInId = (person: string): string => person.replace(/[\s%]/g, encodeURIComponent);
export function personFromId(text: string): string {
  try {
    return personKey(decodeURIComponent(text));
  } catch {
    return personKey(text);
  }
}

const form = /^(\d{4}-\d\d-\d\d)\.([1-9]\d{0,14})(?:-([1-9]\d{0,2}))?(?:\.(\S{1,254}))?$/;

export const shiftId = ({ day, id, part, person }: ShiftId): string =>
  `${day}.${id}${part === undefined ? "" : `-${part}`}${person === undefined ? "" : `.${personInId(person)}`}`;

/** @throws InputError for what is no id of an entry of Calamari */
export function readShiftId(text: string): ShiftId {
  const [, day, id, part, person] = form.exec(text) ?? [];
  if (day === undefined || id === undefined || Number.isNaN(Date.parse(day)))
    throw new InputError("argument", `"${text.slice(0, 60)}" is not an id of an entry in Calamari.`, {
      next: "Ids are listed by list_time, like 2026-10-05.90412: the day belongs to them.",
    });
  return {
    day,
    id: Number(id),
    ...(part === undefined ? {} : { part: Number(part) }),
    ...(person === undefined ? {} : { person: personFromId(person) }),
  };
}

/** Calamari counts its projects and breaks from 1. Everything else is refused before it could get into a body. */
export function wireId(id: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new InputError("argument", `"${id.slice(0, 40)}" is not an id of ${what}.`);
  return Number(id);
}
