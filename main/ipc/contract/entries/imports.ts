import { z } from "zod";
import { importChoices, importDone, importPending, importPreview, importTakenBack } from "#core/domain/results/imports";

const accountId = z.string().min(1).max(100);
const choices = z.object({ accountId, choices: importChoices });

/** How far an import is; null: none is under way. Entries. */
export const importProgress = z.object({ done: z.number(), all: z.number() }).nullable();

/** Bringing in a file of another program. Windows know the file by its name only: its path stays in main. */
export const importChannels = {
  /** Asks the person for a file; null: none was chosen. */
  "imports:choose": { request: z.void(), response: z.object({ name: z.string() }).nullable() },
  /** What the chosen file would become; nothing is written. */
  "imports:preview": { request: choices, response: importPreview },
  /** Imports what was previewed: all of it, or nothing. `expected`: what the person saw and agreed to. */
  "imports:run": {
    request: choices.extend({
      sha256: z.string().max(64),
      expected: z.object({ rows: z.number().int(), seconds: z.number().int() }),
    }),
    response: importDone,
  },
  /** Ends the import under way, which then takes back what it wrote and fails as `cancelled`. */
  "imports:cancel": { request: z.void(), response: z.void() },
  /** An import that did not come to its end. */
  "imports:pending": { request: z.void(), response: importPending.shape.pending },
  "imports:goOn": { request: z.void(), response: importDone },
  "imports:takeBack": { request: z.void(), response: importTakenBack },
} as const;
