import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import type { RecordDraft, ServiceRecord } from "../../../../domain/records";
import { remembered } from "../../../http/cache";
import { isGone } from "../../../shared/refusals";
import { demand } from "../../capabilities/require-capability";
import { nothing } from "../../client/client";
import { category, expense, type WireExpense } from "../../client/plugin-wire";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { checkDraft } from "../draft";
import type { NamesOf } from "../names";
import { ifOpen, saveOnce } from "../save";
import { asRefused, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import { rowsFrom } from "../window";
import { categoryId, expenseBody, expenseFields, expenseFilters, expenseQuery, expenseRecord } from "./expense-shape";
import { writeFields } from "./plugin-meta";

const tenMinutes = 10 * 60_000;

/** Expenses of the paid plugin (kimai-api.md §3.13). */
export function expenseType(kimai: Kimai, names: NamesOf): KimaiRecordType {
  const { client } = kimai;
  const pathOf = (id: string) => ["expenses", wireId(id, "an expense")];
  /** null: listing them needs a right of its own. */
  const categories = remembered(tenMinutes, kimai.env.now, () =>
    ifOpen(client.get(z.array(category), ["expenses", "categories"])),
  );
  const one = (id: string, call?: Call) =>
    asRefused("see this expense", client.get(expense, pathOf(id), [], call?.signal));

  /** For looking what a lost answer was about. */
  const ofDay = async (day: string) => {
    const query = [["begin", `${day}T00:00:00`] as const, ["end", `${day}T23:59:59`] as const];
    return (await rowsFrom(client, { schema: expense, path: ["expenses"], query }, { offset: 0, limit: 500 })).rows;
  };

  /** A 403 has one face; exported ones are closed to most. */
  async function changing<T>(row: WireExpense, deed: string, act: () => Promise<T>): Promise<T> {
    try {
      return await asRefused(`${deed} this expense`, act());
    } catch (error) {
      if (!row.exported || !(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) throw error;
      throw new ServiceError("locked", "The expense is exported, and your Kimai role may not change exported ones.", {
        next: "Ask the administrator of your Kimai.",
        requestId: error.requestId,
        cause: error,
      });
    }
  }

  async function patched(id: string, values: RecordDraft, call?: Call) {
    const before = await one(id, call);
    const body = expenseBody(values, await categories.get({ signal: call?.signal }));
    if (Object.keys(body).length === 0) return { row: before, notes: [] };
    const saved = await changing(before, "change", () =>
      saveOnce(
        kimai,
        expenseFields,
        () => client.write(expense, "PATCH", pathOf(id), body, call?.signal),
        async () => {
          const now = await one(id);
          return JSON.stringify(now) === JSON.stringify(before) ? null : now;
        },
      ),
    );
    return { row: saved.value, notes: saved.notes };
  }

  async function withMeta(row: WireExpense, values: RecordDraft, notes: string[]) {
    if (values.meta == null) return { record: await expenseRecord(row, names), notes };
    const told = await writeFields(kimai, ["expenses", row.id], values.meta);
    const now = await one(String(row.id)).catch(() => row);
    return { record: await expenseRecord(now, names), notes: [...notes, ...told] };
  }

  async function copy(
    id: string,
    values: RecordDraft,
    call?: Call,
  ): Promise<{ record: ServiceRecord; notes: string[] }> {
    const original = await one(id, call);
    const twin = (row: WireExpense) =>
      row.begin === original.begin && row.project?.id === original.project?.id && row.total === original.total;
    const sameDay = () => ofDay(original.begin.slice(0, 10));
    const old = new Set((await sameDay()).map((row) => row.id));
    const made = await asRefused(
      "copy this expense",
      saveOnce(
        kimai,
        expenseFields,
        () => client.write(expense, "PATCH", [...pathOf(id), "duplicate"], {}, call?.signal),
        async () => (await sameDay()).find((row) => !old.has(row.id) && twin(row)) ?? null,
      ),
    );
    const { meta: _, ...form } = values;
    if (Object.keys(values).length === 0) return { record: await expenseRecord(made.value, names), notes: made.notes };
    try {
      const { row, notes } = await patched(String(made.value.id), form);
      return await withMeta(row, values, [...made.notes, ...notes]);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const note = `It is copied, but not changed: ${error.message}`;
      return { record: await expenseRecord(made.value, names), notes: [...made.notes, note] };
    }
  }

  return {
    async describe(call) {
      const closed = (await kimai.facts.get(call)).refused["expense.read"];
      if (closed !== undefined)
        return { actions: [], parents: [], fields: [], filters: [], notes: [`There are no expenses: ${closed}.`] };
      const known = await categories.get({ signal: call?.signal });
      const fields = plainFields(expenseFields).map((field) =>
        field.name === "category" && known
          ? {
              ...field,
              kind: "choice" as const,
              choices: known.map(({ name }) => name),
              fromService: true as const,
              hint: undefined,
            }
          : field,
      );
      return {
        actions: ["list", "get", "create", "update", "delete", "copy"],
        parents: [],
        fields,
        filters: expenseFilters,
        notes: known ? [] : ["Your Kimai role may not list the categories: give the #id of one."],
      };
    },

    async list(query, call) {
      await demand(kimai, "expense.read", call);
      const source = { schema: expense, path: ["expenses"], query: expenseQuery(query) };
      const { rows, total } = await asRefused("see these expenses", rowsFrom(client, source, query, call));
      return { records: await Promise.all(rows.map((row) => expenseRecord(row, names))), total, notes: [] };
    },

    async get(id, _of, call) {
      await demand(kimai, "expense.read", call);
      return expenseRecord(await one(id, call), names);
    },

    async copy(id, values, _of, call) {
      await demand(kimai, "expense.create", call);
      return copy(id, values, call);
    },

    async create(values, _of, call) {
      await demand(kimai, "expense.create", call);
      checkDraft(values, expenseFields, "create", "expense");
      const known = await categories.get({ signal: call?.signal });
      // The form has no defaults of its own for these two, and an amount of nothing would be refused.
      const body = { multiplier: 1, billableMode: "auto", ...expenseBody(values, known) };
      const sameDay = () => ofDay(String(values.day));
      const old = new Set((await sameDay()).map((row) => row.id));
      const wanted = categoryId(values.category, known);
      const made = await asRefused(
        "create expenses",
        saveOnce(
          kimai,
          expenseFields,
          () => client.write(expense, "POST", ["expenses"], body, call?.signal),
          async () =>
            (await sameDay()).find(
              (row) =>
                !old.has(row.id) && row.category?.id === wanted && (row.description ?? "") === (values.text ?? ""),
            ) ?? null,
        ),
      );
      return withMeta(made.value, values, made.notes);
    },

    async update(id, values, _of, call) {
      await demand(kimai, "expense.update", call);
      checkDraft(values, expenseFields, "change", "expense");
      const { meta: _, ...form } = values;
      const { row, notes } = await patched(id, form, call);
      return withMeta(row, values, notes);
    },

    async remove(id, _of, call) {
      await demand(kimai, "expense.delete", call);
      const row = await one(id, call);
      await changing(row, "delete", () =>
        saveOnce(
          kimai,
          [],
          async () => {
            await client.write(nothing, "DELETE", pathOf(id), undefined, call?.signal);
            return true;
          },
          async () => isGone(one(id)),
        ),
      );
    },
  };
}
