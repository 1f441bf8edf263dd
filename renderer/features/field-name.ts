import type { TFunction } from "i18next";
import { shortDay } from "../lib/format";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A field of a record in the window's words; what it has no word for is called as the service calls it. */
export function fieldName(name: string, language: string, t: TFunction): string {
  // 5 January 2026 is a Monday.
  const weekday = weekdays.indexOf(name);
  if (weekday >= 0) return shortDay(`2026-01-0${5 + weekday}`, language);
  return t(`activity.field.${name as "name"}`, { defaultValue: name.replaceAll("_", " ") });
}
