import { z } from "zod";
import { ServiceError } from "../../../../domain/errors";
import type { RecordValue } from "../../../../domain/records";
import { cleanText } from "../../../../domain/text";
import type { MessageText } from "../../../../messages/catalog";
import type { Kimai } from "../../context";

/** Custom fields of expenses and tasks: a route of their own, one call each, after the record itself is saved. */
export async function writeFields(
  kimai: Kimai,
  path: readonly (string | number)[],
  meta: RecordValue | undefined,
): Promise<MessageText[]> {
  const notes: MessageText[] = [];
  if (meta === null || typeof meta !== "object" || Array.isArray(meta)) return notes;
  for (const [name, value] of Object.entries(meta))
    try {
      await kimai.client.write(z.unknown(), "PATCH", [...path, "meta"], { name, value: value ?? "" });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const why = error.kind === "not_found" ? "this Kimai has no such custom field" : error.message;
      notes.push(`It is saved, but its field "${cleanText(name, 60)}" is not: ${why}.`);
    }
  return notes;
}

export const metaValues = (rows: readonly { name: string; value?: unknown }[] | null | undefined) => {
  const filled = (rows ?? []).flatMap(({ name, value }) =>
    value == null || value === "" ? [] : [[name, String(value)]],
  );
  return filled.length > 0 ? { meta: Object.fromEntries(filled) as Record<string, string> } : {};
};
