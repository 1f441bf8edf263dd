import type { Entry } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { EntryDetails } from "../../../domain/ports";
import type { MessageText } from "../../../messages/catalog";
import { entity } from "../client/wire";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";

/** Kimai drops names of tags that it does not know without a word (§3.6). */
export function droppedTags(entry: Entry, asked: readonly string[] | undefined): string[] {
  const kept = new Set(entry.tags.map((tag) => tag.toLocaleLowerCase()));
  const dropped = (asked ?? []).filter((tag) => !kept.has(tag.trim().toLocaleLowerCase()));
  if (dropped.length === 0) return [];
  return [`Kimai did not keep ${dropped.map((tag) => `"${tag}"`).join(", ")}: no such tag exists there.`];
}

/** Custom fields have a route of their own, one call each, after the entry itself is saved. */
export async function writeMeta(
  kimai: Kimai,
  entry: Entry,
  meta: EntryDetails["meta"],
): Promise<{ entry: Entry; notes: MessageText[]; refused: Record<string, string> }> {
  let written = entry;
  const notes: MessageText[] = [];
  const refused: Record<string, string> = {};
  for (const [name, value] of Object.entries(meta ?? {})) {
    try {
      const path = ["timesheets", wireId(entry.id, "an entry"), "meta"];
      const row = await kimai.client.write(entity, "PATCH", path, { name, value: value ?? "" });
      written = await kimai.written(row);
      const kept = written.meta?.[name] ?? "";
      if (kept !== String(value ?? ""))
        notes.push(`Kimai keeps another value of "${name}" than the one that was sent.`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const why = error.kind === "not_found" ? "this Kimai has no such custom field" : error.message;
      refused[name] = why;
      notes.push(`The entry is saved, but its field "${name}" is not: ${why}.`);
    }
  }
  return { entry: written, notes, refused };
}
