import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordField } from "../../../../domain/records";
import { cleanText } from "../../../../domain/text";
import { remembered } from "../../../http/cache";
import { nullWhere } from "../../../shared/refusals";
import type { Kimai } from "../../context";

/** Names of colours and what they are: `Red` `#ff0000`. Each Kimai has a palette of its own (§3.11). */
export const palette = z.record(z.string(), z.string());
type Known = z.infer<typeof palette>;

const paletteHolds = 10 * 60_000;
const hex = /^#[0-9a-f]{3,8}$/i;

/**
 * Colours of things. Some Kimais take their palette's only, others any, and none says which: a `#123456` is sent, and a
 * refusal tells the palette. Only names are looked up before.
 */
export function createColors({ client, env }: Kimai) {
  const known = remembered(paletteHolds, env.now, async () => {
    return nullWhere(["forbidden", "not_found"], client.get(palette, ["config", "colors"]));
  });

  /**
   * The draft with its colour as Kimai writes it.
   * @throws ServiceError `invalid` with the palette, for a name that is not in it; nothing was sent
   */
  async function named<D extends { color?: unknown }>(draft: D, call?: Call): Promise<D> {
    const wanted = typeof draft.color === "string" ? draft.color.trim() : "";
    if (wanted === "") return draft;
    const isHex = hex.test(wanted);
    const colours = isHex ? await known.get(call).catch(() => null) : await known.get(call);
    const found = spelled(wanted, colours ?? {});
    if (!isHex && found === undefined && colours !== null) throw outside(wanted, colours);
    return { ...draft, color: found ?? wanted };
  }

  return {
    named,

    /** Runs a write that may have a colour; one that Kimai refuses is told with its palette. */
    async write<D extends { color?: unknown }, T>(draft: D, send: (draft: D) => Promise<T>, call?: Call): Promise<T> {
      const ready = await named(draft, call);
      try {
        return await send(ready);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.kind !== "invalid" || !error.fields?.color) throw error;
        const colours = await known.get(call).catch(() => null);
        const color = String(ready.color);
        throw colours && spelled(color, colours) === undefined ? outside(color, colours, error) : error;
      }
    },

    /** The fields with what this Kimai's colours are called. */
    async told(fields: readonly RecordField[], call?: Call): Promise<RecordField[]> {
      const names = Object.keys((await known.get(call)) ?? {}).map((name) => quote(name, 30));
      const some = names.length === 0 ? "" : ` or ${names.slice(0, 40).join(", ")}; this Kimai may take only these`;
      return fields.map((field) => (field.name === "color" ? { ...field, hint: `Like #ff0000${some}.` } : field));
    },
  };
}
export type Colors = ReturnType<typeof createColors>;

function spelled(wanted: string, colours: Known): string | undefined {
  const folded = wanted.toLowerCase();
  return Object.entries(colours).find((pair) => pair.some((each) => each.toLowerCase() === folded))?.[1];
}

function outside(color: string, known: Known, cause?: ServiceError): ServiceError {
  const shown = Object.entries(known).map(([name, value]) => `${quote(name, 30)} ${cleanText(value, 9)}`);
  return new ServiceError("invalid", `This Kimai has no colour ${cleanText(color, 40)}.`, {
    fields: { color: "It is not in this Kimai's palette." },
    next: `Take one of: ${shown.slice(0, 40).join(", ")}.`,
    saved: cause?.saved,
    requestId: cause?.requestId,
    cause,
  });
}
