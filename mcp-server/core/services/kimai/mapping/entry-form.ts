import type { AccountFacts, EntryField, Instant, WorkIds } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDetails } from "../../../domain/ports";
import { formTime } from "./wire-time";

/** Kimai's names of the fields of its time form, and ours. */
const ourNames: Readonly<Record<string, EntryField | "project" | "activity">> = {
  project: "project",
  activity: "activity",
  description: "text",
  tags: "tags",
  billable: "billable",
  exported: "exported",
  user: "person",
  break: "break",
  fixedRate: "rate",
  hourlyRate: "rate",
  metaFields: "meta",
  begin: "begin",
  end: "end",
};
/** Ours is written `vat_id` where Kimai's is `vatId`. */
export const ourFieldName = (wire: string): string =>
  ourNames[wire] ?? wire.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The optional fields among those that the form listed for this caller. */
export function entryFields(children: readonly string[]): EntryField[] {
  const known = children.map(ourFieldName).filter((each) => each !== "project" && each !== "activity");
  return [...new Set(known)].filter((each): each is EntryField => Object.values(ourNames).includes(each as EntryField));
}

/** Kimai counts ids from 1. Everything else is refused here, before it could get into a path, query or body. */
export function wireId(id: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new InputError("argument", `"${id.slice(0, 40)}" is not an id of ${what}.`);
  return Number(id);
}

function tagList(tags: readonly string[]): string {
  const bad = tags.find((tag) => tag.includes(",") || tag.trim() === "");
  if (bad !== undefined)
    throw new InputError("argument", `"${bad.slice(0, 100)}" cannot be a tag: Kimai's tags have no comma.`, {
      next: "Give each tag as its own item of the list.",
    });
  return tags.join(",");
}

/** `1:05` or `1:05:30`: a bare number would be read as hours (§3.5). */
export function durationText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = seconds % 60;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${rest === 0 ? "" : `:${two(rest)}`}`;
}

interface FormValues extends EntryDetails {
  work?: WorkIds;
  begin?: Instant;
  end?: Instant;
}

const said: Partial<Record<EntryField, string>> = {
  billable: "whether time is billable",
  exported: "whether time is exported",
  person: "whose time it is",
  break: "breaks",
  rate: "what time is worth",
  begin: "when time begins",
  end: "when time ends",
};

/** Refuses what this caller's form lacks before it is sent: one such field would make Kimai refuse the whole. */
export function demandField(facts: AccountFacts, field: EntryField): void {
  if (facts.fields.includes(field)) return;
  const reason =
    field === "begin" || field === "end"
      ? "This Kimai stamps times by itself (punch mode); they cannot be given."
      : field === "break"
        ? "Break times are not switched on in this Kimai, or your role may not set them."
        : `Your Kimai role has no right to say ${said[field] ?? field}.`;
  const ownRule = field === "begin" || field === "end" || field === "break";
  throw new ServiceError(ownRule ? "unsupported" : "forbidden", reason, {
    fields: { [field]: reason },
    next: "Leave it out, or ask the administrator of your Kimai.",
  });
}

/**
 * The body of a create or change: only what the caller asked for, because a field that this person may not send makes
 * Kimai refuse everything, and `billable` would override its own decision (§3.6). `meta` has a route of its own.
 */
export function formBody(values: FormValues, facts: AccountFacts): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const { work } = values;
  if (work?.project !== undefined) body.project = wireId(work.project, "a project");
  if (work?.activity !== undefined) body.activity = wireId(work.activity, "an activity");
  const optional: [EntryField, string, () => unknown, unknown][] = [
    ["begin", "begin", () => values.begin && formTime(values.begin, facts.zone), values.begin],
    ["end", "end", () => values.end && formTime(values.end, facts.zone), values.end],
    ["text", "description", () => values.text, values.text],
    ["tags", "tags", () => tagList(values.tags ?? []), values.tags],
    ["billable", "billable", () => values.billable, values.billable],
    ["exported", "exported", () => values.exported, values.exported],
    ["person", "user", () => wireId(values.personId ?? "", "a person"), values.personId],
    ["rate", "fixedRate", () => values.fixedRate, values.fixedRate],
    ["rate", "hourlyRate", () => values.hourlyRate, values.hourlyRate],
    ["break", "break", () => durationText(values.breakSeconds ?? 0), values.breakSeconds],
  ];
  for (const [field, wire, value, given] of optional) {
    if (given === undefined) continue;
    demandField(facts, field);
    body[wire] = value();
  }
  return body;
}

/** Kimai books on a project and an activity; the customer follows from the project. */
export function demandWork(work: WorkIds): void {
  for (const level of ["project", "activity"] as const)
    if (work[level] === undefined)
      throw new InputError("argument", `Kimai needs ${level === "project" ? "a project" : "an activity"}.`, {
        next: "Find one with find_work.",
      });
}
