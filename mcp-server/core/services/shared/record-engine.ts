import type { Call, Noted } from "../../domain/call";
import { pageOf } from "../../domain/drafts";
import { ServiceError } from "../../domain/errors";
import type { Below, TypeOfRecord } from "../../domain/record-table";
import type { RecordAction, RecordDraft, RecordQuery, ServiceRecord } from "../../domain/records";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import type { Segment } from "../http/path";
import { draftsOf, plainFields } from "./record-drafts";
import type { Place, RecordProduct, RecordSpec, Verb } from "./record-spec";
import { isGone } from "./refusals";
import { holds, removeOnce, saveOnce } from "./save-once";

type Written = Promise<{ record: ServiceRecord } & Noted>;

/** A type of record that may be made, anew or from an old one. */
export interface WritableType extends TypeOfRecord {
  create?(values: RecordDraft, of: Below, call?: Call): Written;
  /** @param id of the record that is copied; `values` are changed in the copy */
  copy?(id: string, values: RecordDraft, of: Below, call?: Call): Written;
}

type ReadableType = WritableType & Required<Pick<WritableType, "list" | "get">>;

/** @param shown characters of the id; ids of some services are e-mail addresses */
export const notThereIn =
  (product: string, shown = 20, why = "it may have been deleted") =>
  (what: string, id: string) =>
    new ServiceError("not_found", message("record_not_in_service", { product, type: what, id: id.slice(0, shown) }), {
      next: `Look for it again: ${why}.`,
    });

/** Rows that stand at one path, whatever the record belongs to. */
export const at =
  (...path: Segment[]) =>
  (): Place => ({ path });

/**
 * Makes a type of record of its row in a service's table: list, get, create, change and delete over one resource. Writes
 * are sent once; where an answer is lost, the record is looked for.
 */
