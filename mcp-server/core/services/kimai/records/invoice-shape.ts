import type { RecordField, RecordQuery, RecordValue, ServiceRecord } from "../../../domain/records";
import { dayOf } from "../../../time/format";
import { filled } from "../../shared/record-drafts";
import { personRef } from "../mapping/entities";
import { readTime } from "../mapping/wire-time";
import type { WireInvoice } from "./people/people-wire";
import { metaValues } from "./plugins/plugin-meta";
import { idOf } from "./shared";

const states = ["new", "pending", "paid", "canceled"] as const;
const read = (name: string, kind: RecordField["kind"]): RecordField => ({ name, kind, when: "never" });
export const invoiceFields: readonly RecordField[] = [
  { name: "meta", kind: "map", when: "change", hint: "Custom fields of invoices by name." },
  { ...read("customer", "ref"), of: "customer" },
  { ...read("status", "choice"), choices: states },
  { ...read("person", "ref"), of: "person" },
  ...(["created", "paid"] as const).map((name) => read(name, "day")),
  ...(["total", "tax"] as const).map((name) => read(name, "money")),
  ...(["vat", "due_days"] as const).map((name) => read(name, "number")),
  read("currency", "text"),
  read("overdue", "flag"),
  read("comment", "text"),
];
export const invoiceFilters: readonly RecordField[] = [
  { name: "status", kind: "choice", choices: states },
  { name: "customer", kind: "ref", of: "customer" },
];
/** An invoice as a record; days in the person's zone. */
export function invoiceRecord(row: WireInvoice, zone: string): ServiceRecord {
  const values = filled({
    customer: row.customer ? { id: String(row.customer.id), name: row.customer.name } : undefined,
    status: row.status,
    overdue: row.overdue || undefined,
    total: row.total,
    tax: row.tax || undefined,
    vat: row.vat || undefined,
    currency: row.currency,
    created: dayOf(readTime(row.createdAt), zone),
    due_days: row.dueDays,
    paid: row.paymentDate?.slice(0, 10),
    person: row.user ? personRef(row.user) : undefined,
    comment: row.comment,
    ...metaValues(row.metaFields),
  });
  return { type: "invoice", id: String(row.id), name: row.invoiceNumber || `#${row.id}`, values };
}

/** Filters in Kimai's parameters. */
export function invoiceQuery({
  filters: wanted = {},
  first,
  last,
}: RecordQuery): (readonly [string, string | number])[] {
  const many = (value: RecordValue | undefined) => (Array.isArray(value) ? value : value == null ? [] : [value]);
  return [
    ...(first ? [["begin", `${first}T00:00:00`] as const] : []),
    ...(last ? [["end", `${last}T23:59:59`] as const] : []),
    ...many(wanted.status).map((each) => ["status[]", String(each)] as const),
    ...many(wanted.customer).map((each) => ["customers[]", idOf(each, "a customer")] as const),
  ];
}
