import { ServiceError } from "../../../domain/errors";
import { safeFileName } from "../../http/file-name";
import { nothing } from "../client/client";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { checkDraft } from "./draft";
import { invoiceFields, invoiceFilters, invoiceQuery, invoiceRecord } from "./invoice-shape";
import { invoice, type WireInvoice } from "./people/people-wire";
import { saveOnce } from "./save";
import { asRefused, demandVersion, pageOf } from "./shared";
import type { KimaiRecordType } from "./type";
import { rowsFrom } from "./window";

/** Invoices that are read for a text in them: Kimai's list has no search. */
const searched = 5_000;

export function invoiceType(kimai: Kimai): KimaiRecordType {
  const { client } = kimai;
  const pathOf = (id: string) => ["invoices", wireId(id, "an invoice")];
  const mayNot = "see invoices";

  return {
    async describe(call) {
      const { refused } = await kimai.facts.get(call);
      const closed = refused["invoice.read"];
      const actions = [
        "list",
        "get",
        "download",
        ...(refused["invoice.update"] ? [] : (["update"] as const)),
        "delete",
      ] as const;
      return {
        actions: closed ? [] : actions,
        parents: [],
        fields: invoiceFields,
        filters: invoiceFilters,
        notes: [
          ...(closed ? [`You cannot see invoices: ${closed}.`] : []),
          ...(refused["invoice.update"] ? [`Custom fields cannot be changed: ${refused["invoice.update"]}.`] : []),
          "Invoices are made, sent and set to paid in Kimai's own window only.",
          "Deleting needs the right delete_invoice, which nobody has unless an administrator gave it.",
        ],
      };
    },

    async list(query, call) {
      const { zone } = await kimai.facts.get(call);
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

    async get(id, _of, call) {
      const { zone } = await kimai.facts.get(call);
      return invoiceRecord(await asRefused(mayNot, client.get(invoice, pathOf(id), [], call?.signal)), zone);
    },

    async update(id, values, _of, call) {
      const facts = await kimai.facts.get(call);
      demandVersion(facts, [2, 56], "Custom fields of invoices");
      checkDraft(values, invoiceFields, "change", "invoice");
      const { meta } = values;
      const given = meta !== null && typeof meta === "object" && !Array.isArray(meta) ? Object.entries(meta) : [];
      const sent = given.map(([name, value]) => ({ name, value: value === null ? "" : String(value) }));
      const path = [...pathOf(id), "custom-fields"];
      const held = (row: WireInvoice, name: string) =>
        String(row.metaFields?.find((each) => each.name === name)?.value ?? "");
      try {
        const saved = await saveOnce(
          kimai,
          [],
          () => asRefused("change invoices", client.write(invoice, "PATCH", path, sent, call?.signal)),
          async () => {
            const now = await client.get(invoice, pathOf(id));
            return sent.every(({ name, value }) => held(now, name) === value) ? now : null;
          },
        );
        return { record: invoiceRecord(saved.value, facts.zone), notes: saved.notes };
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "not_found") throw error;
        // Kimai answers the same for an unknown invoice and an unknown field.
        const now = await client.get(invoice, pathOf(id), [], call?.signal);
        const known = (now.metaFields ?? []).map(({ name }) => name);
        throw new ServiceError(
          "not_found",
          `This Kimai has no custom field ${sent.map(({ name }) => `"${name}"`).join(" or ")} for invoices.`,
          {
            next:
              known.length > 0
                ? `Those with a value are ${known.join(", ")}.`
                : "Its administrator defines custom fields.",
            cause: error,
          },
        );
      }
    },

    async remove(id, _of, call) {
      try {
        await client.write(nothing, "DELETE", pathOf(id), undefined, call?.signal);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "forbidden") throw error;
        throw new ServiceError(
          "forbidden",
          "Kimai lets nobody delete invoices unless an administrator gave the right.",
          {
            next: "Ask for the right delete_invoice, or cancel the invoice in Kimai's own window.",
            requestId: error.requestId,
            detail: error.detail,
            cause: error,
          },
        );
      }
    },

    async download(id, call) {
      const file = await asRefused(mayNot, client.file([...pathOf(id), "download"], call?.signal));
      const mimeType = (file.mimeType ?? "application/octet-stream").split(";", 1)[0]?.trim().toLowerCase() ?? "";
      return { name: safeFileName(file.disposition, `invoice-${id}`), mimeType, bytes: file.bytes };
    },
  };
}
