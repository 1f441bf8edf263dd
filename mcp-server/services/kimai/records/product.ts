import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { RowField } from "../../shared/record-drafts";
import type { RecordProduct } from "../../shared/record-spec";
import { reworded } from "../../shared/reworded";
import { demand } from "../capabilities/require-capability";
import { nothing } from "../client/client";
import type { Kimai } from "../context";
import { ourFieldName, wireId } from "../mapping/entry-form";

/** Kimai for the record engine. */
export const recordProduct = (kimai: Kimai): RecordProduct => {
  const { client, facts, secondLookMs } = kimai;
  return {
    name: "Kimai",
    secondLookMs,
    change: "PATCH",
    wireId,
    list: (row, path, query, call) => client.get(z.array(row), path, query, call?.signal),
    one: (row, path, call) => client.get(row, path, [], call?.signal),
    write: (row, method, path, body, call) => client.write(row, method, path, body, call?.signal),
    remove: (path, call) => client.write(nothing, "DELETE", path, undefined, call?.signal),
    refused: async (call) => (await facts.get(call)).refused,
    demand: (cell, call) => demand(kimai, cell, call),
    failure: (error, fields, deed) => {
      const told = inOurNames(error, fields);
      return deed === undefined ? told : refusedTo(told, deed);
    },
  };
};

/** Fields that Kimai refuses, by our names for them. */
export function inOurNames(error: unknown, fields: readonly RowField[]): unknown {
  if (!(error instanceof ServiceError) || !error.fields) return error;
  // errors.ts writes Kimai's names as ours are written; some of ours are other words.
  const ours = new Map(fields.flatMap(({ name, wire }) => (wire ? [[ourFieldName(wire), name]] : [])));
  const renamed = (text: string) =>
    [...ours].reduce((said, [wire, name]) => (wire === name ? said : said.replaceAll(wire, name)), text);
  return reworded(error, renamed(error.message), {
    next: error.next === undefined ? undefined : renamed(error.next),
    fields: Object.fromEntries(Object.entries(error.fields).map(([wire, said]) => [ours.get(wire) ?? wire, said])),
  });
}

/** Says whose refusal a bare 403 is; a refused field keeps its own words. */
export function refusedTo(error: unknown, what: string): unknown {
  if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) return error;
  return reworded(error, `Your Kimai role has no right to ${what}.`, { next: "Ask the administrator of your Kimai." });
}
