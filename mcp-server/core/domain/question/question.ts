import { z } from "zod";
import { mostLines } from "./clean";
import { partsSchema } from "./parts";

/**
 * A question to the person, put by a server to the running app as a file `<home>/confirmations/<id>.json`; the app answers with
 * `<id>.answer.json` beside it. The server removes both. Everything in it is cleaned and capped, but may quote what others
 * wrote, and any process of the person could have written it: the app parses it.
 */
export const questionSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** When it was asked, and from when on no answer is a no. */
  at: z.iso.datetime(),
  expires: z.iso.datetime(),
  client: z.object({
    /** What the launcher was started with: `claude-desktop`. */
    id: z.string().max(64),
    /** How the client names itself; its own words, proven by nothing. */
    says: z.string().max(80).nullable(),
  }),
  account: z.object({ id: z.string().min(1).max(60), label: z.string().max(200) }),
  tool: z.string().max(60),
  /** How many entries it is about. */
  count: z.number().int().min(1).max(100_000),
  /** Other people's data is touched. */
  others: z.boolean(),
  /** What exactly would happen, one line each. */
  lines: z.array(z.string().max(500)).min(1).max(mostLines),
  parts: partsSchema,
});
export type Question = z.infer<typeof questionSchema>;

/** Bytes. What is larger is not read. */
export const largestQuestion = 500_000;

/**
 * The app sets the time of `tray.json` anew that often, and servers take one that is older for that of an app that ended:
 * systems end apps without a word, and use a process id again. Milliseconds.
 */
export const appBeat = { every: 30_000, goneAfter: 120_000 };

/** Exactly what is agreed to: the tool, the account and every argument but the token itself. */
export interface PendingAction {
  tool: string;
  account: string;
  input: Record<string, unknown>;
  /** What the person is shown and what is acted on (hash): where either differs it is another act. */
  seen?: string;
}

export const answers = ["allow", "deny"] as const;
export type QuestionAnswer = (typeof answers)[number];
