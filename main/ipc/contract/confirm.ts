import { z } from "zod";
import { toolNames } from "#core/access/tool-rules";
import { answers, questionSchema } from "#core/domain/question/question";
import { nothing } from "./fields";

/** What an AI client asks to do; see domain/question/question.ts. */
export const confirmQuestion = questionSchema.extend({
  tool: z.enum(toolNames),
  /** `label`: what Punchcard itself calls this client; null where it knows none of that id. */
  client: questionSchema.shape.client.extend({ label: z.string().nullable() }),
});
export type ConfirmQuestion = z.infer<typeof confirmQuestion>;

/** Only the window of the confirmation gets an answer to these. */
export const confirmChannels = {
  "confirm:current": { request: nothing, response: confirmQuestion.nullable() },
  "confirm:answer": { request: z.object({ id: z.string().max(64), answer: z.enum(answers) }), response: nothing },
} as const;
