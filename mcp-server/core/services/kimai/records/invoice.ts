import { explained, reworded } from "../../../domain/reworded";
import { safeFileName } from "../../http/file-name";
import { at, recordType, type WritableType } from "../../shared/record-engine";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { invoiceFields, invoiceFilters, invoiceQuery, invoiceRecord } from "./invoice-shape";
import { invoice, type WireInvoice } from "./people/people-wire";
import { asRefused, checkDraft, demandVersion, pageOf, recordProduct, saveOnce } from "./shared";
import { rowsFrom } from "./window";

/** Invoices that are read for a text in them: Kimai's list has no search. */
const searched = 5_000;

export function invoiceType(kimai: Kimai): WritableType {
  const { client, facts } = kimai;
  const pathOf = (id: string) => ["invoices", wireId(id, "an invoice")];
  const mayNot = "see invoices";

  const type = recordType(recordProduct(kimai), {
    type: "invoice",
    what: "an invoice",
    row: invoice,
    fields: invoiceFields,
    filters: invoiceFilters,
    notes: [
      "Invoices are made, sent and set to paid in Kimai's own window only.",
      "Deleting needs the right delete_invoice, which nobody has unless an administrator gave it.",
    ],
    place: at("invoices"),
    may: (verb) => (verb === "delete" ? undefined : mayNot),
    alone: true,
    recordOf: async (row) => invoiceRecord(row, (await facts.get()).zone),
    async described(info, call) {
      const { "invoice.read": closed, "invoice.update": fixed } = (await facts.get(call)).refused;
      return {
        ...info,
        actions: closed ? [] : ["list", "get", "download", ...(fixed ? [] : (["update"] as const)), "delete"],
        notes: [
          ...(closed ? [`You cannot see invoices: ${closed}.`] : []),
          ...(fixed ? [`Custom fields cannot be changed: ${fixed}.`] : []),
          ...info.notes,
        ],
      };
    },
    remove: true,
    explain: (error, verb) =>
      verb === "delete" && error.kind === "forbidden"
        ? reworded(error, "Kimai lets nobody delete invoices unless an administrator gave the right.", {
            next: "Ask for the right delete_invoice, or cancel the invoice in Kimai's own window.",
          })
        : error,
  });

  return {
    ...type,

    async list(query, call) {
      const { zone } = await facts.get(call);
      const wanted = invoiceQuery(query);
      const plain = !query.text?.trim();
      if (query.limit < 1) return { records: [], total: null, notes: [] };
      const source = { schema: invoice, path: ["invoices"], query: wanted };
      const { rows, total } = await asRefused(
        mayNot,
        rowsFrom(client, source, plain ? query : { offset: 0, limit: searched }, call),
      );
      const records = rows.map((row) => invoiceRecord(row, zone));
      if (plain) return { records, total, notes: [] };
      const cut = total !== null && total > searched;
      return pageOf(records, query, cut ? [`Only the newest ${searched} of ${total} invoices were searched.`] : []);
    },

    async update(id, values, _of, call) {
      const account = await facts.get(call);
      const { zone } = account;
      demandVersion(account, [2, 56], "Custom fields of invoices");
      checkDraft(values, invoiceFields, "change", "invoice");
      const { meta } = values;
      const given = meta !== null && typeof meta === "object" && !Array.isArray(meta) ? Object.entries(meta) : [];
      const sent = given.map(([name, value]) => ({ name, value: value === null ? "" : String(value) }));
      const path = [...pathOf(id), "custom-fields"];
      const held = (row: WireInvoice, name: string) =>
        String(row.metaFields?.find((each) => each.name === name)?.value ?? "");
      const saved = await explained(
        saveOnce(
          kimai,
          [],
          () => asRefused("change invoices", client.write(invoice, "PATCH", path, sent, call?.signal)),
          async () => {
            const now = await client.get(invoice, pathOf(id));
            return sent.every(({ name, value }) => held(now, name) === value) ? now : null;
          },
        ),
        "not_found",
        async (error) => {
          // Kimai answers the same for an unknown invoice and an unknown field.
          const now = await client.get(invoice, pathOf(id), [], call?.signal);
          const known = (now.metaFields ?? []).map(({ name }) => name).join(", ");
          const asked = sent.map(({ name }) => `"${name}"`).join(" or ");
          return reworded(error, `This Kimai has no custom field ${asked} for invoices.`, {
            next: known ? `Those with a value are ${known}.` : "Its administrator defines custom fields.",
          });
        },
      );
      return { record: invoiceRecord(saved.value, zone), notes: saved.notes };
    },

    async download(id, call) {
      const file = await asRefused(mayNot, client.file([...pathOf(id), "download"], call?.signal));
      const mimeType = (file.mimeType ?? "application/octet-stream").split(";", 1)[0]?.trim().toLowerCase() ?? "";
      return { name: safeFileName(file.disposition, `invoice-${id}`), mimeType, bytes: file.bytes };
    },
  };
}
