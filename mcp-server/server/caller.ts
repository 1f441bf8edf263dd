import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Asker } from "#core/confirmation/agreement";
import type { PendingAction } from "#core/domain/question/question";
import type { Origin } from "#core/journal/change";

/** What the protocol knows about the caller of one tool. */
export interface Caller extends Asker {
  /** Where its person did it, as the app itself says. */
  place?: Origin["place"];
  /** Id of the change in the journal that this call goes on with. */
  continues?: number;
}

/** Nothing was done: the person has to be asked. */
export interface NeedsConfirmation {
  preview: string[];
  action: PendingAction;
  /** Digests of what the person agreed to in this call before. */
  agreed: string[];
  /** When the call was made first, milliseconds since 1970. */
  at: number;
}

export type Answer = CallToolResult | NeedsConfirmation;

export const needsConfirmation = (answer: Answer): answer is NeedsConfirmation =>
  Array.isArray((answer as Partial<NeedsConfirmation>).preview);
