import { join } from "node:path";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import { type DraftRef, type KeptDraft, keptDraft } from "../../ipc/contract/entries/drafts";
import type { Log } from "../failure";
import type { Scheduler } from "../scheduler";

/** Drafts that are kept, of all accounts together; the one that was changed longest ago goes first. */
const most = 20;
const fileSchema = z.object({ version: z.literal(1), drafts: z.array(keptDraft).max(most) });
/** More than 20 of the longest drafts take. Bytes. */
const largest = 1_500_000;
/** Typing is written to disk in steps. Milliseconds. */
const writeAfter = 300;

export type Drafts = ReturnType<typeof openDrafts>;

/**
 * Forms of entries that were neither saved nor given up: in `drafts.json` below Punchcard's folder, so that they outlive
 * windows and a crash. A file that cannot be used is put aside.
 */
export function openDrafts(home: string, scheduler: Scheduler, log: Log) {
  const parse = (data: unknown) => fileSchema.parse(data);
  const kept = openKeptJson(join(home, "drafts.json"), "drafts", { largest, parse, log });
  let drafts = kept.read()?.drafts ?? [];
  let isWritten = true;

  const write = () => {
    if (isWritten) return;
    isWritten = true;
    kept.write({ version: 1, drafts });
  };
  const put = (next: KeptDraft[]) => {
    drafts = next;
    if (isWritten) scheduler.set("drafts", writeAfter, write);
    isWritten = false;
  };
  const without = ({ account, key }: DraftRef) =>
    drafts.filter((draft) => draft.account !== account || draft.key !== key);
  const drop = (ref: DraftRef) => {
    const others = without(ref);
    if (others.length < drafts.length) put(others);
  };

  return {
    /** Of one account, the one that was changed last at the end. */
    list: ({ account }: Pick<DraftRef, "account">) => drafts.filter((draft) => draft.account === account),
    /** @throws ZodError where the draft is longer than what is kept of one */
    keep(draft: Omit<KeptDraft, "at">): void {
      const next = keptDraft.parse({ ...draft, at: new Date(scheduler.now()).toISOString() });
      put([...without(draft), next].slice(-most));
    },
    drop,
    /** These parts of it are saved; the draft goes with its last part. */
    dropParts(ref: DraftRef, parts: readonly (keyof KeptDraft["fields"])[]): void {
      const found = drafts.find((draft) => draft.account === ref.account && draft.key === ref.key);
      if (!found) return;
      const left = Object.entries(found.fields).filter(([name]) => !parts.some((part) => part === name));
      if (left.length === 0) drop(ref);
      else put(drafts.map((draft) => (draft === found ? { ...found, fields: Object.fromEntries(left) } : draft)));
    },
    /** The entries are gone, and what was typed about them. */
    dropEntries(account: string, ids: readonly string[]): void {
      for (const id of ids) drop({ account, key: `entry/${id}` });
    },
    dropAccount(account: string): void {
      const others = drafts.filter((draft) => draft.account !== account);
      if (others.length < drafts.length) put(others);
    },
    /** What is under way is on disk when it returns. */
    stop(): void {
      scheduler.clear("drafts");
      write();
    },
  };
}
