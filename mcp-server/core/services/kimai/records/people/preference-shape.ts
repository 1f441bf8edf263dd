import { InputError } from "../../../../domain/errors";
import type { FieldKind, RecordDraft, RecordField, RecordValue } from "../../../../domain/records";
import type { MessageText } from "../../../../messages/catalog";

/** Preferences as Kimai stores them (§3.11): texts by name, seconds for working times. */
interface WirePreference {
  name: string;
  value?: unknown;
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const workDays = weekdays.map((day) => `work_${day}`);

/** What core has; a plugin adds others, which stand in the person's own list. */
const core: readonly RecordField[] = [
  { name: "work_contract_type", kind: "text", hint: "none, day (hours per weekday) or, with the plugin, week." },
  ...workDays.map((name): RecordField => ({ name, kind: "duration" })),
  { name: "holidays", kind: "number", hint: "Days of leave per year." },
  { name: "public_holiday_group", kind: "text" },
  { name: "work_start_day", kind: "day" },
  { name: "work_last_day", kind: "day" },
  { name: "hourly_rate", kind: "money" },
  { name: "internal_rate", kind: "money" },
  { name: "first_weekday", kind: "choice", choices: ["monday", "sunday"] },
];
const ofPlugin: Record<string, FieldKind> = { hours_per_week: "duration" };

/** Words of people for some of them. */
const aliases: Record<string, string> = {
  vacation_days: "holidays",
  annual_leave: "holidays",
  leave_days: "holidays",
  vacation: "holidays",
  contract_type: "work_contract_type",
};

const kindOf = (name: string): FieldKind => core.find((field) => field.name === name)?.kind ?? ofPlugin[name] ?? "text";

/** @param known names in a person's list */
export function preferenceFields(known: readonly string[]): RecordField[] {
  const further = known.filter((name) => !core.some((field) => field.name === name));
  return [
    ...core,
    ...further.map((name): RecordField => ({ name, kind: kindOf(name), fromService: true })),
    {
      name: "weekly_hours",
      kind: "duration",
      when: "change",
      hint: "Per week; spread over the working days where Kimai counts per day.",
    },
    ...["vacation_days", "annual_leave", "leave_days"].map(
      (name): RecordField => ({ name, kind: "number", when: "change", hint: "The same as holidays." }),
    ),
    { name: "contract_type", kind: "text", when: "change", hint: "The same as work_contract_type." },
  ];
}

/** Seconds, days and amounts as numbers; null where nothing is set. */
export function preferenceValue(name: string, value: unknown): RecordValue {
  if (value === null || value === undefined || value === "") return null;
  const kind = kindOf(name);
  if (kind === "day") return String(value).slice(0, 10);
  const number = Number(value);
  if (["duration", "number", "money"].includes(kind) && Number.isFinite(number)) return number;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function wireValue(name: string, value: RecordValue): string | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "object") throw new InputError("argument", `${name.slice(0, 60)} takes one value.`);
  if (typeof value === "number" && !(Number.isFinite(value) && value >= 0))
    throw new InputError("argument", `${name.slice(0, 60)} cannot be ${value}.`);
  return String(value);
}

/**
 * What to send for the values that a person gave, by Kimai's names.
 * @param held the preferences as they are
 */
export function wirePreferences(
  values: RecordDraft,
  held: readonly WirePreference[],
): { sent: { name: string; value: string | null }[]; notes: MessageText[] } {
  const sent = new Map<string, string | null>();
  const notes: MessageText[] = [];
  for (const [given, value] of Object.entries(values)) {
    if (given === "weekly_hours") continue;
    const name = aliases[given] ?? given;
    sent.set(name, wireValue(name, value));
  }
  if (values.weekly_hours !== undefined) {
    const week = weekly(values.weekly_hours, held, sent.get("work_contract_type"));
    for (const [name, value] of week.sent) if (!sent.has(name)) sent.set(name, value);
    notes.push(week.note);
  }
  return { sent: [...sent].map(([name, value]) => ({ name, value })), notes };
}

/** Core counts per weekday only; hours of a week are a preference of the work contract plugin (§3.11). */
function weekly(
  value: RecordValue,
  held: readonly WirePreference[],
  givenType: string | null | undefined,
): { sent: [string, string][]; note: string } {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || value > 7 * 86_400)
    throw new InputError("argument", "weekly_hours takes a length of time, at most 168 hours.");
  const now = new Map(held.map((each) => [each.name, each.value]));
  const type = givenType ?? String(now.get("work_contract_type") ?? "none");
  const hours = (seconds: number) => `${Math.round((seconds / 3600) * 100) / 100} h`;
  if (now.has("hours_per_week") && type !== "day")
    return {
      sent: [
        ["hours_per_week", String(value)],
        ...(type === "none" ? [["work_contract_type", "week"] as [string, string]] : []),
      ],
      note: `${hours(value)} a week${type === "none" ? "; the contract now counts per week" : ""}.`,
    };
  const worked = workDays.filter((name) => Number(now.get(name)) > 0);
  const days = worked.length > 0 ? worked : workDays.slice(0, 5);
  const minutes = Math.floor(value / days.length / 60);
  const rest = value - minutes * 60 * days.length;
  const sent = days.map((name, index): [string, string] => [name, String(minutes * 60 + (index === 0 ? rest : 0))]);
  if (type === "none") sent.push(["work_contract_type", "day"]);
  const named = days.map((name) => name.replace("work_", "")).join(", ");
  const uneven = rest > 0 ? `, the first ${rest} seconds more` : "";
  return {
    sent,
    note: `This Kimai counts hours per weekday: ${hours(value)} are spread over ${named}${uneven}${type === "none" ? "; the contract now counts per day" : ""}.`,
  };
}
