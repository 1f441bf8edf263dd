import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import type { Query } from "../../../http/path";
import { filled } from "../../../shared/record-drafts";
import type { WireExpense } from "../../client/plugin-wire";
import { wireId } from "../../mapping/entry-form";
import type { NamesOf } from "../names";
import { idOf, type WireField, wireBody } from "../shared";
import { metaValues } from "./plugin-meta";

/** Fields of the form as the official client names them (kimai-api.md §3.13). */
export const expenseFields: WireField[] = [
  { name: "day", wire: "begin", kind: "day", needed: true },
  { name: "project", wire: "project", kind: "ref", of: "project", needed: true },
  { name: "activity", wire: "activity", kind: "ref", of: "activity" },
  { name: "category", wire: "expenseCategory", kind: "text", needed: true, hint: "Name or #id of a category." },
  { name: "text", wire: "description", kind: "text" },
  { name: "cost", wire: "cost", kind: "money", hint: "Of one; some roles may not set it." },
  { name: "multiplier", wire: "multiplier", kind: "number", hint: "How many; 1 without it." },
  { name: "refundable", wire: "billableMode", kind: "flag", hint: "Else decided from activity, project, customer." },
  { name: "person", wire: "user", kind: "ref", of: "person" },
  { name: "exported", wire: "exported", kind: "flag" },
  { name: "meta", wire: "", kind: "map" },
  { name: "total", wire: "", kind: "money", when: "never" },
];

export const expenseFilters: RecordField[] = [
  { name: "person", kind: "ref", of: "person" },
  { name: "customer", kind: "ref", of: "customer" },
  { name: "project", kind: "ref", of: "project" },
  { name: "activity", kind: "ref", of: "activity" },
  { name: "refundable", kind: "flag" },
  { name: "exported", kind: "flag" },
];

export interface Category {
  id: number;
  name: string;
}

/** @param known null: this caller may not list categories */
function categoryId(given: unknown, known: readonly Category[] | null): number {
  const text = String(given ?? "").trim();
  const found = known?.filter(({ name }) => name.toLocaleLowerCase() === text.toLocaleLowerCase()) ?? [];
  if (found.length === 1 && found[0]) return found[0].id;
  const id = text.replace(/^#\s*/, "");
  if (/^[1-9]\d*$/.test(id)) return wireId(id, "a category");
  const names = known?.map(({ name }) => name).join(", ");
  throw new InputError("argument", `There is no expense category "${text.slice(0, 60)}" to be found.`, {
    next: names ? `There are: ${names}.` : "Give its #id: your Kimai role may not list categories.",
    candidates: known?.slice(0, 20).map(({ id, name }) => ({ id: String(id), name })),
  });
}

/** Only what was given. Noon is the day in every zone. */
export function expenseBody(draft: RecordDraft, categories: readonly Category[] | null): Record<string, unknown> {
  const { day, category, refundable, ...rest } = draft;
  return {
    ...(day == null ? {} : { begin: `${String(day)}T12:00:00` }),
    ...(category == null ? {} : { expenseCategory: categoryId(category, categories) }),
    ...(refundable == null ? {} : { billableMode: refundable === true ? "yes" : "no" }),
    ...wireBody(rest, expenseFields),
  };
}

export function expenseQuery({ text, first, last, filters = {} }: RecordQuery): Query {
  const query: [string, string | number][] = [];
  const lists = { person: "users[]", customer: "customers[]", project: "projects[]", activity: "activities[]" };
  for (const [name, wire] of Object.entries(lists))
    if (filters[name] != null) query.push([wire, idOf(filters[name], `a ${name}`)]);
  for (const name of ["refundable", "exported"])
    if (typeof filters[name] === "boolean") query.push([name, filters[name] ? 1 : 0]);
  if (first) query.push(["begin", `${first}T00:00:00`]);
  if (last) query.push(["end", `${last}T23:59:59`]);
  if (text?.trim()) query.push(["term", text.trim()]);
  return query;
}

export async function expenseRecord(row: WireExpense, names: NamesOf): Promise<ServiceRecord> {
  const [project, activity, person] = await Promise.all([
    row.project && names.project(row.project),
    row.activity && names.activity(row.activity),
    row.user && names.person(row.user),
  ]);
  const values = filled({
    day: row.begin.slice(0, 10),
    total: row.total,
    cost: row.cost,
    multiplier: row.multiplier,
    category: row.category ? (row.category.name ?? `#${row.category.id}`) : null,
    text: row.description,
    project,
    activity,
    person,
    refundable: row.refundable,
    exported: row.exported,
    ...metaValues(row.metaFields),
  });
  return { type: "expense", id: String(row.id), name: row.description || row.category?.name || `#${row.id}`, values };
}
