import { z } from "zod";
import type { MessageText } from "./catalog";

/** Sent to windows as a code with parameters, to models as English. */
export const messageText: z.ZodType<MessageText> = z.union([
  z.string(),
  z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }),
]);
