import { z } from "zod";
import { messageText } from "../../messages/schema";
import { ref } from "./parts";

/** Every failed call: `isError` with this in `structuredContent`. */
export const errorResult = z.object({
  error: z.object({
    /** A `ServiceErrorKind`, an `InputError` code, or `internal`. */
    code: z.string(),
    message: messageText,
    /** Whether the write took effect. */
    saved: z.enum(["no", "yes", "unknown"]),
    next: messageText.optional(),
    detail: z.string().optional(),
    retry_after: z.number().optional(),
    fields: z.record(z.string(), messageText).optional(),
    candidates: z.array(ref).optional(),
  }),
});
export type ErrorResult = z.infer<typeof errorResult>["error"];
