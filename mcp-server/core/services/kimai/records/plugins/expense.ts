import { z } from "zod";
import { ServiceError } from "../../../../domain/errors";
import { reworded } from "../../../../domain/reworded";
import { remembered } from "../../../http/cache";
import { at, recordType, type WritableType } from "../../../shared/record-engine";
import { sameText, tookChange } from "../../../shared/save-once";
import { demand } from "../../capabilities/require-capability";
import { category, expense, type WireExpense } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import type { NamesOf } from "../names";
import { asRefused, ifOpen, recordProduct, saveOnce } from "../shared";
import { rowsFrom } from "../window";
import { expenseBody, expenseFields, expenseFilters, expenseQuery, expenseRecord } from "./expense-shape";
import { writeFields } from "./plugin-meta";

const tenMinutes = 10 * 60_000;

/** Expenses of the paid plugin (kimai-api.md §3.13). */
export function expenseType(kimai: Kimai, names: NamesOf): WritableType {
  const { client } = kimai;
  /** null: listing them needs a right of its own. */
  const categories = remembered(tenMinutes, kimai.env.now, () =>
    ifOpen(client.get(z.array(category), ["expenses", "categories"])),
  );
  const one = (id: string | number) => client.get(expense, ["expenses", wireId(String(id), "an expense")]);

  /** For looking what a lost answer was about. */
  const ofDay = async (day: string) => {
    const query = [["begin", `${day}T00:00:00`] as const, ["end", `${day}T23:59:59`] as const];
    return (await rowsFrom(client, { schema: expense, path: ["expenses"], query }, { offset: 0, limit: 500 })).rows;
  };

  const type = recordType(recordProduct(kimai), {
    type: "expense",
    what: "an expense",
    row: expense,
    fields: expenseFields,
    filters: expenseFilters,
    notes: [],
    cell: "expense",
    none: "There are no expenses",
    place: at("expenses"),
    may: (verb) => (verb === "create" ? "create expenses" : `${verb} this expense`),
    page: (query, call) =>
      rowsFrom(client, { schema: expense, path: ["expenses"], query: expenseQuery(query) }, query, call),
    alone: true,
    recordOf: (row) => expenseRecord(row, names),
    async described(info, call) {
      const known = await categories.get(call);
      const actions = [...info.actions, "copy" as const];
      if (!known)
        return { ...info, actions, notes: ["Your Kimai role may not list the categories: give the #id of one."] };
      const choices = known.map(({ name }) => name);
      return {
        ...info,
        actions,
        fields: info.fields.map((field) =>
          field.name === "category" ? { ...field, kind: "choice", choices, fromService: true, hint: undefined } : field,
        ),
      };
    },
    create: {
      // The form has no defaults of its own for these two, and an amount of nothing would be refused.
      body: async (values) => ({
        multiplier: 1,
        billableMode: "auto",
        ...expenseBody(values, await categories.get()),
      }),
      among: ({ day }) => ofDay(String(day)),
      is: (row, { expenseCategory, description }) =>
        row.category?.id === expenseCategory && sameText(row.description, description),
    },
    update: {
      reads: true,
      async body(values) {
        const body = expenseBody(values, await categories.get());
        return Object.keys(body).length === 0 ? null : body;
      },
      took: (now, sent, before) => tookChange(now, sent, before ?? now),
    },
    remove: { reads: true },
    // A 403 has one face; exported ones are closed to most.
    explain: (error, _deed, row) =>
      row?.exported && error.kind === "forbidden" && !error.fields
        ? reworded(error, "The expense is exported, and your Kimai role may not change exported ones.", {
            kind: "locked",
            next: "Ask the administrator of your Kimai.",
          })
        : error,
    async after(row, { meta }) {
      if (meta == null) return { row, notes: [] };
      const notes = await writeFields(kimai, ["expenses", row.id], meta);
      return { row: await one(row.id).catch(() => row), notes };
    },
  });

  return {
    ...type,
    async copy(id, values, of, call) {
      await demand(kimai, "expense.create", call);
      const original = await asRefused("see this expense", one(id));
      const day = original.begin.slice(0, 10);
      const twin = (row: WireExpense) =>
        row.begin === original.begin && row.project?.id === original.project?.id && row.total === original.total;
      const old = new Set((await ofDay(day)).map((row) => row.id));
      const { value: made, notes } = await asRefused(
        "copy this expense",
        saveOnce(
          kimai,
          expenseFields,
          () => client.write(expense, "PATCH", ["expenses", original.id, "duplicate"], {}, call?.signal),
          async () => (await ofDay(day)).find((row) => !old.has(row.id) && twin(row)) ?? null,
        ),
      );
      const copied = { record: await expenseRecord(made, names), notes };
      if (Object.keys(values).length === 0) return copied;
      try {
        const changed = await type.update?.(String(made.id), values, of);
        return changed ? { ...changed, notes: [...notes, ...changed.notes] } : copied;
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return { ...copied, notes: [...notes, `It is copied, but not changed: ${error.message}`] };
      }
    },
  };
}
