import { z } from "zod";
import { messageText } from "../../messages/schema";

/**
 * This folder: what the tools answer in `structuredContent`, as far as the tray and the windows read it. They parse with
 * these schemas, so a tool that changes its answer breaks a test and not a person's day. Unknown members are ignored.
 * Instants carry the account's offset: `2026-11-19T10:07:00+01:00`. Durations are seconds.
 */
export const ref = z.object({ id: z.string(), name: z.string() });
export const seconds = z.number().describe("Seconds");
export const moment = z.string().describe("ISO 8601 with the offset of the account's zone");
export const day = z.string().describe("YYYY-MM-DD, in the account's zone");
export const notes = z.array(messageText).describe("What to know of this answer, as sentences");
