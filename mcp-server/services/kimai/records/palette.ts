import { ServiceError } from "../../../domain/errors";
import type { Call } from "../../../domain/ports";
import { remembered } from "../cache";
import type { Kimai } from "../context";
import { outside, palette } from "./colors";

const paletteHolds = 10 * 60_000;

/** The colours that this Kimai lets things have, remembered; a Kimai that does not tell them allows any. */
export function createPalette({ client, env }: Kimai) {
  const known = remembered(paletteHolds, env.now, async () => {
    try {
      return await client.get(palette, ["config", "colors"]);
    } catch (error) {
      if (error instanceof ServiceError && ["forbidden", "not_found"].includes(error.kind)) return null;
      throw error;
    }
  });
  return {
    /** Names, then what they are. */
    async choices(call?: Call): Promise<string[]> {
      const colours = (await known.get(call)) ?? {};
      return [...Object.keys(colours), ...Object.values(colours)];
    },
    /**
     * The colour of a name (`Red`) or a `#ff0000` as Kimai writes it.
     * @throws ServiceError `invalid` before anything is sent, with the whole palette
     */
    async color(wanted: string, call?: Call): Promise<string> {
      const colours = await known.get(call);
      if (colours === null || Object.keys(colours).length === 0) return wanted;
      const folded = wanted.trim().toLowerCase();
      const found = Object.entries(colours).find((pair) => pair.some((each) => each.toLowerCase() === folded));
      if (!found) throw outside(wanted, colours);
      return found[1];
    },
  };
}
export type Palette = ReturnType<typeof createPalette>;
