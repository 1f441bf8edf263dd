import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import type { RecordDraft, RecordField, RecordType, RecordValue, ServiceRecord } from "../../../../domain/records";
import type { Query } from "../../../http/path";
import { demand } from "../../capabilities/require-capability";
import { pathOf, type Resource } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { checkDraft, idOf, nothing, plainFields, saveOnce, type WireField } from "../shared";
import type { ClockodoRecordType } from "../type";
import { type LedgerField, ledgerBody, type Names, namesFor, took, unnamed, valuesOf } from "./ledger-values";

export interface Row {
  id: number;
}

/** A resource that is rows and nothing more: listed whole, made, changed, deleted. */
export interface Ledger<R extends Row> {
  type: RecordType;
  /** For messages: "a quota of leave". */
  what: string;
  /** Kind of permission. */
  kind: string;
  resource: Resource;
  row: z.ZodType<R>;
  /** Members in which answers stand; absent: `data`. */
  keys?: { list: string; one: string };
  /** Rows of a page; absent: the list has no pages. */
  perPage?: number;
  fields: readonly LedgerField[];
  filters: readonly WireField[];
  notes: readonly string[];
  nameOf(row: R, names: Names): string;
  /** Which days a row is about, for lists of a period; absent: any. */
  span?(row: R): { first: string; last: string | null };
  /** Values beyond the fields, or in place of them. */
  extra?(row: R, names: Names): Record<string, RecordValue>;
  /** What Clockodo wants beside what was given. */
  complete?(body: Record<string, unknown>, draft: RecordDraft, before: R | null): Record<string, unknown>;
}

export const partly = "Clockodo shows only what your rights allow: those of others may be missing.";

export function ledgerType<R extends Row>(clockodo: Clockodo, ledger: Ledger<R>): ClockodoRecordType {
  const { client } = clockodo;
  const { type, what, kind, resource, fields, filters } = ledger;
  const { list: listKey, one: oneKey } = ledger.keys ?? { list: "data", one: "data" };
  const single = z.object({ [oneKey]: ledger.row }).transform((answer) => answer[oneKey] as R);
  const whole = z.object({ [listKey]: z.array(ledger.row) }).transform((answer) => answer[listKey] as R[]);
  const pathTo = (id: string) => pathOf(resource, wireId(id, what));

  async function rows(query: Query, call?: Call): Promise<R[]> {
    if (!ledger.perPage) return client.get(whole, pathOf(resource), { query }, call);
    const found: R[] = [];
    const paged = { perPage: ledger.perPage, key: listKey, query };
    for await (const page of client.all(ledger.row, pathOf(resource), paged, call)) found.push(...page.rows);
    return found;
  }
  const read = (id: string, call?: Call): Promise<R> => client.get(single, pathTo(id), {}, call);

  const recordOf = (row: R, names: Names): ServiceRecord => ({
    type,
    id: String(row.id),
    name: ledger.nameOf(row, names),
    values: { ...valuesOf(row, fields, names), ...ledger.extra?.(row, names) },
  });
  const names = (call?: Call) => namesFor(clockodo, fields, call);
  /** What was written took effect, whatever comes of its names. */
  const written = async (row: R) => recordOf(row, await names().catch(() => unnamed));

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const cells = { list: "read", get: "read", create: "create", update: "update", delete: "delete" } as const;
      const able = (["list", "get", "create", "update", "delete"] as const).filter(
        (action) => !(`${kind}.${cells[action]}` in refused),
      );
      const why = [...new Set(Object.values(cells).flatMap((cell) => refused[`${kind}.${cell}`] ?? []))];
      return {
        actions: able,
        parents: [],
        fields: plainFields(fields).map(({ scale: _, ...field }: RecordField & { scale?: number }) => field),
        filters: plainFields(filters),
        notes: [...ledger.notes, ...why],
      };
    },

    async list(query, call) {
      await demand(clockodo, `${kind}.read`, call);
      const asked: [string, string | number][] = [];
      for (const { name, wire, kind: of } of filters) {
        const value = query.filters?.[name];
        if (value == null) continue;
        asked.push([wire, of === "ref" ? idOf(value, "a record") : Number(value)]);
      }
      const [found, named, { user }] = await Promise.all([
        rows(asked, call),
        names(call),
        clockodo.profile.get({ signal: call?.signal }),
      ]);
      const { first = "0000", last = "9999" } = query;
      const inPeriod = found.filter((row) => {
        const span = ledger.span?.(row);
        return !span || (span.first <= last && (span.last === null || span.last >= first));
      });
      const records = inPeriod.map((row) => recordOf(row, named));
      return pageOf(records, query, user.role === "owner" || type === "holiday_group" ? [] : [partly]);
    },

    async get(id, _of, call) {
      await demand(clockodo, `${kind}.read`, call);
      const [row, named] = await Promise.all([read(id, call), names(call)]);
      return recordOf(row, named);
    },

    async create(values, _of, call) {
      await demand(clockodo, `${kind}.create`, call);
      checkDraft(values, fields, "create", what.replace(/^an? /, ""));
      const given = ledgerBody(values, fields);
      const body = ledger.complete?.(given, values, null) ?? given;
      const old = new Set((await rows([], call)).map(({ id }) => id));
      const { value, notes } = await saveOnce(
        clockodo,
        () => client.write(single, "POST", pathOf(resource), { body }, call),
        async () => (await rows([])).find((row) => !old.has(row.id) && took(row, body)) ?? null,
      );
      return { record: await written(value), notes };
    },

    async update(id, values, _of, call) {
      await demand(clockodo, `${kind}.update`, call);
      checkDraft(values, fields, "change", what.replace(/^an? /, ""));
      const given = ledgerBody(values, fields);
      const body = ledger.complete ? ledger.complete(given, values, await read(id, call)) : given;
      const { value, notes } = await saveOnce(
        clockodo,
        () => client.write(single, "PUT", pathTo(id), { body }, call),
        async () => {
          const now = await read(id);
          return took(now, body) ? now : null;
        },
      );
      return { record: await written(value), notes };
    },

    async remove(id, _of, call) {
      await demand(clockodo, `${kind}.delete`, call);
      const number = wireId(id, what);
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathTo(id), {}, call);
          return true;
        },
        async () => ((await rows([])).some((row) => row.id === number) ? null : true),
      );
    },
  };
}