export function recordType<R extends object, P extends Place = Place>(
  product: RecordProduct,
  spec: RecordSpec<R, P>,
): ReadableType {
  const { what, fields, cell, create, update, remove } = spec;
  const noun = what.replace(/^an? /, "");
  const { checkDraft, wireBody } = draftsOf(product.name, product.wireId);
  const idOf = spec.idOf ?? ((row: R) => String((row as { id?: unknown }).id));

  async function placeOf(verb: Verb, of: Below, call?: Call): Promise<P> {
    if (cell !== undefined) await product.demand(`${cell}.${cells[verb]}`, call);
    return spec.place(of, call);
  }
  /** What is asked, with a refusal in the product's words. */
  async function told<T>(verb: Verb, place: P, asked: Promise<T>, row: R | null = null): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw product.failure(spec.explain?.(error, verb, row) ?? error, fields, spec.may?.(verb, place));
    }
  }
  const rows = async (place: P, call?: Call, query?: RecordQuery): Promise<R[]> =>
    spec.rows ? spec.rows(place, call, query) : product.list(spec.row, place.path, [], call);
  const pathTo = (id: string, place: P) => [...place.path, product.wireId(id, what)];

  async function one(id: string, place: P, call?: Call): Promise<R> {
    if (spec.alone === true) return product.one(spec.row, pathTo(id, place), call);
    if (spec.alone) return spec.alone(id, place, call);
    const wanted = String(product.wireId(id, what));
    const found = (await rows(place, call)).find((row) => idOf(row) === wanted);
    if (found) return found;
    throw notThereIn(product.name)(noun, id);
  }

  async function written({ value, notes, sent = true }: Saved<R>, values: RecordDraft, place: P, call?: Call): Written {
    if (sent) spec.changed?.(value);
    const after = spec.after ? await spec.after(value, values, sent, call) : { row: value, notes: [] };
    const record = await (spec.writtenOf ? spec.writtenOf(after.row, place, values) : spec.recordOf(after.row, place));
    return { record, notes: [...notes, ...after.notes] };
  }
  const around = <T>(body: Body, send: (body: Body) => Promise<T>, call?: Call) =>
    spec.around ? spec.around(body, send, call) : send(body);

  const able: RecordAction[] = [...(spec.reads ?? (["list", "get"] as const))];
  if (create) able.push("create");
  if (update) able.push("update");
  if (remove) able.push("delete");

  const made: ReadableType = {
    async describe(call) {
      const refused = cell === undefined ? {} : await product.refused(call);
      const why = (action: RecordAction) => refused[`${cell}.${cells[verbs[action] ?? "see"]}`];
      const closed = spec.none === undefined ? undefined : why("list");
      if (closed !== undefined)
        return { actions: [], parents: [], fields: [], filters: [], notes: [`${spec.none}: ${closed}.`] };
      const info = {
        actions: able.filter((action) => why(action) === undefined),
        parents: spec.parents ?? [],
        fields: plainFields(fields),
        filters: plainFields(spec.filters ?? []),
        notes: [...spec.notes, ...new Set(able.flatMap((action) => why(action) ?? []))],
      };
      return spec.described ? spec.described(info, call) : info;
    },

    async list(query, call) {
      const place = await placeOf("see", query.of, call);
      const recordsOf = (found: R[]) => Promise.all(found.map((row) => spec.recordOf(row, place, call, query)));
      if (spec.page) {
        const { rows: found, total } = await told("see", place, spec.page(query, call));
        return { records: await recordsOf(found), total, notes: (await spec.listNotes?.(call, found, query)) ?? [] };
      }
      const found = await told("see", place, rows(place, call, query));
      const records = await recordsOf(found.filter((row) => spec.wanted?.(row, query) ?? true));
      return pageOf(spec.order?.(records, query) ?? records, query, await spec.listNotes?.(call, found, query));
    },

    async get(id, of, call) {
      const place = await placeOf("see", of, call);
      return spec.recordOf(await told("see", place, one(id, place, call)), place, call);
    },
  };

  if (create)
    made.create = async (values, of, call) => {
      checkDraft(values, fields, "create", noun);
      const place = await placeOf("create", of, call);
      const body = create.body ? await create.body(values, place, call) : wireBody(values, fields);
      const among = (signalled?: Call) => create.among?.(values, place, signalled) ?? rows(place, signalled);
      const before = (await told("see", place, among(call))) ?? [];
      create.refuse?.(before, body, place);
      const old = new Set(before.map(idOf));
      const is = create.is ?? holds;
      const send = (sent: Body) =>
        saveOnce(
          product,
          () => create.send?.(sent, place, before, call) ?? product.write(spec.row, "POST", place.path, sent, call),
          async () => {
            const now = await among();
            if (now === null) throw new Error("nobody can look whether it is there");
            return now.find((row) => !old.has(idOf(row)) && is(row, sent)) ?? null;
          },
        );
      return written(await told("create", place, around(body, send, call)), values, place, call);
    };

  if (update)
    made.update = async (id, values, of, call) => {
      checkDraft(values, fields, "change", noun);
      const place = await placeOf("change", of, call);
      const before = update.reads ? await told("see", place, one(id, place, call)) : null;
      const body = update.body ? await update.body(values, before, place, call, id) : wireBody(values, fields);
      if (before && body === null) return written({ value: before, notes: [], sent: false }, values, place, call);
      const { method = product.change, route = [], took = holds } = update;
      const path = update.send ? [] : [...pathTo(id, place), ...route];
      const send = (sent: Body) =>
        saveOnce(
          product,
          () => update.send?.(sent, before, place, call) ?? product.write(spec.row, method, path, sent, call),
          async () => {
            const now = await one(id, place);
            return took(now, sent, before) ? now : null;
          },
        );
      return written(await told("change", place, around(body ?? {}, send, call), before), values, place, call);
    };

  if (remove)
    made.remove = async (id, of, call) => {
      const place = await placeOf("delete", of, call);
      const { reads = spec.alone !== true, send = undefined } = remove === true ? {} : remove;
      const path = send ? [] : pathTo(id, place);
      const before = reads ? await told("see", place, one(id, place, call)) : null;
      const deleting = removeOnce(
        product,
        () => send?.(before, place, call) ?? product.remove(path, call),
        () => isGone(one(id, place)),
      );
      try {
        await told("delete", place, deleting, before);
      } finally {
        spec.changed?.(before);
      }
    };

  const { consequences } = spec;
  if (consequences)
    made.consequences = async (id, of, call) => {
      const place = await spec.place(of, call);
      return consequences(await one(id, place, call), place, call);
    };
  return made;
}

type Body = Record<string, unknown>;
interface Saved<R> {
  value: R;
  notes: MessageText[];
  /** false: it was as wanted already. */
  sent?: boolean;
}
const cells: Record<Verb, string> = { see: "read", create: "create", change: "update", delete: "delete" };
const verbs: Partial<Record<RecordAction, Verb>> = { create: "create", update: "change", delete: "delete" };
