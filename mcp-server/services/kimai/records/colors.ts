import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { Call } from "../../../domain/ports";
import type { RecordDraft } from "../../../domain/records";
import { cleanText } from "../../../domain/text";
import type { KimaiClient } from "../client";

/** Names of colours and what they are: `Red` `#ff0000`. Each Kimai has a palette of its own (§3.11). */
export const palette = z.record(z.string(), z.string());

export const colorHint = "Like #ff0000, or a name from this Kimai's palette.";

/** Runs a write that may have a colour. Its name is looked up; a colour that Kimai refuses is told with its palette. */
export async function withColor<T>(
  client: KimaiClient,
  draft: RecordDraft,
  write: (draft: RecordDraft) => Promise<T>,
  call?: Call,
): Promise<T> {
  const { color } = draft;
  if (typeof color !== "string" || color === "") return write(draft);
  const ask = () => client.get(palette, ["config", "colors"], [], call?.signal);
  if (!/^#[0-9a-f]{3,8}$/i.test(color)) {
    const known = await ask();
    const named = Object.entries(known).find(([name]) => name.toLowerCase() === color.trim().toLowerCase());
    if (!named) throw outside(color, known);
    return write({ ...draft, color: named[1] });
  }
  try {
    return await write(draft);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== "invalid" || !error.fields?.color) throw error;
    const known = await ask().catch(() => null);
    throw known && !Object.values(known).some((each) => each.toLowerCase() === color.toLowerCase())
      ? outside(color, known, error)
      : error;
  }
}

export function outside(color: string, known: Record<string, string>, cause?: ServiceError): ServiceError {
  const shown = Object.entries(known).map(([name, hex]) => `${cleanText(name, 30)} ${cleanText(hex, 9)}`);
  return new ServiceError("invalid", `This Kimai has no colour ${cleanText(color, 40)}.`, {
    fields: { color: "It is not in this Kimai's palette." },
    next: `Take one of: ${shown.slice(0, 40).join(", ")}.`,
    requestId: cause?.requestId,
    cause,
  });
}
