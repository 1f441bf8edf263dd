import { z } from "zod";
import { diskFull, putFile } from "../replace-file";
import { pathsOf } from "../server-entry";
import type { ClientContext } from "../types";

const record = z.object({
  client: z.string(),
  file: z.string(),
  name: z.string(),
  /** What stands in the file because of us; null where it holds a person's additions too. */
  text: z.string().nullable(),
  /** What stood there before an update that may not have happened. */
  former: z.string().nullable().optional(),
  createdContainer: z.boolean(),
  createdFile: z.boolean(),
  at: z.string(),
  /** false: written down before the write, which may not have happened. */
  done: z.boolean(),
  /** Its client threw the entry away, and the person was told. */
  told: z.boolean().optional(),
  /** When its client was last known to run with the entry in its file. */
  seenAt: z.string().optional(),
});
export type JournalRecord = z.infer<typeof record>;
const journal = z.object({ version: z.literal(1), records: z.array(record) });

export interface Journal {
  path: string;
  all(): Promise<JournalRecord[]>;
  find(client: string, file: string): Promise<JournalRecord | null>;
  put(record: JournalRecord): Promise<void>;
  drop(client: string, file: string): Promise<void>;
}

/** What we wrote where, for an undo to the byte. It holds no secret. A lost journal costs exactness, never safety. */
export function openJournal({ fs, backups, platform }: Pick<ClientContext, "fs" | "backups" | "platform">): Journal {
  const path = pathsOf(platform).join(backups, "journal.json");

  async function load(): Promise<JournalRecord[]> {
    if (!(await fs.facts(path, { follow: true }))) return [];
    try {
      return journal.parse(JSON.parse(Buffer.from(await fs.read(path)).toString("utf8"))).records;
    } catch {
      return [];
    }
  }
  async function save(records: JournalRecord[]): Promise<void> {
    try {
      await fs.privateFolder(backups);
      await putFile(fs, platform, path, Buffer.from(JSON.stringify({ version: 1, records }, null, 1), "utf8"), 0o600);
    } catch (error) {
      throw diskFull(error) ?? error;
    }
  }
  const is = (client: string, file: string) => (one: JournalRecord) => one.client === client && one.file === file;

  return {
    path,
    all: load,
    find: async (client, file) => (await load()).find(is(client, file)) ?? null,
    async put(one) {
      const others = (await load()).filter((other) => !is(one.client, one.file)(other));
      await save([...others, one]);
    },
    async drop(client, file) {
      const all = await load();
      const rest = all.filter((one) => !is(client, file)(one));
      if (rest.length !== all.length) await save(rest);
    },
  };
}
