import { z } from "zod";
import { instant } from "./fields";

/** What is known of the time sheet of this computer when it cannot be read, and the copies that are whole. */
export const sheetView = z.object({
  file: z.string(),
  state: z.enum(["whole", "damaged", "missing"]),
  /** When the damage was found; null: that is not known. */
  foundAt: instant.nullable(),
  /** Newest first. */
  copies: z.array(z.object({ name: z.string().max(100), at: instant, entries: z.number() })),
});
export type SheetView = z.infer<typeof sheetView>;

/** A time sheet that the person has chosen in the system's dialog. */
export const ownSheet = z.object({ file: z.string(), entries: z.number(), latest: instant.nullable() });
export type OwnSheet = z.infer<typeof ownSheet>;

const way = z.discriminatedUnion("way", [
  z.object({ way: z.literal("copy"), copy: z.string().min(1).max(100) }),
  /** The file that was chosen last. */
  z.object({ way: z.literal("own") }),
  z.object({ way: z.literal("new") }),
]);
export type SheetWay = z.infer<typeof way>;

export const sheetChannels = {
  "sheet:read": { request: z.void(), response: sheetView },
  /** null: nothing was chosen. */
  "sheet:chooseFile": { request: z.void(), response: ownSheet.nullable() },
  /** @returns where the damaged file is kept */
  "sheet:goOn": { request: way, response: z.object({ aside: z.string().nullable() }) },
  /** Shows the damaged file in its folder, under the name that it has now. */
  "sheet:reveal": { request: z.void(), response: z.void() },
};
