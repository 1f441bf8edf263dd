import type { TFunction } from "i18next";
import { fieldName } from "../../features/field-name";
import { dayRange, hoursMinutes, shortDate, shortRange, signedHours } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { type Fields, type Item, spanOf, text } from "./words";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** Fields of records that hold seconds. */
const lengths: readonly string[] = ["time_budget", "week", "opening_balance", ...weekdays];

/** @returns null: it is shown as it is */
function fieldText(name: string, fields: Fields, language: string): string | null {
  const given = fields[name];
  if (lengths.includes(name) && typeof given === "number")
    return name === "opening_balance" ? signedHours(given) : hoursMinutes(given);
  return typeof given === "string" && /^\d{4}-\d\d-\d\d$/.test(given) ? dayRange(given, given, language) : null;
}

interface DiffLine {
  label: string;
  was: string;
  is: string;
}

const known = ["work", "text", "tags", "billable", "exported", "name"] as const;
const statuses = ["draft", "requested", "approved", "rejected", "cancelled"] as const;

/** What is otherwise than before, line by line; of something new or gone all of it. */
export function diffOf({ before, after, subject }: Item, language: string, t: TFunction): DiffLine[] {
  const lines: DiffLine[] = [];
  const add = (label: string, show: (fields: Fields) => string) => {
    const [was, is] = [before ? show(before) : "", after ? show(after) : ""];
    if (was !== is) lines.push({ label, was, is });
  };
  const value = (one: Fields[string] | undefined): string => {
    if (one === undefined || one === null) return "";
    if (typeof one === "boolean") return t(one ? "activity.yes" : "activity.no");
    return Array.isArray(one) ? one.join(subject === "entry" ? " · " : ", ") : String(one);
  };
  if (subject === "entry") {
    add(t("activity.field.day"), (fields) =>
      text(fields.begin) ? shortDate(text(fields.begin).slice(0, 10), language) : "",
    );
    add(t("activity.field.time"), (fields) => spanOf(fields));
    add(t("activity.field.duration"), ({ seconds }) => (typeof seconds === "number" ? hoursMinutes(seconds) : ""));
    add(t("activity.field.break"), (fields) => (typeof fields.break === "number" ? hoursMinutes(fields.break) : ""));
  }
  if (subject === "absence") {
    add(t("activity.field.days"), ({ first, last }) =>
      first && last ? shortRange(text(first), text(last), language) : "",
    );
    add(t("activity.field.type"), ({ type }) => serverSentence(text(type)));
    add(t("activity.field.status"), ({ status }) => {
      const name = statuses.find((one) => one === status);
      return name ? t(`absence.status.${name}`) : text(status);
    });
  }
  for (const name of known) add(t(`activity.field.${name}`), (fields) => value(fields[name]));
  const ofEntries = ["begin", "end", "seconds", "break"];
  const ofAbsences = ["first", "last", "firstHalf", "lastHalf", "type", "status"];
  const told: readonly string[] = [...known, ...(subject === "absence" ? ofAbsences : ofEntries)];
  for (const name of Object.keys({ ...before, ...after }))
    if (!told.includes(name))
      add(fieldName(name, language, t), (fields) => fieldText(name, fields, language) ?? value(fields[name]));
  return lines;
}
