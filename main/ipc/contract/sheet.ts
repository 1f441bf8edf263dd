import { z } from "zod";

const instant = z.string().max(40);

/** What is known of the time sheet of this computer when it cannot be read, and the copies that are whole. */
export const sheetView = z.object({
  file: z.string(),
  state: z.enum(["whole", "damaged", "missing"]),
  /** Newest first. */
  copies: z.array(z.object({ name: z.string().max(100), at: instant, entries: z.number() })),
});
export type SheetView = z.infer<typeof sheetView>;

export const sheetChannels = {
  "sheet:read": { request: z.void(), response: sheetView },
  "sheet:restore": { request: z.object({ copy: z.string().min(1).max(100) }), response: z.void() },
  "sheet:beginAnew": { request: z.void(), response: z.void() },
};
