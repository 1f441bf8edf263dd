import type { MessageText } from "../messages/catalog";
import type { AccountFacts, Entry, Work, WorkIds } from "./entities";
import { InputError } from "./errors";
import { fold } from "./names";
import type { EntryDraft } from "./ports";
import type { RecordDraft, RecordField, RecordPage, RecordQuery, RecordValue, ServiceRecord } from "./records";

/** Refuses names that the type has not, and on create what is missing. Kinds are checked by whoever reads the input. */
export function checkDraft(
  draft: RecordDraft,
  fields: readonly RecordField[],
  when: "create" | "change",
  what: string,
  product: string,
): void {
  const open = fields.filter((field) => field.when === undefined || field.when === when);
  const names = open.map(({ name }) => name).join(", ");
  const known = new Map(open.map((field) => [field.name, field]));
  for (const name of Object.keys(draft)) {
    if (known.has(name)) continue;
    const field = fields.find((each) => each.name === name);
    const why =
      field === undefined
        ? `A ${what} in ${product} has no "${name.slice(0, 60)}".`
        : field.when === "never"
          ? `${name} of a ${what} can only be read.`
          : `${name} can only be given when a ${what} is ${field.when === "create" ? "created" : "changed"}.`;
    throw new InputError("argument", why, { next: `It can take: ${names}.` });
  }
  if (when === "change") return;
  const missing = open.filter((field) => field.needed && empty(draft[field.name])).map(({ name }) => name);
  if (missing.length > 0)
    throw new InputError("argument", `A ${what} needs ${missing.join(", ")}.`, { next: `It can take: ${names}.` });
}

const empty = (value: RecordValue | undefined) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The records that a query wants of all that there are. */
export function pageOf(all: readonly ServiceRecord[], query: RecordQuery, notes: MessageText[] = []): RecordPage {
  const part = fold(query.text ?? "");
  const found = part === "" ? all : all.filter((record) => fold(record.name).includes(part));
  return { records: found.slice(query.offset, query.offset + query.limit), total: found.length, notes };
}

export const idsOf = (work: Work): WorkIds =>
  Object.fromEntries(Object.entries(work).map(([level, ref]) => [level, ref.id]));

/** What was read of an entry, as a draft of a new one: only what this account may say (`kimai-api.md §3.6`). */
export function draftOf(entry: Entry, facts: AccountFacts): EntryDraft {
  const may = (field: AccountFacts["fields"][number]) => facts.fields.includes(field);
  const others = entry.person !== undefined && entry.person.id !== facts.person.id;
  return {
    work: idsOf(entry.work),
    begin: entry.begin,
    end: entry.end ?? entry.begin,
    text: entry.text,
    ...(entry.tags.length > 0 && { tags: entry.tags }),
    ...(may("billable") && entry.billable !== undefined && { billable: entry.billable }),
    ...(may("break") && entry.breakSeconds > 0 && { breakSeconds: entry.breakSeconds }),
    ...(may("meta") && entry.meta && { meta: entry.meta }),
    ...(others && { personId: entry.person?.id }),
  };
}
