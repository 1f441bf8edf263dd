import { z } from "zod";
import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { reworded } from "../../../domain/reworded";
import type { MessageText } from "../../../messages/catalog";
import { englishOf } from "../../../messages/message";
import { draftsOf, type RowField } from "../../shared/record-drafts";
import { notThereIn } from "../../shared/record-engine";
import type { RecordProduct } from "../../shared/record-spec";
import { nullWhere } from "../../shared/refusals";
import { saveOnce as savedOnce } from "../../shared/save-once";
import { demand } from "../capabilities/require-capability";
import { nothing } from "../client/client";
import type { Kimai } from "../context";
import { ourFieldName, wireId } from "../mapping/entry-form";
import { isBefore } from "../mapping/phrases";

/** What the types of record have in common. */

export { pageOf } from "../../../domain/drafts";
export { demandBelow, type WireField } from "../../shared/record-drafts";
export const { checkDraft, idOf, idsOf, wireBody } = draftsOf("Kimai", wireId);

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
    failure: (error, fields, right) => {
      const told = inOurNames(error, fields);
      return right === undefined ? told : refusedTo(told, right);
    },
  };
};

/** Fields that Kimai refuses, by our names for them. */
function inOurNames(error: unknown, fields: readonly RowField[]): unknown {
  if (!(error instanceof ServiceError) || !error.fields) return error;
  // errors.ts writes Kimai's names as ours are written; some of ours are other words.
  const ours = new Map(fields.flatMap(({ name, wire }) => (wire ? [[ourFieldName(wire), name]] : [])));
  const renamed = (text: string) =>
    [...ours].reduce((said, [wire, name]) => (wire === name ? said : said.replaceAll(wire, name)), text);
  return reworded(error, renamed(error.message), {
    next: error.next === undefined ? undefined : renamed(englishOf(error.next)),
    fields: Object.fromEntries(Object.entries(error.fields).map(([wire, said]) => [ours.get(wire) ?? wire, said])),
  });
}

/** Says whose refusal a bare 403 is; a refused field keeps its own words. */
export function refusedTo(error: unknown, what: string): unknown {
  if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) return error;
  return reworded(error, `Your Kimai role has no right to ${what}.`, { next: "Ask the administrator of your Kimai." });
}

/**
 * Sends a write of a record once, looks for it where its answer was lost, and tells what Kimai refuses by our names.
 * @param look what was written, if it took effect, else null
 */
export async function saveOnce<T>(
  { secondLookMs }: Pick<Kimai, "secondLookMs">,
  fields: readonly RowField[],
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: MessageText[] }> {
  return savedOnce({ name: "Kimai", secondLookMs }, write, look).catch((error: ServiceError) => {
    throw inOurNames(error, fields);
  });
}

/** `null` where Kimai refuses or lacks it; other failures stay failures. */
export async function ifOpen<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(["forbidden"], asked);
}

/** For Kimai's gates: routes that an older one lacks answer 404. */
export function demandVersion({ version }: AccountFacts, needed: readonly [number, number], what: string): void {
  if (!isBefore(version, needed)) return;
  throw new ServiceError("unsupported", `${what} need Kimai ${needed.join(".")}; this is ${version}.`, {
    next: "Ask the administrator of your Kimai to update it.",
  });
}

export const notThere = notThereIn("Kimai");

/** What is asked; a bare 403 is said to be the caller's role. */
export async function asRefused<T>(what: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw refusedTo(error, what);
  }
}
