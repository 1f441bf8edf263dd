import { z } from "zod";
import { messageText } from "#core/messages/schema";
import { nothing } from "./fields";

const check = z.object({
  id: z.string(),
  verdict: z.enum(["ok", "note", "problem"]),
  message: messageText,
  /** What to do about a problem. */
  next: messageText.optional(),
  milliseconds: z.number().optional(),
});
export type Check = z.infer<typeof check>;

/** What the app finds when it looks at itself. */
export const diagnosticChannels = {
  "diagnostics:run": { request: nothing, response: z.array(check) },
  "diagnostics:copy": { request: nothing, response: nothing },
  "diagnostics:openLog": { request: nothing, response: nothing },
} as const;
