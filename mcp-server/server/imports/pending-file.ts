import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { workLevels } from "#core/domain/entities";
import { writeWholeSync } from "#core/platform/atomic-file";
import { homeFolder } from "#core/platform/private-folder";
import { openKeptJson } from "#core/platform/state/kept-json";

const one = z.union([z.object({ id: z.string(), name: z.string() }), z.object({ make: z.string() })]);

const pendingRow = z.object({
  line: z.number(),
  begin: z.string(),
  end: z.string(),
  booked: z.partialRecord(z.enum(workLevels), one),
  text: z.string(),
  tags: z.array(z.string()),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  breakSeconds: z.number(),
});
export type PendingRow = z.infer<typeof pendingRow>;

const schema = z.object({
  version: z.literal(1),
  account: z.string(),
  /** The file's name, for people. */
  name: z.string(),
  /** Milliseconds since 1970: what the journal has of it is not older. */
  at: z.number(),
  rows: z.array(pendingRow),
});
export type PendingFile = z.infer<typeof schema>;

/** Bytes; the largest table with the longest texts. */
const largest = 500_000_000;

/** What an import means to write, while it does: a crash must not leave a half that nobody knows of. */
const fileOf = (home: string) => join(home, "import.json");

/** null: none is open. One that cannot be read is none that could go on, and is put aside. */
export const readPending = (home: string): PendingFile | null =>
  // What it cannot move is tried again at the next look.
  openKeptJson(fileOf(home), "import", { largest, parse: (data) => schema.parse(data), log: () => undefined }).read();

/** On the disk when it returns. */
export const keepPending = (home: string, pending: PendingFile): void =>
  writeWholeSync(fileOf(home), JSON.stringify(pending), homeFolder);

export const dropPending = (home: string): void => rmSync(fileOf(home), { force: true });
