import type { Call } from "../../../domain/call";
import { draftsOf } from "../../shared/record-drafts";
import { notThereIn } from "../../shared/record-engine";
import type { RecordProduct } from "../../shared/record-spec";
import { demand } from "../capabilities/require-capability";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { nothing, within } from "../wire/wrap";

/** What the types of record have in common. */

export { demandBelow, plainFields, type WireField } from "../../shared/record-drafts";
export { holds, saveOnce } from "../../shared/save-once";
export { many, nothing, one } from "../wire/wrap";
export const { checkDraft, idOf, idsOf, wireBody } = draftsOf("Clockodo", wireId);
export const notThere = notThereIn("Clockodo");

/** What the record engine needs to know of Clockodo. @param keys members in which answers stand */
export function productOf(clockodo: Clockodo, keys = { list: "data", one: "data" }): RecordProduct {
  const { client, name, secondLookMs, facts } = clockodo;
  return {
    name,
    secondLookMs,
    change: "PUT",
    wireId,
    list: (row, path, query, call) => client.get(within(keys.list, row.array()), path, { query }, call),
    one: (row, path, call) => client.get(within(keys.one, row), path, {}, call),
    write: (row, method, path, body, call) => client.write(within(keys.one, row), method, path, { body }, call),
    remove: (path, call) => client.write(nothing, "DELETE", path, {}, call),
    refused: async (call?: Call) => (await facts.get({ signal: call?.signal })).refused,
    demand: (cell, call) => demand(clockodo, cell, call),
    // Clockodo's refusals are put in words where its answers are read.
    failure: (error) => error,
  };
}
